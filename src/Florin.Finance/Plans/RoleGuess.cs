namespace Florin;

using System.Globalization;

/// <summary>Roles of a table's columns, guessed from names and cells, each with its reason.</summary>
sealed class RoleGuess
{
    const int FewestCodes = 3, MostCodes = 60, Everywhere = 3;

    static readonly string[] Targets =
    [
        "default", "defaulted", "bad", "target", "y", "class", "churn", "churned", "exited", "label", "outcome", "fraud", "response",
        "event", "claim", "claims", "claimnb",
    ];

    static readonly string[] ProtectedWords =
    [
        "age", "sex", "gender", "race", "ethnicity", "nationality", "religion", "marital", "marriage", "disability", "foreign",
    ];

    static readonly string[] CodeWords =
    [
        "code", "type", "kind", "category", "region", "branch", "zip", "postcode", "area", "sector", "industry", "product", "channel",
    ];

    readonly Table table;
    readonly TableProfile profile;
    readonly string? target;
    readonly bool twoOutcomes;

    public RoleGuess(string recipe, Table table, CancellationToken cancellation)
    {
        this.table = table;
        Column[] complete = [.. table.Columns.Where(column => column.MissingCount == 0)];
        bool markets = recipe.StartsWith("markets/", StringComparison.Ordinal);
        twoOutcomes = recipe is not ("generic/regression" or "generic/counts") && !markets;
        Column[] able = [.. complete.Where(column => twoOutcomes ? HasTwo(column) : column is NumberColumn)];
        Column? named = able.FirstOrDefault(column => Words(column.Name).Any(Targets.Contains));
        if (!markets)
        {
            target = (named ?? able.LastOrDefault())?.Name;
            Comments["data.target"] = target is null ? "no column looks like one: name it"
                : named is not null ? "by its name" + (twoOutcomes ? " and its two values" : "")
                : twoOutcomes ? "the last column with two values" : "the last column of numbers";
        }

        profile = TableProfile.Of(table, target, cancellation);
    }

    /// <summary>The reasons, by key.</summary>
    public Dictionary<string, string> Comments { get; } = [];

    public DataPlan Data(string path)
    {
        ColumnProfile[] others = [.. profile.Columns.Where(column => column.Name != target)];
        string[] identifiers = [.. others.Where(column => column.IsIdentifierLike).Select(column => column.Name)];
        string? id = Said("data.id", identifiers.FirstOrDefault(), "another value in every row");
        string? time = Time();
        string[] shielded = [.. others.Select(column => column.Name).Where(name => Words(name).Any(ProtectedWords.Contains))];
        if (shielded.Length > 0) Comments["data.protected"] = "by their names; they are compared, not learned from";
        string[] used = [.. new[] { id, time }.OfType<string>(), .. shielded];
        string[] drop = Drop([.. others.Where(column => !used.Contains(column.Name))]);
        ColumnProfile[] features = [.. others.Where(column => !used.Contains(column.Name) && !drop.Contains(column.Name))];
        return new DataPlan
        {
            Path = path,
            Target = target,
            Positive = Positive(),
            Id = id,
            Time = time,
            Protected = [.. shielded],
            Drop = [.. drop],
            Special = Special(features),
            Categorical = Categorical(features),
        };
    }

    string? Positive()
    {
        if (target is null || !twoOutcomes || profile.Classes.Count != 2) return null;
        string? known = profile.Classes.Select(outcome => outcome.Level)
            .FirstOrDefault(BinaryTarget.ReadsLikeEvent);
        LevelCount chosen = profile.Classes.FirstOrDefault(outcome => outcome.Level == known) ?? profile.Classes[1];
        string share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * chosen.Count / table.RowCount:0.#} % of the rows");
        return Said("data.positive", chosen.Level, known is null ? "the rarer value, " + share : share);
    }

    string? Time()
    {
        string? rising = profile.InOrderOf is [var first, ..] ? first : null;
        string? any = table.Columns.OfType<DateColumn>().FirstOrDefault(column => column.MissingCount == 0 && column.Name != target)?.Name;
        return Said("data.time", rising ?? any, rising is null ? "dates in every row" : "dates that rise from row to row");
    }

    string[] Drop(ColumnProfile[] columns)
    {
        (string Name, string? Why)[] reasons = [.. columns.Select(column => (column.Name, column switch
        {
            { IsConstant: true } => "never changes",
            { DuplicateOf: { } first } => $"repeats {first}",
            { IsIdentifierLike: true } => "names the row",
            { IsLeakSuspect: true } => "may know the answer",
            _ => (string?)null,
        })).Where(reason => reason.Item2 is not null)];
        if (reasons.Length > 0)
            Comments["data.drop"] = string.Join("; ", reasons.Select(reason => $"{reason.Name} {reason.Why}"));
        return [.. reasons.Select(reason => reason.Name)];
    }

    /// <summary>Codes that several columns share are written once for all.</summary>
    PlanMap<EquatableArray<double>> Special(ColumnProfile[] features)
    {
        ColumnProfile[] coded = [.. features.Where(column => column.Codes.Count > 0)];
        if (coded.Length == 0) return [];
        Comments["data.special"] = "these look like codes, not amounts";
        double[] all = [.. coded.SelectMany(column => column.Codes).Distinct().Order()];
        bool alike = coded.Length >= Everywhere && Array.TrueForAll(all, code => code < 0);
        if (alike) return [new("*", [.. all])];
        return [.. coded.Select(column => new KeyValuePair<string, EquatableArray<double>>(column.Name, [.. column.Codes]))];
    }

    EquatableArray<string> Categorical(ColumnProfile[] features)
    {
        string[] codes = [.. features.Where(column => column.Kind == ColumnKind.Number && column.Distinct is >= FewestCodes and <= MostCodes
            && Words(column.Name).Any(CodeWords.Contains) && table.Number(column.Name).Values.ToArray()
                .All(value => double.IsNaN(value) || double.IsInteger(value)) || CellRules.IsMixedCodes(table[column.Name]))
            .Select(column => column.Name)];
        if (codes.Length > 0) Comments["data.categorical"] = "codes that name kinds";
        return [.. codes];
    }

    string? Said(string key, string? value, string why)
    {
        if (value is not null) Comments[key] = why;
        return value;
    }

    static bool HasTwo(Column column)
    {
        string? first = null, second = null;
        for (int row = 0; row < column.Count; row++)
        {
            string cell = column.TextAt(row)!;
            if (cell == first || cell == second) continue;
            if (first is null) first = cell;
            else if (second is null) second = cell;
            else return false;
        }

        return second is not null;
    }

    /// <summary>The words of a name in small letters: loan_status, loanStatus and Loan status have two.</summary>
    static string[] Words(string name)
    {
        var spaced = new System.Text.StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1])) spaced.Append(' ');
            spaced.Append(char.IsLetterOrDigit(name[i]) ? char.ToLowerInvariant(name[i]) : ' ');
        }

        return spaced.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}

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

    /// <summary>By recipe, the names of shares, and words of what is known only after the default.</summary>
    static readonly Dictionary<string, (string[] Names, string[] After)> Shares = new()
    {
        ["credit/lgd"] = (["lgd", "loss given default", "loss rate"],
            ["recovery", "recoveries", "recovered", "loss", "losses", "lgd", "writeoff", "workout"]),
        ["credit/ead"] = (["ccf", "conversion factor"], ["ead", "ccf", "exposure at default", "lgd"]),
    };

    /// <summary>Names of columns whose 1 is the good outcome.</summary>
    static readonly string[] GoodNames = ["good", "repaid", "paid", "performing", "fully paid", "goods"];

    static readonly string[] ProtectedWords =
    [
        "age", "sex", "gender", "race", "ethnicity", "nationality", "religion", "marital", "marriage", "disability", "foreign",
    ];

    static readonly string[] CodeWords =
    [
        "code", "type", "kind", "category", "region", "branch", "zip", "postcode", "area", "sector", "industry", "product", "channel",
    ];

    readonly string recipe;
    readonly Table table;
    readonly TableProfile profile;
    readonly string? target;
    readonly bool twoOutcomes;
    readonly string[] after = [];

    public RoleGuess(string recipe, Table table, CancellationToken cancellation)
    {
        this.recipe = recipe;
        this.table = table;
        Column[] complete = [.. table.Columns.Where(column => column.MissingCount == 0)];
        bool markets = recipe.StartsWith("markets/", StringComparison.Ordinal);
        bool shares = Shares.TryGetValue(recipe, out (string[] Names, string[] After) words);
        if (shares) after = words.After;
        twoOutcomes = recipe is not ("generic/regression" or "generic/counts") && !markets && !shares;
        Column[] able = [.. complete.Where(column => twoOutcomes ? HasTwo(column) : column is NumberColumn)];
        Column? named = able.FirstOrDefault(column => shares ? Says(column.Name, words.Names) : Words(column.Name).Any(Targets.Contains));
        if (shares) able = [.. able.Where(column => IsShare((NumberColumn)column))];
        if (!markets)
        {
            target = (named ?? able.LastOrDefault())?.Name;
            Comments["data.target"] = target is null ? "no column looks like one: name it"
                : named is not null ? "by its name" + (twoOutcomes ? " and its two values" : "")
                : twoOutcomes ? "the last column with two values" : shares ? "the last column of shares" : "the last column of numbers";
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
            Clip = Clip(),
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
        string[] levels = [.. profile.Classes.Select(outcome => outcome.Level)];
        string? known = levels.FirstOrDefault(BinaryTarget.ReadsLikeEvent);
        // A 1 beside a 2 is a code, and a column of good outcomes has the bad one as its other value.
        if (known == "1" && !levels.Contains("0")) known = null;
        if (known == "1" && recipe == "credit/default-risk" && Says(target, GoodNames) && !Says(target, Targets)) known = "0";
        LevelCount chosen = profile.Classes.FirstOrDefault(outcome => outcome.Level == known) ?? profile.Classes[1];
        string share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * chosen.Count / table.RowCount:0.#} % of the rows")
            + (recipe == "credit/default-risk" && 2 * chosen.Count > table.RowCount
                ? ": more than half, check that this is the default" : "");
        return Said("data.positive", chosen.Level, known is null ? "the rarer value, " + share : share);
    }

    /// <summary>Of a share with cells beyond it.</summary>
    bool? Clip()
    {
        if (after.Length == 0 || target is null || ShareRules.Outside(table.Number(target)) is not var (below, above)) return null;
        Comments["data.clip"] = FormattableString.Invariant($"{below} rows below 0 and {above} above 1: taken for 0 and 1");
        return true;
    }

    /// <summary>Mostly between 0 and 1, with more than two values.</summary>
    static bool IsShare(NumberColumn column)
    {
        double[] cells = column.Values.ToArray();
        return cells.All(cell => cell is > -1 and < 2) && cells.Count(cell => cell is >= 0 and <= 1) > 0.9 * cells.Length
            && !HasTwo(column);
    }

    /// <summary>Whether all words of one of the names stand in another.</summary>
    static bool Says(string name, string[] names)
    {
        string[] words = Words(name);
        return names.Any(each => each.Split(' ').All(words.Contains));
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
            _ when Says(column.Name, after) => "may be known only after the default",
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

namespace Florin;

using System.Text;

/// <summary>A scorecard as a query in standard SQL.</summary>
static class ScorecardSql
{
    public static string Of(Scorecard card, string table, IReadOnlyList<string> keep)
    {
        string scored = Unused("scored", [.. keep, .. card.Characteristics.Select(each => each.Column)]);
        string[] kept = [.. keep.Select(Name)];
        string[] own = [.. card.Characteristics.Select((_, at) => Name($"{scored}_{at + 1}"))];
        string sum = string.Join(" + ", ScorecardTable.HasBase(card) ? own.Prepend(Number(card.BasePoints)) : own);
        string given = string.Concat(kept.Select(name => name + ", "));
        string inner = string.Join(",\n    ", [.. kept, .. card.Characteristics.Select((each, at) => $"{Case(each)} AS {own[at]}"),
            .. kept.Length + own.Length == 0 ? ["1 AS \"one\""] : (ReadOnlySpan<string>)[]]);
        return $"""
            SELECT {given}"points",
              1 / (1 + EXP(("points" - {Number(card.Scale.Offset, true)}) / {Number(card.Scale.Factor, true)})) AS "pd"
            FROM (SELECT {given}{sum} AS "points"
              FROM (SELECT {inner}
                FROM {Name(table)}) AS {Name(scored + "_bins")}) AS {Name(scored)};

            """;
    }

    /// <summary>Missing first, then codes, then values; what no line names is the last interval or the other levels.</summary>
    static string Case(Characteristic characteristic)
    {
        WoeBinning binning = characteristic.Binning;
        string column = Name(characteristic.Column);
        var lines = new StringBuilder("CASE");
        (WoeBin Bin, string Points)[] bins = [.. binning.Bins.Zip(characteristic.Points, (bin, points) => (bin, Number(points)))];
        foreach ((WoeBin bin, string points) in bins.OrderByDescending(each => each.Bin.Kind))
            foreach (string condition in Conditions(bin, column)) lines.Append(Line($"WHEN {condition} THEN {points}"));
        string rest = bins.Single(each => binning.Categorical ? each.Bin.Other : each.Bin is { Kind: BinKind.Interval, To: null }).Points;
        return lines.Append(Line($"ELSE {rest} END")).ToString();
    }

    static string Line(string text) => "\n      " + text;

    static IEnumerable<string> Conditions(WoeBin bin, string column)
    {
        if (bin.Kind == BinKind.Missing) yield return $"{column} IS NULL";
        foreach (double code in bin.Codes) yield return $"{column} = {Number(code)}";
        if (bin.To is { } to) yield return $"{column} < {Number(to)}";
        if (bin.Levels.Length > 0 && !bin.Other) yield return $"{column} IN ({string.Join(", ", bin.Levels.Select(Text))})";
    }

    /// <summary>A name that no column has.</summary>
    static string Unused(string name, string[] columns)
    {
        while (columns.Any(column => column.StartsWith(name, StringComparison.OrdinalIgnoreCase))) name += "_";
        return name;
    }

    static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A whole number stands as one, and a sum of these is exact; where <paramref name="real"/>, it forces real
    /// arithmetic.</summary>
    static string Number(double number, bool real = false)
    {
        string text = Numbers.Text(number);
        if (real && text.All(letter => char.IsAsciiDigit(letter) || letter == '-')) text += ".0";
        return number < 0 ? $"({text})" : text;
    }
}

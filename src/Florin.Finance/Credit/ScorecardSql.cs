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
        string sum = string.Join(" + ", own.Prepend(Number(card.BasePoints)));
        var text = new StringBuilder($"SELECT {string.Concat(kept.Select(name => name + ", "))}\"points\",\n");
        text.Append($"  1 / (1 + EXP((\"points\" - {Number(card.Scale.Offset, true)}) / {Number(card.Scale.Factor)})) AS \"pd\"\n");
        text.Append($"FROM (SELECT {string.Concat(kept.Select(name => name + ", "))}{sum} AS \"points\"\n  FROM (SELECT ");
        text.Append(string.Join(",\n    ", [.. kept, .. card.Characteristics.Select((each, at) => $"{Case(each)} AS {own[at]}"),
            .. kept.Length + own.Length == 0 ? ["1 AS \"one\""] : (ReadOnlySpan<string>)[]]));
        return text.Append($"\n    FROM {Name(table)}) AS {Name(scored + "_bins")}) AS {Name(scored)};\n").ToString();
    }

    /// <summary>Missing first, then codes, then values; what no line names is the last interval or the other levels.</summary>
    static string Case(Characteristic characteristic)
    {
        WoeBinning binning = characteristic.Binning;
        string column = Name(characteristic.Column);
        var lines = new StringBuilder("CASE");
        (WoeBin Bin, string Points)[] bins = [.. binning.Bins.Zip(characteristic.Points, (bin, points) => (bin, Number(points)))];
        foreach ((WoeBin bin, string points) in bins.OrderByDescending(each => each.Bin.Kind))
            foreach (string condition in Conditions(bin, column)) lines.Append($"\n      WHEN {condition} THEN {points}");
        string rest = bins.Single(each => binning.Categorical ? each.Bin.Other : each.Bin is { Kind: BinKind.Interval, To: null }).Points;
        return lines.Append($"\n      ELSE {rest} END").ToString();
    }

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

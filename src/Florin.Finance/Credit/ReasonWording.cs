namespace Florin;

using System.Globalization;
using System.Text.RegularExpressions;

/// <summary>Puts an applicant's own values into the words of a reason, as people write them.</summary>
static partial class ReasonWording
{
    public static string Of(ReasonGroup group, Table table, int row, FittedFeatures features)
    {
        string[] absent = [.. group.Columns.Where(column => !table.Contains(column) || table[column].IsMissing(row))];
        if (absent.Length > 0 && (group.Missing is not null || group.Text is null || absent.Length == group.Columns.Length))
            return Filled(group.Missing ?? string.Join("; ", absent.Select(column => $"{Words(column)}: no value was given")), table, row,
                features);
        return Filled(group.Text ?? string.Join("; ", group.Columns.Select(column => $"{Words(column)}: {{{column}}}")), table, row,
            features);
    }

    /// <summary>What is wrong with the words; null: nothing.</summary>
    public static string? Problem(string text, string[] columns)
    {
        foreach (Match hole in Hole().Matches(text))
        {
            if (!columns.Contains(hole.Groups["column"].Value)) return hole.Value;
            try
            {
                _ = 1.5.ToString(hole.Groups["format"].Value, CultureInfo.InvariantCulture);
            }
            catch (FormatException)
            {
                return hole.Value;
            }
        }

        return Hole().Replace(text, "").IndexOfAny(['{', '}']) >= 0 ? "a brace without its partner" : null;
    }

    /// <summary>"debt_ratio" is "Debt ratio".</summary>
    public static string Words(string column)
    {
        string words = Breaks().Replace(column, " ").Trim();
        return words.Length == 0 ? column : char.ToUpperInvariant(words[0]) + words[1..];
    }

    static string Filled(string text, Table table, int row, FittedFeatures features) => Hole().Replace(text, hole =>
        Cell(hole.Groups["column"].Value, hole.Groups["format"].Value, table, row, features));

    static string Cell(string name, string format, Table table, int row, FittedFeatures features)
    {
        if (!table.Contains(name) || table[name].IsMissing(row)) return "not given";
        switch (table[name])
        {
            case NumberColumn numbers:
                double value = numbers.Values[row];
                if (features.Encoders.Any(each => each is NumberEncoder own && own.Column == name && own.Special.Contains(value)))
                    return "code " + Numbers.Text(value);
                return value.ToString(format.Length > 0 ? format : Format(value), CultureInfo.InvariantCulture);
            case DateColumn dates:
                return dates.Values[row].ToString(format.Length > 0 ? format : "d MMMM yyyy", CultureInfo.InvariantCulture);
            default:
                return table[name].TextAt(row)!;
        }
    }

    /// <summary>Whole numbers whole, the others with as many digits as people read.</summary>
    static string Format(double value) => Math.Abs(value) switch
    {
        >= 1000 => "#,0",
        >= 100 => "0.#",
        >= 0.1 => "0.##",
        0 => "0",
        _ => "G2",
    };

    [GeneratedRegex(@"\{(?<column>[^{}:]+)(:(?<format>[^{}]*))?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Hole();

    [GeneratedRegex(@"[\s_.]+")]
    private static partial Regex Breaks();
}

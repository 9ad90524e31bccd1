namespace Florin;

/// <summary>
/// Guesses numbers that are codes, such as -9 for "no record" or 365243 for "not employed". Two rules, tried in this order on whole
/// numbers that at least 5 rows have. <b>Negative codes:</b> of -1, -7, -8, -9, -77, -88, -99, -999 and -9999 those that are there, if no
/// other number is below zero. <b>Far away:</b> at most 3 values at the upper or lower end, if at least 5 different values remain and the
/// gap to the nearest of them is larger than the whole range of what remains.
/// </summary>
static class Sentinels
{
    const int FewestRows = 5, MostCodes = 3, FewestOthers = 5;

    static readonly double[] Negative = [-9999, -999, -99, -88, -77, -9, -8, -7, -1];

    /// <summary>Codes among sorted numbers, rising.</summary>
    public static IReadOnlyList<double> Of(double[] sorted)
    {
        (double Value, int Rows)[] values = [.. sorted.GroupBy(value => value).Select(rows => (rows.Key, rows.Count()))];
        double[] codes = NegativeCodes(values);
        (double Value, int Rows)[] rest = [.. values.Where(value => !codes.Contains(value.Value))];
        return [.. codes.Concat(Far(rest)).Concat(Far([.. rest.Reverse()])).Order()];
    }

    static double[] NegativeCodes((double Value, int Rows)[] values)
    {
        (double Value, int Rows)[] below = [.. values.Where(value => value.Value < 0)];
        bool onlyCodes = values.Length - below.Length >= 2
            && below.All(value => value.Rows >= FewestRows && Negative.Contains(value.Value));
        return onlyCodes ? [.. below.Select(value => value.Value)] : [];
    }

    /// <summary>At the front of values that rise or fall.</summary>
    static IEnumerable<double> Far((double Value, int Rows)[] values)
    {
        for (int count = MostCodes; count > 0; count--)
        {
            if (values.Length - count < FewestOthers) continue;
            double gap = Math.Abs(values[count].Value - values[count - 1].Value), range = Math.Abs(values[^1].Value - values[count].Value);
            bool codes = values.Take(count).All(value => value.Rows >= FewestRows && double.IsInteger(value.Value));
            if (gap > range && codes) return values.Take(count).Select(value => value.Value);
        }

        return [];
    }
}

namespace Florin;

using System.Globalization;

/// <summary>Refuses rows that no metric can judge; names the first bad row and counts the others.</summary>
static class MetricCheck
{
    /// <summary>Lengths agree (no weights: all 1), values are finite, weights not negative.</summary>
    public static void Rows(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        Length("targets", targets.Length, scores.Length);
        Finite("scores", scores);
        Finite("targets", targets);
        Weights("weights", weights, scores.Length);
    }

    public static void Length(string name, int found, int rows)
    {
        if (found != rows) throw MetricErrors.Lengths(name, found, rows);
    }

    public static void Finite(string name, ReadOnlySpan<double> values)
    {
        if (Bad(name, values, static value => !double.IsFinite(value), out string place, out string found))
            throw MetricErrors.NotFinite(place, found);
    }

    public static void Weights(string name, ReadOnlySpan<double> weights, int rows)
    {
        if (weights.IsEmpty) return;
        Length(name, weights.Length, rows);
        Finite(name, weights);
        if (Bad(name, weights, static value => value < 0, out string place, out string found)) throw MetricErrors.Weight(place, found);
    }

    public static void Labels(ReadOnlySpan<double> targets)
    {
        if (Bad("targets", targets, static value => value != 0 && value != 1, out string place, out string found))
            throw MetricErrors.Label(place, found, 2);
    }

    public static void Probabilities(string name, ReadOnlySpan<double> values)
    {
        if (Bad(name, values, static value => !(value >= 0 && value <= 1), out string place, out string found))
            throw MetricErrors.Probability(place, found);
    }

    public static void Domain(string name, ReadOnlySpan<double> values, Func<double, bool> bad, string domain)
    {
        if (Bad(name, values, bad, out string place, out string found)) throw MetricErrors.Domain(place, found, domain);
    }

    /// <summary>A setting within [low, high]; the range is told in words.</summary>
    public static void Setting(string name, double value, double low, double high, string range)
    {
        if (!(value >= low && value <= high)) throw MetricErrors.Setting(name, value, range);
    }

    public static void Confidence(double value) => Setting("confidence", value, 1e-9, 1 - 1e-9, "above 0 and below 1, such as 0.95");

    static bool Bad(string name, ReadOnlySpan<double> values, Func<double, bool> bad, out string place, out string found)
    {
        (int first, int count) = (-1, 0);
        for (int row = 0; row < values.Length; row++)
            if (bad(values[row]) && count++ == 0) first = row;
        place = string.Create(CultureInfo.InvariantCulture, $"{name}, row {first + 1}");
        found = count == 0 ? "" : values[first].ToString(CultureInfo.InvariantCulture);
        if (count > 1) found += string.Create(CultureInfo.InvariantCulture, $" (and {count - 1} more such rows)");
        return count > 0;
    }
}

namespace Florin;

using System.Globalization;

/// <summary>
/// A metric with what is known of its error. Throughout the metrics, null says that a metric is not defined on these rows (one class
/// only, no rows, no weight); bad rows (NaN, a label other than 0 and 1) are an error, and no metric is ever NaN.
/// </summary>
/// <param name="Value">On all rows; null where the metric is not defined.</param>
/// <param name="Low">Lower end of the interval; null when none can be told.</param>
/// <param name="High">Upper end of the interval; null when none can be told.</param>
/// <param name="N">Rows judged.</param>
public sealed record MetricValue(double? Value, double? Low, double? High, int N)
{
    /// <summary>Such as "0.743 [0.731, 0.755]", or "undefined".</summary>
    public override string ToString() => Value is not { } value ? "undefined"
        : Low is { } low && High is { } high ? string.Create(CultureInfo.InvariantCulture, $"{value:G4} [{low:G4}, {high:G4}]")
        : value.ToString("G4", CultureInfo.InvariantCulture);
}

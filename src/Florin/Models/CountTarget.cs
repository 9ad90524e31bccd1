namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>The deviance that nets of counts make small; each has a log link.</summary>
public enum CountLoss
{
    /// <summary>Counts: variance like the mean.</summary>
    Poisson,

    /// <summary>Amounts above 0: variance like the mean squared.</summary>
    Gamma,

    /// <summary>Amounts of 0 or more: variance like the mean to a power between 1 and 2.</summary>
    Tweedie,
}

/// <summary>A count, or an amount of 0 or more, that is expected in proportion to an exposure.</summary>
/// <param name="Column">The target column.</param>
/// <param name="Deviance">What nets make small.</param>
/// <param name="Power">Variance power of <see cref="CountLoss.Tweedie"/>, above 1 and below 2.</param>
/// <param name="Exposure">The column of the time or amount at risk, above 0; null: 1 for each row.</param>
/// <param name="Offset">A column that is added on the log scale; null: none.</param>
public sealed record CountTarget(string Column, CountLoss Deviance = CountLoss.Poisson, double Power = 1.5, string? Exposure = null,
    string? Offset = null) : ModelTarget(Column)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ModelTask Task => ModelTask.Count;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string InWords => $"the expected {Column}" + (Exposure is null ? "" : $" of each row's {Exposure}");

    /// <inheritdoc/>
    internal override ImmutableArray<string> Beside => [.. new[] { Exposure, Offset }.OfType<string>()];

    /// <inheritdoc/>
    internal override Loss Loss => Deviance switch
    {
        CountLoss.Poisson => Loss.Poisson,
        CountLoss.Gamma => Loss.Gamma,
        _ => Loss.Tweedie(Power),
    };

    /// <inheritdoc/>
    public override double[] Labels(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Deviance == CountLoss.Gamma
            ? Amounts(table, Column, label => label > 0 && double.IsFinite(label), "write a number above 0, or choose Poisson or Tweedie")
            : Amounts(table, Column, label => label >= 0 && double.IsFinite(label), "write 0 or more");
    }

    internal override double[]? ExposuresOf(Table table) => Beside.Length > 0 ? Exposures(table) : null;

    /// <summary>What each row's rate is multiplied by: exposure · e^offset, 1 without either.</summary>
    /// <exception cref="FlorinException">FLR0569: a row whose exposure is not above 0, or whose offset is missing.</exception>
    public double[] Exposures(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        double[] exposures = new double[table.RowCount];
        for (int row = 0; row < exposures.Length; row++)
        {
            if (WrongExposure(table, row) is { } wrong)
                throw new FlorinException("FLR0569", wrong, FormattableString.Invariant($"row {table.RowNumber(row)}"), null,
                    "correct the cell, or leave the row out");
            exposures[row] = ExposureOf(table, row);
        }

        return exposures;
    }

    /// <summary>What the rate of a row is multiplied by; it has been checked.</summary>
    public double ExposureOf(Table table, int row)
    {
        ArgumentNullException.ThrowIfNull(table);
        double exposure = Exposure is { } name ? table.Number(name).Values[row] : 1;
        return Offset is { } offset ? exposure * Kernels.Elementary.Exp(table.Number(offset).Values[row]) : exposure;
    }

    /// <summary>Why the row has no expected count; null: it has one.</summary>
    public string? WrongExposure(Table table, int row)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Exposure is { } exposure && !(table.Number(exposure).Values[row] > 0)) return $"column {exposure}: an exposure is above 0";
        if (Offset is { } offset && !double.IsFinite(table.Number(offset).Values[row])) return $"column {offset}: an offset is a number";
        return null;
    }

    /// <summary>Amounts are not drawn in proportion; rows with and without one are.</summary>
    internal override double[] Strata(double[] labels) => [.. labels.Select(label => label > 0 ? 1.0 : 0)];

    internal override string? Lacks(ReadOnlySpan<double> labels, bool learned) =>
        labels.Length >= 2 && labels.ContainsAnyExceptInRange(double.NegativeInfinity, 0) ? null : "no row above 0";

    internal static CountTarget Of(Table table, Schema schema, CountLoss? loss)
    {
        string name = schema.Given.Target!;
        double[] labels = Amounts(table, name, label => label >= 0 && double.IsFinite(label), "write 0 or more");
        CountLoss found = loss ?? (labels.All(double.IsInteger) ? CountLoss.Poisson
            : labels.All(label => label > 0) ? CountLoss.Gamma : CountLoss.Tweedie);
        var target = new CountTarget(name, found, Exposure: schema.Given.Exposure, Offset: schema.Given.Offset);
        target.Labels(table);
        target.Exposures(table);
        return target;
    }
}

namespace Florin;

using System.Text.Json.Serialization;

/// <summary>The amount that a column holds. Nets learn it less its mean over its standard deviation, by squared error.</summary>
/// <param name="Column">The target column.</param>
/// <param name="Mean">Of the training rows.</param>
/// <param name="Deviation">Standard deviation of the training rows, above 0.</param>
public sealed record NumberTarget(string Column, double Mean = 0, double Deviation = 1) : ModelTarget(Column)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override ModelTask Task => ModelTask.Number;

    /// <inheritdoc/>
    internal override Loss Loss => Loss.SquaredError;

    /// <inheritdoc/>
    public override double[] Labels(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Amounts(table, Column, double.IsFinite, "write a number");
    }

    internal override ModelTarget Fitted(TrainRows train)
    {
        double[] labels = Labels(train.Table);
        double mean = labels.Sum() / labels.Length, squares = labels.Sum(label => (label - mean) * (label - mean)) / labels.Length;
        return this with { Mean = mean, Deviation = Math.Sqrt(squares) };
    }

    internal override float[] Learned(double[] labels) => [.. labels.Select(label => (float)((label - Mean) / Deviation))];
}

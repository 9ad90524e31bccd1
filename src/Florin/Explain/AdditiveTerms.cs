namespace Florin;

using System.Collections.Immutable;
using Florin.Graph;

/// <summary>
/// What each column adds to the log odds (or to the amount) of a model whose network is a sum over columns: an exact reading of the model,
/// not an estimate. Terms are centred: the mean of each over the rows given is 0, and the intercept is their sum.
/// </summary>
/// <remarks>
/// Intercept and terms add up to the log odds of the score before calibration, in single precision: to about 1e-6. They read the weights of
/// the model, which must not be freed before them.
/// </remarks>
public sealed class AdditiveTerms : IDisposable
{
    readonly FittedFeatures features;
    readonly Predictor terms;
    readonly int[] order;
    readonly double[] means;

    AdditiveTerms(FittedFeatures features, TrainedNet net)
    {
        this.features = features;
        // What the last layer adds is what the layers before it give.
        Net before = Net.Create(net.Net.Layers.Span[..^1]);
        terms = new Predictor((builder, rows, offset) => Compilation.Prediction(before, Loss.SquaredError, builder, rows,
            Shape.Rows(features.Width), offset), net.Input, net.Weights);
        order = Order(net.Net, features.Width);
        means = new double[features.Encoders.Length];
        Bias = net.Parameters.First(each => each.Key.EndsWith(".bias", StringComparison.Ordinal) && each.Value.Length == 1
            && each.Key.StartsWith(net.Net.Layers[^1].Name ?? net.Net.Layers[^1].Kind, StringComparison.Ordinal)).Value[0];
    }

    /// <summary>The columns, in the order of the terms.</summary>
    public ImmutableArray<string> Columns => [.. features.Encoders.Select(encoder => encoder.Column)];

    /// <summary>The log odds (or amount) of the average row.</summary>
    public double Intercept => Bias + means.Sum();

    internal FittedFeatures Features => features;

    double Bias { get; }

    /// <summary>The terms of a model, centred over rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows that it learned from; terms are centred over these.</param>
    /// <returns>Null where the model is no single sum over columns.</returns>
    public static AdditiveTerms? Of(Model model, Table rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        if (model.Network != "additive" || model.Nets is not [var net] || net.Net.Layers is not { Count: > 1 } layers
            || layers[^1] is not SumFeatures) return null;
        var found = new AdditiveTerms(model.Features, net);
        double[] own = found.Of(rows);
        for (int i = 0; i < own.Length; i++) found.means[i % found.means.Length] += own[i] / rows.RowCount;
        return found;
    }

    /// <summary>The centred terms, row after row: rows · columns.</summary>
    /// <exception cref="FlorinException">As <see cref="Model.Score(Table, int)"/>.</exception>
    public double[] Of(Table table) => Of(features.Encode(table));

    /// <summary>Frees native memory; the model's stays.</summary>
    public void Dispose() => terms.Dispose();

    internal double[] Of(EncodedRows rows)
    {
        int columns = means.Length;
        float[] each = Inputs(rows);
        double[] sums = new double[rows.Count * columns];
        int[] column = [.. features.Encoders.SelectMany((encoder, i) => Enumerable.Repeat(i, encoder.Outputs.Length))];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int at = 0; at < order.Length; at++) sums[row * columns + column[order[at]]] += each[row * order.Length + at];
            for (int i = 0; i < columns; i++) sums[row * columns + i] -= means[i];
        }

        return sums;
    }

    /// <summary>What each input adds, in the order of the net.</summary>
    unsafe float[] Inputs(EncodedRows rows)
    {
        float[] each = new float[rows.Numbers.Length];
        fixed (float* target = each) terms.Run(rows.Numbers, rows.Count, target, 1);
        return each;
    }

    /// <summary>The input of each number that the net adds.</summary>
    static int[] Order(Net net, int width) => net.Layers[0] is Branches { Lists: var lists }
        ? [.. lists.SelectMany(list => ((SelectFeatures)list[0]).Places)]
        : [.. Enumerable.Range(0, width)];
}

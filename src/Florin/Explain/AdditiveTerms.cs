namespace Florin;

using System.Collections.Immutable;
using Florin.Explain;
using Florin.Graph;

/// <summary>
/// What each column, and each pair of columns, adds to the log odds (or to the amount) of a model whose network is a sum over columns: an
/// exact reading of the model, not an estimate. Terms are centred: the mean of each over the rows given is 0, and the intercept is their
/// sum. What a pair owes to one of its columns alone, over these rows, stands in the column's term: around every amount or level of either
/// column the mean of the pair's term is 0.
/// </summary>
/// <remarks>
/// Intercept and terms add up to the log odds of the score before calibration, in single precision: to about 1e-6. They read the weights of
/// the model, which must not be freed before them.
/// </remarks>
public sealed class AdditiveTerms : IDisposable
{
    const int Knots = 17;

    readonly FittedFeatures features;
    readonly Predictor terms;
    readonly int[] order;
    readonly int[] column;
    readonly double[] means;
    readonly Interaction[] pairs = [];

    AdditiveTerms(FittedFeatures features, TrainedNet net)
    {
        this.features = features;
        Layer[][] lists = net.Net.Layers[0] is Branches { Lists: var all } ? [.. all.Select(list => list.ToArray())] : [];
        // The small net of a pair joins its inputs; the others give a number for each input.
        ILookup<bool, EquatableArray<int>> parts = lists.ToLookup(list => Array.Exists(list, layer => layer is Dense or MonotoneDense),
            list => ((SelectFeatures)list[0]).Places);
        order = lists.Length == 0 ? [.. Enumerable.Range(0, features.Width)] : [.. parts[false].SelectMany(places => places)];
        column = [.. features.Encoders.SelectMany((encoder, i) => Enumerable.Repeat(i, encoder.Outputs.Length))];
        pairs = [.. parts[true].Select(places => new Interaction(column[places[0]], column[places[^1]]))];
        means = new double[Count];
        // What the last layer adds is what the layers before it give.
        Net before = Net.Create(net.Net.Layers.Span[..^1]);
        terms = new Predictor((builder, rows, offset) => Compilation.Prediction(before, Loss.SquaredError, builder, rows,
            Shape.Rows(order.Length + pairs.Length), offset), net.Input, net.Weights);
        Bias = net.Parameters.First(each => each.Key.EndsWith(".bias", StringComparison.Ordinal) && each.Value.Length == 1
            && each.Key.StartsWith(net.Net.Layers[^1].Name ?? net.Net.Layers[^1].Kind, StringComparison.Ordinal)).Value[0];
    }

    /// <summary>The columns, in the order of the terms.</summary>
    public ImmutableArray<string> Columns => [.. features.Encoders.Select(encoder => encoder.Column)];

    /// <summary>The pairs of columns, whose terms stand after those of the columns.</summary>
    public ImmutableArray<ColumnPair> Pairs => [.. pairs.Select(pair => new ColumnPair(Columns[pair.First], Columns[pair.Second]))];

    /// <summary>Terms of a row.</summary>
    public int Count => features.Encoders.Length + pairs.Length;

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
        found.Learn(model.Features.Encode(rows));
        return found;
    }

    /// <summary>The centred terms, row after row: rows · <see cref="Count"/>.</summary>
    /// <exception cref="FlorinException">As <see cref="Model.Score(Table, int)"/>.</exception>
    public double[] Of(Table table) => Of(features.Encode(table));

    /// <summary>Frees native memory; the model's stays.</summary>
    public void Dispose() => terms.Dispose();

    internal double[] Of(EncodedRows rows)
    {
        float[] each = Inputs(rows);
        double[] sums = new double[rows.Count * Count];
        for (int row = 0; row < rows.Count; row++)
        {
            Span<double> own = sums.AsSpan(row * Count, Count);
            ReadOnlySpan<float> added = each.AsSpan(row * (order.Length + pairs.Length), order.Length + pairs.Length);
            for (int at = 0; at < order.Length; at++) own[column[order[at]]] += added[at];
            for (int i = 0; i < pairs.Length; i++) pairs[i].Split(rows, row, added[order.Length + i], own, ^(pairs.Length - i));
            for (int i = 0; i < own.Length; i++) own[i] -= means[i];
        }

        return sums;
    }

    /// <summary>What pairs owe to single columns, then the means, over the rows given.</summary>
    void Learn(EncodedRows rows)
    {
        float[] each = pairs.Length == 0 ? [] : Inputs(rows);
        for (int i = 0; i < pairs.Length; i++)
            pairs[i].Learn(features, rows, row => each[(row + 1) * (order.Length + pairs.Length) - pairs.Length + i]);
        double[] own = Of(rows);
        for (int i = 0; i < own.Length; i++) means[i % Count] += own[i] / rows.Count;
    }

    /// <summary>What each input adds, in the order of the net, then each pair.</summary>
    unsafe float[] Inputs(EncodedRows rows)
    {
        float[] each = new float[rows.Count * (order.Length + pairs.Length)];
        fixed (float* target = each) terms.Run(rows.Numbers, rows.Count, target, 1);
        return each;
    }

    /// <summary>Two columns with a small net of their own.</summary>
    sealed class Interaction(int first, int second)
    {
        ColumnBasis[] bases = [];
        Purification? owed;

        public int First => first;

        public int Second => second;

        public void Learn(FittedFeatures features, EncodedRows rows, Func<int, double> value)
        {
            bases = [ColumnBasis.Of(features, first, rows, Knots), ColumnBasis.Of(features, second, rows, Knots)];
            owed = Purification.Of(bases[0].Size, bases[1].Size, [.. Enumerable.Range(0, rows.Count)
                .Select(row => new PairPoint(bases[0].Of(rows, row), bases[1].Of(rows, row), 1, value(row)))]);
        }

        /// <summary>Gives each column what is its own, and the rest to the pair's term.</summary>
        public void Split(EncodedRows rows, int row, double value, Span<double> terms, Index own)
        {
            double one = owed!.First(bases[0].Of(rows, row)), other = owed.Second(bases[1].Of(rows, row));
            terms[first] += one;
            terms[second] += other;
            terms[own] = value - one - other;
        }
    }
}

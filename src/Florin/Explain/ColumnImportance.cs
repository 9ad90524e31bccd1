namespace Florin;

using System.Collections.Immutable;

/// <summary>How much a model needs a column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Drop">How much worse the primary metric (<see cref="ModelEvaluation.Primary"/>) is, on average, when the column's cells are
/// shuffled between the rows.</param>
/// <param name="Low">The smallest loss among the shuffles.</param>
/// <param name="High">The largest.</param>
public sealed record ColumnImportance(string Column, double Drop, double Low, double High)
{
    const uint Node = 0x1A9;

    /// <summary>
    /// Permutation importance (Breiman 2001) of every column a model reads, the most important first. Columns that say the same share their
    /// importance.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="table">Rows it was not trained on.</param>
    /// <param name="labels">Row by row, as the target gives them.</param>
    /// <param name="seed">Keys the shuffles.</param>
    /// <param name="repeats">Shuffles of each column. Default 3.</param>
    /// <param name="threads">Threads that score; the numbers do not depend on it.</param>
    /// <param name="cancellation">Checked before each shuffle.</param>
    public static ImmutableArray<ColumnImportance> Of(Model model, Table table, double[] labels, ulong seed, int repeats = 3,
        int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(labels);
        return Of(model, table, new JudgedRows(model.Target, [], labels, Exposures: model.Target.ExposuresOf(table)), seed,
            repeats, threads, cancellation);
    }

    /// <summary>The same of rows with weights.</summary>
    /// <inheritdoc cref="Of(Model, Table, double[], ulong, int, int, CancellationToken)"/>
    /// <param name="model">The model.</param>
    /// <param name="table">Rows it was not trained on.</param>
    /// <param name="judged">Labels, weights and exposures of the rows; scores are not read.</param>
    /// <param name="seed">Keys the shuffles.</param>
    /// <param name="repeats">Shuffles of each column.</param>
    /// <param name="threads">Threads that score.</param>
    /// <param name="cancellation">Checked before each shuffle.</param>
    internal static ImmutableArray<ColumnImportance> Of(Model model, Table table, JudgedRows judged, ulong seed, int repeats, int threads,
        CancellationToken cancellation)
    {
        EncodedRows rows = model.Features.Encode(table);
        double whole = Value(model, rows, judged, threads);
        float[] kept = [.. rows.Numbers];
        var found = ImmutableArray.CreateBuilder<ColumnImportance>();
        foreach (ColumnEncoder encoder in model.Features.Encoders)
        {
            (int first, int count) = model.Features.InputsOf(encoder.Column);
            double[] drops = new double[repeats];
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                cancellation.ThrowIfCancellationRequested();
                int[] order = Shuffled(rows.Count, seed, (uint)repeat);
                for (int row = 0; row < order.Length; row++)
                    Array.Copy(kept, order[row] * rows.Width + first, rows.Numbers, row * rows.Width + first, count);
                drops[repeat] = whole - Value(model, rows, judged, threads);
            }

            kept.CopyTo(rows.Numbers, 0);
            found.Add(new ColumnImportance(encoder.Column, drops.Average(), drops.Min(), drops.Max()));
        }

        return [.. found.OrderByDescending(importance => importance.Drop).ThenBy(importance => importance.Column,
            StringComparer.Ordinal)];
    }

    /// <summary>The primary metric, less being worse.</summary>
    static double Value(Model model, EncodedRows rows, JudgedRows judged, int threads)
    {
        double[] scores = model.Score(rows, threads);
        for (int row = 0; row < scores.Length && judged.Exposures is not null; row++) scores[row] *= judged.Exposures[row];
        double? value = ModelEvaluation.PrimaryOf(judged with { Scores = scores });
        return ModelEvaluation.IsLoss(ModelEvaluation.Primary(model.Target)) ? -(value ?? 0) : value ?? 0.5;
    }

    static int[] Shuffled(int count, ulong seed, uint repeat)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        Kernels.Philox.Shuffle(order, seed, repeat, 0, Node);
        return order;
    }
}

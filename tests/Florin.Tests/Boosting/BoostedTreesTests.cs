namespace Florin.Tests.Boosting;

using System.Collections.Immutable;

public class BoostedTreesTests
{
    const int Rows = 9000, Columns = 11;

    /// <summary>Level by level, all rows, all columns.</summary>
    internal static readonly BoostingOptions Small = new()
    {
        Trees = 12,
        LearningRate = 0.1,
        MaximumDepth = 4,
        MaximumLeaves = 0,
        RowSample = 1,
        ColumnSample = 1,
        Seed = 3,
    };

    static readonly string[] Names = [.. Enumerable.Range(0, Columns).Select(column => $"x{column}")];

    public static TheoryData<BoostingOptions> Ways => new()
    {
        Small,
        Small with { Loss = BoostingLoss.Softmax, Classes = 3, Trees = 4 },
        Small with { Loss = BoostingLoss.Poisson, RowSample = 0.7, ColumnSample = 0.5 },
        Small with { Loss = BoostingLoss.SquaredError, MaximumLeaves = 9, MaximumDepth = 10, L1 = 0.5 },
    };

    /// <summary>More rows than a chunk and more columns than a group, so that work is really shared.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public void Threads_do_not_change_a_bit(BoostingOptions options)
    {
        BoostingRows rows = Data(options.Loss, 40_000);
        BoostedTrees one = (options with { Threads = 1 }).Fit(rows, rows);
        double[] expected = one.Predict(rows);
        foreach (int threads in (int[])[2, 7])
        {
            BoostedTrees other = (options with { Threads = threads }).Fit(rows, rows);
            Assert.Equal(expected, other.Predict(rows, threads));
            Assert.Equal(one.History, other.History);
        }
    }

    [Fact]
    public void A_row_has_the_same_bits_alone()
    {
        BoostingRows rows = Data(BoostingLoss.BinaryLogistic);
        BoostedTrees trees = Small.Fit(rows);
        double[] all = trees.Predict(rows);
        for (int row = 0; row < 9; row++)
        {
            float[] alone = rows.Values[(row * Columns)..((row + 1) * Columns)];
            Assert.Equal(all[row], trees.Predict(rows with { Values = alone, Target = null })[0]);
        }
    }

    /// <summary>A weight of 2 is two rows, a weight of 0 is none.</summary>
    [Fact]
    public void Weights_count_rows()
    {
        BoostingRows rows = Data(BoostingLoss.BinaryLogistic, 300);
        double[] weight = [.. Enumerable.Range(0, 300).Select(row => row % 3)];
        int[] repeated = [.. Enumerable.Range(0, 300).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        BoostingRows copies = new()
        {
            Values = [.. repeated.SelectMany(row => rows.Values[(row * Columns)..((row + 1) * Columns)])],
            Columns = Columns,
            Target = [.. repeated.Select(row => rows.Target![row])],
        };
        // Bins are of the rows as they come, so both must be so few that every value has its own.
        double[] weighted = Small.Fit(Coarse(rows) with { Weight = weight }).Predict(rows);
        double[] counted = Small.Fit(Coarse(copies)).Predict(rows);
        for (int row = 0; row < 300; row++) Assert.Equal(counted[row], weighted[row], 1e-6);
    }

    [Theory]
    [InlineData(BoostingLoss.BinaryLogistic)]
    [InlineData(BoostingLoss.SquaredError)]
    [InlineData(BoostingLoss.Poisson)]
    public void Monotone_columns_only_rise_or_fall(BoostingLoss loss)
    {
        BoostingRows rows = Data(loss);
        var options = Small with
        {
            Loss = loss,
            Trees = 40,
            Monotone = ImmutableDictionary<string, int>.Empty.Add("x0", 1).Add("x1", -1)
        };
        BoostedTrees held = options.Fit(rows), free = (options with { Monotone = options.Monotone.Clear() }).Fit(rows);
        var random = new Random(1);
        int broken = 0;
        for (int pair = 0; pair < 2000; pair++)
        {
            int row = random.Next(Rows);
            float[] low = rows.Values[(row * Columns)..((row + 1) * Columns)], high = [.. low];
            int column = pair % 2;
            float one = random.NextSingle() * 4 - 2, two = random.NextSingle() * 4 - 2;
            (low[column], high[column]) = (Math.Min(one, two), Math.Max(one, two));
            BoostingRows both = new() { Values = [.. low, .. high], Columns = Columns };
            double sign = column == 0 ? 1 : -1;
            double[] p = held.Predict(both), q = free.Predict(both);
            Assert.True(sign * (p[1] - p[0]) >= 0, $"x{column} from {low[column]} to {high[column]}: {p[0]} to {p[1]}");
            if (sign * (q[1] - q[0]) < 0) broken++;
        }

        Assert.True(broken > 20, "without constraints the same pairs break them");
    }

    /// <summary>A column of which only the absence tells something.</summary>
    [Fact]
    public void Missing_values_go_where_they_lose_least()
    {
        float[] values = [.. Enumerable.Range(0, 400).Select(row => row % 2 == 0 ? float.NaN : row % 7)];
        double[] target = [.. Enumerable.Range(0, 400).Select(row => row % 2 == 0 ? 5.0 : row % 7)];
        BoostingRows rows = new() { Values = values, Columns = 1, Target = target };
        double[] found = (Small with { Loss = BoostingLoss.SquaredError, L2 = 0, LearningRate = 1 }).Fit(rows)
            .Predict(rows);
        for (int row = 0; row < 400; row++) Assert.Equal(rows.Target[row], found[row], 1e-5);
    }

    [Fact]
    public void Columns_that_tell_nothing_change_nothing()
    {
        BoostingRows rows = Data(BoostingLoss.SquaredError, 500);
        float[] wide = [.. Enumerable.Range(0, 500).SelectMany(row =>
            (float[])[float.NaN, .. rows.Values[(row * Columns)..((row + 1) * Columns)], 7])];
        BoostingOptions options = Small with { Loss = BoostingLoss.SquaredError };
        BoostingRows other = rows with { Values = wide, Columns = Columns + 2, Names = [] };
        Assert.Equal(options.Fit(rows).Predict(rows), options.Fit(other).Predict(other));
    }

    [Fact]
    public void Fitting_stops_when_the_validation_loss_does()
    {
        BoostingRows train = Data(BoostingLoss.BinaryLogistic, 400), held = Data(BoostingLoss.BinaryLogistic, 400, 77);
        BoostedTrees trees = (Small with { Trees = 1000, LearningRate = 0.5, Patience = 5 }).Fit(train, held);
        BoostingRound best = trees.History.MinBy(round => round.ValidationLoss)!;
        Assert.Equal(best.Number, trees.Rounds);
        Assert.Equal(best.Number + 5, trees.History.Length);
        double loss = BinaryMetrics.LogLoss(new BinaryRows(trees.Predict(held), held.Target!))!.Value;
        Assert.Equal(loss, best.ValidationLoss!.Value, 1e-9);
    }

    [Fact]
    public void A_fit_can_be_cancelled_and_tells_where_it_is()
    {
        BoostingRows rows = Data(BoostingLoss.BinaryLogistic, 400);
        using var source = new CancellationTokenSource();
        List<int> seen = [];
        var progress = new Each(round =>
        {
            seen.Add(round.Number);
            if (round.Number == 3) source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => Small.Fit(rows, progress: progress, cancellation: source.Token));
        Assert.Equal([1, 2, 3], seen);
    }

    [Fact]
    public void Many_threads_share_fitted_trees()
    {
        BoostingRows rows = Data(BoostingLoss.BinaryLogistic);
        BoostedTrees trees = Small.Fit(rows);
        double[] expected = trees.Predict(rows);
        Parallel.For(0, 8, i => Assert.Equal(expected, trees.Predict(rows, i % 3 + 1)));
    }

    internal static BoostingRows Data(BoostingLoss loss, int rows = Rows, int seed = 5)
    {
        var random = new Random(seed);
        float[] values = new float[rows * Columns];
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            Span<float> x = values.AsSpan(row * Columns, Columns);
            for (int column = 0; column < Columns; column++)
                x[column] = random.NextDouble() < 0.05 ? float.NaN : (float)(random.NextDouble() * 4 - 2);
            double Value(float number) => float.IsNaN(number) ? 0.7 : number;
            double signal = Math.Sin(3 * Value(x[0])) + 0.3 * Value(x[0]) - Value(x[1]) * Value(x[2]) - 0.2 * Value(x[1]);
            double u = random.NextDouble();
            target[row] = loss switch
            {
                BoostingLoss.BinaryLogistic => u < 1 / (1 + Math.Exp(-signal)) ? 1 : 0,
                BoostingLoss.SquaredError => signal + u,
                BoostingLoss.Softmax => signal + 2 * u < 0 ? 0 : u < 0.6 ? 1 : 2,
                _ => Math.Floor(3 * u * Math.Exp(signal / 2)),
            };
        }

        return new BoostingRows { Values = values, Columns = Columns, Names = Names, Target = target };
    }

    static BoostingRows Coarse(BoostingRows rows) => rows with { Values = [.. rows.Values.Select(value => MathF.Round(value * 4) / 4)] };

    sealed class Each(Action<BoostingRound> action) : IProgress<BoostingRound>
    {
        public void Report(BoostingRound value) => action(value);
    }
}

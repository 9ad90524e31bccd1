namespace Florin.Tests.Metrics;

using System.Collections.Immutable;
using System.Text.Json;

/// <summary>Curves hold what the metrics say, and few points keep their shape.</summary>
public class CurveTests
{
    [Theory]
    [InlineData("random")]
    [InlineData("ties")]
    [InlineData("weights")]
    [InlineData("tiesWithWeightsOfZero")]
    [InlineData("inverted")]
    public void Curves_of_few_rows_are_whole(string name)
    {
        JsonElement test = MetricCases.Of("binary", name);
        BinaryRows rows = MetricCases.Rows(test);
        RocCurve roc = BinaryCurves.Roc(rows)!;
        MetricCases.Near(test, "auc", Area(roc.FalsePositiveRate, roc.TruePositiveRate));
        KsCurve ks = BinaryCurves.Ks(rows)!;
        MetricCases.Near(test, "ks", ks.Ks);
        MetricCases.Near(test, "ks", Math.Abs(ks.Positives[ks.At] - ks.Negatives[ks.At]));
        Assert.Equal(1, ks.Positives[^1], 1e-12);
        GainsCurve gains = BinaryCurves.Gains(rows)!; // its area follows from AUC: captured is b marked positives + (1 - b) marked others
        double rate = rows.BaseRate!.Value;
        Assert.Equal(rate / 2 + (1 - rate) * BinaryMetrics.Auc(rows)!.Value, Area(gains.Marked, gains.Captured), 1e-12);
        ImmutableArray<LiftBin> lift = BinaryCurves.Lift(rows);
        Assert.Equal(1, lift[^1].Captured, 1e-12);
        Assert.Equal(rows.Rows - Zeros(test), lift.Sum(bin => bin.Rows));
        Assert.All(lift, bin => Assert.Equal(bin.Rate / rate, bin.Lift, 1e-12));
        ScoreHistogram histogram = BinaryCurves.Histogram(rows, 10)!;
        Assert.Equal((1.0, 1.0), (histogram.Positives.Sum(), histogram.Negatives.Sum()), (a, b) =>
            Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-12);
    }

    [Fact]
    public void Precision_over_recall_has_sklearns_area()
    {
        JsonElement test = MetricCases.Of("binary", "random");
        PrecisionRecallCurve curve = BinaryCurves.PrecisionRecall(MetricCases.Rows(test))!;
        double sum = curve.Recall[0] * curve.Precision[0];
        for (int i = 1; i < curve.Recall.Length; i++) sum += (curve.Recall[i] - curve.Recall[i - 1]) * curve.Precision[i];
        // Points on a straight piece are left out; precision there is linear in recall only where recall stands still.
        MetricCases.Near(test, "averagePrecision", sum, 1e-12);
    }

    [Fact]
    public void Reliability_is_what_was_said_and_what_happened()
    {
        JsonElement test = MetricCases.Of("binary", "random");
        BinaryRows rows = MetricCases.Rows(test);
        ImmutableArray<ReliabilityBin> bins = BinaryCurves.Reliability(rows);
        Assert.Equal(Enumerable.Repeat(20, 10), bins.Select(bin => bin.Rows));
        MetricCases.Near(test, "eceMass", bins.Sum(bin => bin.Rows * Math.Abs(bin.Score - bin.Rate)) / rows.Rows);
        Assert.All(bins, bin => Assert.True(bin.Low <= bin.Rate && bin.Rate <= bin.High));
        // Wilson's interval of 0 in n is [0, z² / (n + z²)].
        ReliabilityBin none = BinaryCurves.Reliability(new BinaryRows([.1, .1, .1, .1], [0, 0, 0, 0]), 1)[0];
        Assert.Equal((0, 0.0), (none.Low, none.Rate));
        Assert.Equal(3.841458820694124 / 7.841458820694124, none.High, 1e-12);
        Assert.Empty(BinaryCurves.Reliability(new BinaryRows([], [])));
    }

    [Fact]
    public void Many_points_are_thinned_without_a_change_of_shape()
    {
        var random = new Random(4);
        double[] p = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        double[] y = [.. p.Select(value => random.NextDouble() < value * value ? 1.0 : 0)];
        var rows = new BinaryRows(p, y);
        RocCurve roc = BinaryCurves.Roc(rows)!;
        KsCurve ks = BinaryCurves.Ks(rows)!;
        GainsCurve gains = BinaryCurves.Gains(rows)!;
        PrecisionRecallCurve precision = BinaryCurves.PrecisionRecall(rows)!;
        Assert.All([roc.Threshold.Length, ks.Score.Length, gains.Marked.Length, precision.Recall.Length], n => Assert.InRange(n, 50, 400));
        Assert.Equal(BinaryMetrics.Auc(rows)!.Value, Area(roc.FalsePositiveRate, roc.TruePositiveRate), 2e-4);
        Assert.Equal(BinaryMetrics.Ks(rows)!.Value, Math.Abs(ks.Positives[ks.At] - ks.Negatives[ks.At]), 1e-12);
        // y = 1 with probability p²: P(score ≤ s | 1) = s³, P(score ≤ s | 0) = (3 s - s³) / 2.
        for (int i = 0; i < ks.Score.Length; i++)
        {
            double s = ks.Score[i];
            Assert.Equal(s * s * s, ks.Positives[i], 0.012);
            Assert.Equal((3 * s - s * s * s) / 2, ks.Negatives[i], 0.012);
        }

        // Every point of the whole curve lies near the thin one.
        for (int i = 0, piece = 0; i < p.Length; i += 100)
        {
            double s = rows.Scores[p.Length - 1 - i];
            while (piece < ks.Score.Length - 2 && ks.Score[piece + 1] < s) piece++;
            double share = (s - ks.Score[piece]) / (ks.Score[piece + 1] - ks.Score[piece]);
            double thin = ks.Positives[piece] + share * (ks.Positives[piece + 1] - ks.Positives[piece]);
            double whole = Enumerable.Range(p.Length - 1 - i, i + 1).Sum(row => rows.Labels[row]) / rows.Positives;
            Assert.Equal(whole, thin, 2e-3);
        }
    }

    [Fact]
    public void Undefined_curves_are_null()
    {
        var one = new BinaryRows([.1, .7], [1, 1]);
        Assert.Null(BinaryCurves.Roc(one));
        Assert.Null(BinaryCurves.Ks(one));
        Assert.NotNull(BinaryCurves.PrecisionRecall(one));
        Assert.Empty(BinaryCurves.Histogram(one)!.Negatives);
        var none = new BinaryRows([], []);
        Assert.Null(BinaryCurves.PrecisionRecall(none));
        Assert.Null(BinaryCurves.Gains(none));
        Assert.Null(BinaryCurves.Histogram(none));
        Assert.Empty(BinaryCurves.Lift(none));
        KsCurve equal = BinaryCurves.Ks(new BinaryRows([.5, .5], [0, 1]))!;
        Assert.Equal((0.0, 1), (equal.Ks, equal.Score.Length));
    }

    static double Zeros(JsonElement test) => MetricCases.Column(test, "weights").Count(weight => weight == 0);

    static double Area(ImmutableArray<double> x, ImmutableArray<double> y) =>
        Enumerable.Range(1, x.Length - 1).Sum(i => (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2);
}

namespace Florin.Tests.Metrics;

using System.Text.Json;

/// <summary>Metrics against scikit-learn, on random and degenerate rows.</summary>
public class MetricReferenceTests
{
    public static IEnumerable<TheoryDataRow<string>> Binary => MetricCases.Names("binary");

    public static IEnumerable<TheoryDataRow<string>> Classes => MetricCases.Names("classes");

    public static IEnumerable<TheoryDataRow<string>> Numbers => MetricCases.Names("numbers");

    public static IEnumerable<TheoryDataRow<string>> Lorenzes => MetricCases.Names("lorenz");

    [Theory]
    [MemberData(nameof(Binary))]
    public void Two_classes(string name)
    {
        JsonElement test = MetricCases.Of("binary", name);
        BinaryRows rows = MetricCases.Rows(test);
        foreach ((string metric, double? found) in new[]
        {
            ("auc", BinaryMetrics.Auc(rows)), ("ks", BinaryMetrics.Ks(rows)), ("averagePrecision", BinaryMetrics.AveragePrecision(rows)),
            ("brier", BinaryMetrics.Brier(rows)), ("brierSkill", BinaryMetrics.BrierSkill(rows)),
            ("logLoss", BinaryMetrics.LogLoss(rows)), ("recallAtFpr01", BinaryMetrics.RecallAtFpr(rows)),
            ("recallAtFpr20", BinaryMetrics.RecallAtFpr(rows, 0.2)), ("eceWidth", BinaryMetrics.Ece(rows, binning: Binning.EqualWidth)),
            ("accuracy", BinaryMetrics.Accuracy(rows)), ("precision", BinaryMetrics.Precision(rows)),
            ("recall", BinaryMetrics.Recall(rows)), ("f1", BinaryMetrics.F1(rows)), ("macroF1", BinaryMetrics.MacroF1(rows)),
        }) MetricCases.Near(test, metric, found);
        if (test.GetProperty("expected").TryGetProperty("eceMass", out _)) MetricCases.Near(test, "eceMass", BinaryMetrics.Ece(rows));
        Assert.Equal(2 * BinaryMetrics.Auc(rows) - 1, BinaryMetrics.Gini(rows));
        Assert.Equal(BinaryMetrics.Auc(rows), BinaryMetrics.Auc(MetricCases.Column(test, "scores"),
            MetricCases.Column(test, "targets"), MetricCases.Column(test, "weights")));
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Many_classes(string name)
    {
        JsonElement test = MetricCases.Of("classes", name);
        (double[] scores, double[] weights) = (MetricCases.Column(test, "scores"), MetricCases.Column(test, "weights"));
        (int[] targets, int classes) = (MetricCases.Whole(test, "targets"), test.GetProperty("classes").GetInt32());
        MetricCases.Near(test, "accuracy", ClassMetrics.Accuracy(scores, classes, targets, weights));
        MetricCases.Near(test, "macroF1", ClassMetrics.MacroF1(scores, classes, targets, weights));
        MetricCases.Near(test, "logLoss", ClassMetrics.LogLoss(scores, classes, targets, weights));
        MetricCases.Near(test, "macroAuc", ClassMetrics.MacroAuc(scores, classes, targets, weights));
        Assert.Null(ClassMetrics.Accuracy([], classes, []));
        Assert.Null(ClassMetrics.MacroF1([], classes, []));
        Assert.Null(ClassMetrics.LogLoss([], classes, []));
        Assert.Null(ClassMetrics.MacroAuc([0.2, 0.8], 2, [1]));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Numbers_and_counts(string name)
    {
        JsonElement test = MetricCases.Of("numbers", name);
        (double[] p, double[] y, double[] w) =
            (MetricCases.Column(test, "scores"), MetricCases.Column(test, "targets"), MetricCases.Column(test, "weights"));
        MetricCases.Near(test, "mse", NumberMetrics.Mse(p, y, w));
        MetricCases.Near(test, "rmse", NumberMetrics.Rmse(p, y, w));
        MetricCases.Near(test, "mae", NumberMetrics.Mae(p, y, w));
        MetricCases.Near(test, "rSquared", NumberMetrics.RSquared(p, y, w));
        MetricCases.Near(test, "pinball10", NumberMetrics.Pinball(p, y, 0.1, w));
        MetricCases.Near(test, "poissonDeviance", NumberMetrics.PoissonDeviance(p, y, w));
        MetricCases.Near(test, "tweedieDeviance15", NumberMetrics.TweedieDeviance(p, y, 1.5, w), 1e-11);
        MetricCases.Near(test, "tweedieDeviance19", NumberMetrics.TweedieDeviance(p, y, 1.9, w), 1e-11);
        if (y.All(value => value > 0)) MetricCases.Near(test, "gammaDeviance", NumberMetrics.GammaDeviance(p, y, w));
        else MetricCases.Refused("FLR0606", () => NumberMetrics.GammaDeviance(p, y, w));
    }

    [Theory]
    [MemberData(nameof(Lorenzes))]
    public void Claims_over_exposure(string name)
    {
        JsonElement test = MetricCases.Of("lorenz", name);
        (double[] rates, double[] claims, double[] exposure) =
            (MetricCases.Column(test, "rates"), MetricCases.Column(test, "claims"), MetricCases.Column(test, "exposure"));
        LorenzCurve curve = Lorenz.Curve(rates, claims, exposure)!;
        MetricCases.Near(test, "gini", curve.Gini);
        MetricCases.Near(test, "normalized", curve.Normalized);
        MetricCases.Near(test, "poissonDeviance", NumberMetrics.PoissonDeviance(rates, claims, exposure: exposure));
        Assert.Equal((0, 0, 1, 1), (curve.Exposure[0], curve.Claims[0], curve.Exposure[^1], curve.Claims[^1]));
        Assert.Null(Lorenz.Gini(rates, new double[rates.Length], exposure));
    }

    [Fact]
    public void Gini_of_single_claims_follows_from_AUC()
    {
        JsonElement test = MetricCases.Of("binary", "ties");
        (double[] p, double[] y) = (MetricCases.Column(test, "scores"), MetricCases.Column(test, "targets"));
        Assert.Equal((1 - y.Average()) * BinaryMetrics.Gini(p, y)!.Value, Lorenz.Gini(p, y)!.Value, 1e-12);
    }

    [Fact]
    public void A_weight_counts_equal_rows()
    {
        JsonElement test = MetricCases.Of("binary", "tiesWithWeightsOfZero");
        (double[] p, double[] y, double[] w) =
            (MetricCases.Column(test, "scores"), MetricCases.Column(test, "targets"), MetricCases.Column(test, "weights"));
        int[] repeated = [.. Enumerable.Range(0, p.Length).SelectMany(row => Enumerable.Repeat(row, (int)w[row]))];
        var rows = new BinaryRows([.. repeated.Select(row => p[row])], [.. repeated.Select(row => y[row])]);
        var weighted = new BinaryRows(p, y, w);
        foreach (Func<BinaryRows, double?> metric in new Func<BinaryRows, double?>[]
        {
            BinaryMetrics.Auc, BinaryMetrics.Ks, BinaryMetrics.AveragePrecision, BinaryMetrics.Brier, r => BinaryMetrics.Ece(r),
            r => BinaryMetrics.LogLoss(r), r => CalibrationTests.HosmerLemeshow(r)!.Statistic,
            r => CalibrationTests.Spiegelhalter(r)!.Statistic, r => CalibrationTests.Line(r)!.Slope,
        }) Assert.Equal(metric(rows)!.Value, metric(weighted)!.Value, 1e-10);
    }

    [Fact]
    public void Bad_rows_are_named()
    {
        MetricCases.Refused("FLR0601", () => BinaryMetrics.Auc([0.1, 0.2], [1]));
        MetricCases.Refused("FLR0601", () => BinaryMetrics.Auc([0.1, 0.2], [1, 0], [1]));
        FlorinException error = MetricCases.Refused("FLR0602", () => BinaryMetrics.Auc([0.1, double.NaN, double.NaN], [1, 0, 1]));
        Assert.Equal(("scores, row 2", "NaN (and 1 more such rows)"), (error.Place, error.Found));
        MetricCases.Refused("FLR0602", () => NumberMetrics.Mse([1], [double.PositiveInfinity]));
        MetricCases.Refused("FLR0603", () => BinaryMetrics.Auc([0.1, 0.2], [1, 0], [1, -1]));
        MetricCases.Refused("FLR0604", () => BinaryMetrics.Auc([0.1, 0.2], [1, 2]));
        MetricCases.Refused("FLR0604", () => ClassMetrics.Accuracy([0.1, 0.9], 2, [2]));
        Assert.Equal("scores, row 2", MetricCases.Refused("FLR0605", () => BinaryMetrics.Brier([0.1, -3, 0.2], [1, 0, 1])).Place);
        MetricCases.Refused("FLR0605", () => ClassMetrics.LogLoss([0.1, 0.8], 2, [1]));
        MetricCases.Refused("FLR0606", () => NumberMetrics.PoissonDeviance([0, 1], [1, 1]));
        MetricCases.Refused("FLR0607", () => BinaryMetrics.Ece(new BinaryRows([0.1], [1]), bins: 0));
        MetricCases.Refused("FLR0607", () => NumberMetrics.Pinball([1], [1], 1));
        MetricCases.Refused("FLR0607", () => NumberMetrics.TweedieDeviance([1], [1], 2));
    }
}

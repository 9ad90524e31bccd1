namespace Florin.Finance.Tests.Credit;

using System.Text.Json;

/// <summary>Fractional logits, back-tests, ranks and workouts against R.</summary>
public sealed class ShareReferenceTests
{
    static readonly JsonElement File = ReferenceFile.Read("shares.json");

    static double[] Numbers(JsonElement from, string name) => ScorecardCases.Numbers(from, name);

    /// <summary>The net of one layer without a penalty is glm with a quasi-binomial family.</summary>
    [Theory]
    [InlineData("plain", null)]
    [InlineData("weighted", "weight")]
    public void A_net_of_one_layer_is_the_fractional_logit_of_glm(string fit, string? weight)
    {
        JsonElement file = File.GetProperty("logit"), glm = file.GetProperty(fit);
        Table rows = Table.From(new NumberColumn("x", Numbers(file, "x")), new NumberColumn("z", Numbers(file, "z")),
            CategoryColumn.From("kind", ScorecardCases.Texts(file, "kind")), new NumberColumn("weight", Numbers(file, "weight")),
            new NumberColumn("y", Numbers(file, "y")));
        if (weight is null) rows = rows.Without("weight");
        TrainRows all = Rows(rows, weight);
        var plan = new ModelPlan
        {
            Network = "logistic", WeightDecay = 0, Calibration = CalibrationMethod.None, Scaling = NumberScaling.Standard, Threads = 1,
        };
        using Model model = plan.Fit(new ShareTarget("y"), all, all);
        Table asked = Table.From(new NumberColumn("x", Numbers(file, "asked_x")), new NumberColumn("z", Numbers(file, "asked_z")),
            CategoryColumn.From("kind", ScorecardCases.Texts(file, "asked_kind")));
        ScorecardCases.Near(Numbers(glm, "fitted"), model.Score(asked), 2e-4);
        double[] scores = model.Score(rows), y = Numbers(file, "y"), w = weight is null ? [.. y.Select(_ => 1.0)] : Numbers(file, "weight");
        double deviance = scores.Select((score, row) => w[row] * UnitDeviance.Share(y[row], score)).Sum() / w.Sum();
        Assert.Equal(glm.GetProperty("deviance").GetDouble(), deviance, 1e-6);
        // A logistic link keeps the mean.
        Assert.Equal(glm.GetProperty("mean").GetDouble(), scores.Zip(w, (score, each) => score * each).Sum() / w.Sum(), 1e-4);
    }

    static TrainRows Rows(Table rows, string? weight)
    {
        int[] each = [.. Enumerable.Range(0, rows.RowCount)];
        string[] parts = [.. new[] { "learn", "stop", "judge" }.SelectMany(part => each.Select(_ => part))];
        Table three = rows.Rows([.. each, .. each, .. each]).With(CategoryColumn.From("part", parts));
        Schema schema = Schema.Of(three, new ColumnRoles { Target = "y", Weight = weight, Drop = ["part"] });
        return SplitTable.Of(three, schema, new ColumnSplit("part", "judge", "stop"), 1, new ShareTarget("y")).Train;
    }

    [Theory]
    [InlineData("few")]
    [InlineData("many")]
    [InlineData("cautious")]
    [InlineData("two")]
    public void The_back_test_is_the_paired_t_test_of_R(string name)
    {
        JsonElement file = File.GetProperty("tests").GetProperty(name);
        double[] realised = Numbers(file, "realised"), estimated = Numbers(file, "estimated");
        ShareTest found = ShareTest.Of(name, realised, estimated);
        Assert.Equal(file.GetProperty("t").GetDouble(), found.T!.Value, 1e-9);
        Assert.Equal(file.GetProperty("p").GetDouble(), found.PValue!.Value, 1e-9);
        // Equal weights change nothing, and a row of weight 0 is none.
        ShareTest heavy = ShareTest.Of(name, [.. realised, 1], [.. estimated, 0], [.. realised.Select(_ => 7.0), 0]);
        Assert.Equal(found.T!.Value, heavy.T!.Value, 1e-9);
        Assert.Equal((found.N, found.PValue!.Value), (heavy.N, Math.Round(heavy.PValue!.Value, 14)), Near);
    }

    static bool Near((int N, double P) one, (int N, double P) two) => one.N == two.N && Math.Abs(one.P - two.P) < 1e-9;

    [Fact]
    public void Tails_of_the_t_distribution_are_those_of_R()
    {
        JsonElement file = File.GetProperty("tails");
        double[] t = Numbers(file, "t"), df = Numbers(file, "df"), p = Numbers(file, "p");
        for (int i = 0; i < t.Length; i++) Assert.Equal(p[i], ShareTest.Tail(t[i], df[i]), 1e-10);
        Assert.Equal(p[11] / 1e-3, ShareTest.Tail(t[11], df[11]) / 1e-3, 1e-9);
    }

    [Fact]
    public void What_cannot_be_tested_is_said()
    {
        foreach (ShareTest test in new[]
        {
            ShareTest.Of("one", [0.4], [0.3]), ShareTest.Of("alike", [0.3, 0.5, 0.9], [0.2, 0.4, 0.8]), ShareTest.Of("none", [], []),
            ShareTest.Of("weightless", [0.3, 0.5], [0.2, 0.4], [0, 0]),
        })
        {
            Assert.Equal((null, null, "cannot be tested"), (test.T, test.PValue, test.Verdict(0.05)));
            Assert.Equal(test.N < 2, test.Low is null && test.High is null);
        }

        // An interval of shares does not leave them.
        Assert.Equal((0, 1), (ShareTest.Of("low", [0, 0, 0.1], [0, 0.1, 0]).Low, ShareTest.Of("high", [1, 1, 0.9], [1, 0.9, 1]).High));
        ScorecardCases.Refused("FLR0601", () => ShareTest.Of("", [0.1, 0.2], [0.1]));
        ScorecardCases.Refused("FLR0602", () => ShareTest.Of("", [0.1, double.NaN], [0.1, 0.2]));
    }

    /// <summary>Ties among scores and outcomes, weights of 0.</summary>
    [Fact]
    public void Ranks_are_those_of_all_pairs()
    {
        JsonElement file = File.GetProperty("ranks");
        double[] score = Numbers(file, "score"), outcome = Numbers(file, "outcome"), size = Numbers(file, "size");
        Assert.Equal(file.GetProperty("auc").GetDouble(), ShareMetrics.GeneralisedAuc(score, outcome)!.Value, 1e-12);
        Assert.Equal(file.GetProperty("weighted_auc").GetDouble(), ShareMetrics.GeneralisedAuc(score, outcome, size)!.Value, 1e-12);
        Assert.Equal(file.GetProperty("capture").GetDouble(), ShareMetrics.LossCapture(score, outcome)!.Value, 1e-12);
        Assert.Equal(file.GetProperty("weighted_capture").GetDouble(), ShareMetrics.LossCapture(score, outcome, size)!.Value, 1e-12);
        // What a study bootstraps is the same number.
        var rows = new JudgedRows(new ShareTarget("y"), score, outcome, size);
        IReadOnlyDictionary<string, MetricValue> study = StudyMetrics.Of(rows, 1, TestContext.Current.CancellationToken);
        Assert.Equal(file.GetProperty("weighted_auc").GetDouble(), study["generalisedAuc"].Value!.Value, 1e-12);
        Assert.Equal(file.GetProperty("weighted_capture").GetDouble(), study["lossCapture"].Value!.Value, 1e-12);
        Assert.Equal(ShareTest.Of("", outcome, score, size).Bias, study["bias"].Value!.Value, 1e-12);
        Assert.All(study.Values, value => Assert.True(value.Low < value.Value && value.Value < value.High));
    }

    [Fact]
    public void Ranks_without_an_order_are_said()
    {
        double[] outcomes = [0, 0.5, 1], alike = [0.3, 0.3, 0.3], right = [0.1, 0.2, 0.3];
        Assert.Equal((0.5, 0.0), (ShareMetrics.GeneralisedAuc(alike, outcomes), ShareMetrics.LossCapture(alike, outcomes)));
        Assert.Equal((1, 1), (ShareMetrics.GeneralisedAuc(right, outcomes), ShareMetrics.LossCapture(right, outcomes)));
        Assert.Null(ShareMetrics.GeneralisedAuc([0.1, 0.2], [0.4, 0.4]));
        Assert.Null(ShareMetrics.LossCapture([0.1, 0.2], [0.4, 0.4]));
        Assert.Null(ShareMetrics.LossCapture([0.1, 0.2], [0, 0]));
        // Of events it is the AUC.
        (double[] scores, double[] events) = ([0.2, 0.4, 0.4, 0.9], [0, 1, 0, 1]);
        Assert.Equal(BinaryMetrics.Auc(new BinaryRows(scores, events)), ShareMetrics.GeneralisedAuc(scores, events));
    }

    [Fact]
    public void The_deviance_of_a_share_is_that_of_R()
    {
        JsonElement file = File.GetProperty("deviances");
        double[] y = Numbers(file, "y"), mu = Numbers(file, "mu"), expected = Numbers(file, "deviance");
        for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], UnitDeviance.Share(y[i], mu[i]), 1e-10);
        Assert.Equal(0, UnitDeviance.Share(1, 1), 1e-12);
        Assert.True(double.IsFinite(UnitDeviance.Share(1, 0)));
    }

    [Fact]
    public void A_workout_is_discounted_flow_by_flow()
    {
        JsonElement file = File.GetProperty("flows"), cases = File.GetProperty("workouts");
        double[] years = Numbers(file, "years"), recovery = Numbers(file, "recovery"), cost = Numbers(file, "cost");
        WorkoutFlow[] flows = [.. years.Select((year, i) => new WorkoutFlow(year, recovery[i], cost[i]))];
        double[] ead = Numbers(cases, "ead"), rate = Numbers(cases, "rate"), lgd = Numbers(cases, "lgd");
        for (int i = 0; i < ead.Length; i++) Assert.Equal(lgd[i], WorkoutLgd.Of(ead[i], flows, rate[i]), 1e-12);
        Assert.Equal(1, WorkoutLgd.Of(500, [], 0.05));
        Assert.Equal(2, WorkoutFlow.At(new DateTime(2020, 1, 1), new DateTime(2021, 12, 31), 1).Years, 12);
        foreach (Func<double> wrong in (Func<double>[])[() => WorkoutLgd.Of(0, flows, 0.05), () => WorkoutLgd.Of(double.NaN, [], 0),
            () => WorkoutLgd.Of(1, flows, -1), () => WorkoutLgd.Of(1, [new(-1, 5)], 0), () => WorkoutLgd.Of(1, [new(1, -5)], 0)])
            ScorecardCases.Refused("FLR1568", () => wrong());
    }

    [Fact]
    public void A_line_that_is_drawn_has_no_factor()
    {
        Assert.Equal(0.25, CreditConversion.Factor(1000, 600, 700), 12);
        Assert.Equal(-0.5, CreditConversion.Factor(1000, 600, 400), 12);
        Assert.Equal(700, CreditConversion.Ead(1000, 600, 0.25), 9);
        Assert.Equal(1100, CreditConversion.Ead(1000, 1100, 0.25), 9);
        ScorecardCases.Refused("FLR1569", () => CreditConversion.Factor(1000, 951, 980));
        ScorecardCases.Refused("FLR1569", () => CreditConversion.Factor(1000, 1200, 1300));
        ScorecardCases.Refused("FLR1540", () => CreditConversion.Factor(0, 0, 10));
        ScorecardCases.Refused("FLR1540", () => CreditConversion.Factor(1000, 600, 700, 0));
        Table lines = Table.From(new NumberColumn("l", [1000, 1000, 500, double.NaN]), new NumberColumn("d", [600, 990, 100, 5]),
            new NumberColumn("e", [700, 995, 500, 5]));
        (Table kept, int left) = CreditConversion.AddFactors(lines, "l", "d", "e");
        Assert.Equal(2, left);
        Assert.Equal(["l", "d", "ccf"], kept.Names);
        Assert.Equal([0.25, 1], kept.Number("ccf").Values.ToArray());
        ScorecardCases.Refused("FLR1569", () => CreditConversion.AddFactors(lines.Rows([1, 3]), "l", "d", "e").Table);
    }
}

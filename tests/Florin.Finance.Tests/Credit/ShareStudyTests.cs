namespace Florin.Finance.Tests.Credit;

/// <summary>Studies of losses and conversion factors whose truth is known, counted again from their predictions.</summary>
public sealed class ShareStudyTests
{
    const int Rows = 4000;

    const string Losses = """
        recipe: credit/lgd
        data: {path: losses.csv, target: lgd, clip: true, id: loan_id}
        split: {kind: every, k: 4}
        network: {kind: tabm, units: 96}
        fit: {seed: 2, threads: 2}
        credit: {share: {ead: ead, pool: product, bands: [0.2, 0.4, 0.6]}}
        """;

    static readonly LossSample Sample = LossSimulator.Lgd(Rows, 8);

    static readonly Lazy<StudyResult> Result = new(() => StudyRun.Of(PlanFile.Parse(Losses), Sample.Table, new StudySource("", 0)));

    static double[] Numbers(string name) => Result.Value.Predictions.Number(name).Values.ToArray();

    static int[] Tested => [.. Enumerable.Range(0, Result.Value.Predictions.RowCount)
        .Where(row => Result.Value.Predictions["split"].TextAt(row) == "test")];

    [Fact]
    public void A_net_finds_the_planted_losses()
    {
        double[] score = Numbers("score"), row = Numbers("row"), target = Numbers("target");
        double mean = target.Average();
        double Error(Func<int, double> said) =>
            Math.Sqrt(Tested.Average(at => Math.Pow(said(at) - Sample.TrueShare[(int)row[at] - 1], 2)));
        (double net, double flat) = (Error(at => score[at]), Error(_ => mean));
        Assert.True(net < 0.06 && net < 0.3 * flat, $"{net:F4} {flat:F4}");
        Assert.All(score, each => Assert.InRange(each, 0, 1));
        Study study = Result.Value.Study;
        Assert.Equal((ModelTask.Share, "shareDeviance"), (study.Target.Kind, study.Metric));
        Assert.Equal(["fractional logit", "gradient boosting", "base rate for everyone"], study.Challengers.Select(each => each.Name));
        Assert.True(study.Test["shareDeviance"].High < study.Challengers[^1].Test["shareDeviance"].Low);
        // Steps and products are what a fractional logit misses.
        SplitTable split = Split(Sample.Table, "lgd", null);
        using Model logit = new ModelPlan { Network = "logistic", Threads = 1 }.Fit(split.Target, split.Train, split.Validation);
        double[] all = logit.Score(Sample.Table);
        double straight = Error(at => all[(int)row[at] - 1]);
        Assert.True(net < 0.9 * straight && straight < 0.4 * flat, $"{net:F4} {straight:F4} {flat:F4}");
        // What is best by the truth itself is within the intervals of what was measured.
        double[] truth = [.. Tested.Select(at => Sample.TrueShare[(int)row[at] - 1])], outcome = [.. Tested.Select(at => target[at])];
        MetricValue ranks = study.Test["generalisedAuc"];
        Assert.InRange(ShareMetrics.GeneralisedAuc(truth, outcome)!.Value, ranks.Low!.Value, ranks.High!.Value);
        Assert.InRange(truth.Average() - score.Where((_, at) => Tested.Contains(at)).Average(), -0.02, 0.02);
        Assert.InRange(study.Test["bias"].Low!.Value, -0.1, 0);
        Assert.InRange(study.Test["bias"].High!.Value, 0, 0.1);
    }

    [Fact]
    public void Bands_pools_and_amounts_are_counted_from_the_predictions()
    {
        ShareStudy shares = Result.Value.Study.Shares!;
        double[] score = Numbers("score"), target = Numbers("target"), amount = Numbers("amount"), row = Numbers("row");
        Assert.Equal(["up to 20.0 %", "20.0 % to 40.0 %", "40.0 % to 60.0 %", "above 60.0 %"], shares.Bands.Select(band => band.Name));
        int[] second = [.. Tested.Where(at => score[at] is > 0.2 and <= 0.4)];
        Assert.Equal(second.Length, shares.Bands[1].N);
        Assert.Equal(second.Average(at => target[at]), shares.Bands[1].Realised, 1e-12);
        Assert.Equal(second.Average(at => score[at]), shares.Bands[1].Estimated, 1e-12);
        Assert.True(shares.Bands[1].Low < shares.Bands[1].Realised && shares.Bands[1].Realised < shares.Bands[1].High);
        Column product = Sample.Table["product"];
        int[] cards = [.. Tested.Where(at => product.TextAt((int)row[at] - 1) == "card")];
        ShareTest pool = Assert.Single(shares.Pools, each => each.Name == "card");
        Assert.Equal((cards.Length, Math.Round(cards.Average(at => target[at]), 12)), (pool.N, Math.Round(pool.Realised, 12)));
        Assert.Equal(Tested.Length, shares.Pools.Sum(each => each.N));
        double[] ead = Sample.Table.Number("ead").Values.ToArray();
        for (int at = 0; at < score.Length; at++) Assert.Equal(score[at] * ead[(int)row[at] - 1], amount[at], 1e-9 * (1 + amount[at]));
        ShareAmount all = shares.Amounts[^1];
        Assert.Equal(("all", Tested.Length), (all.Name, all.Rows));
        Assert.Equal(Tested.Sum(at => amount[at]), all.Expected, 1e-3);
        Assert.Equal(Tested.Sum(at => target[at] * ead[(int)row[at] - 1]), all.Realised, 1e-3);
        double[] raw = Sample.Table.Number("lgd").Values.ToArray();
        Assert.Equal(Tested.Count(at => raw[(int)row[at] - 1] is < 0 or > 1), shares.Clipped);
        Assert.Equal(Tested.Average(at => target[at] == 0 ? 1.0 : 0), shares.Distribution[0].Realised, 1e-12);
        Assert.Equal(1, shares.Distribution.Sum(bin => bin.Estimated), 1e-9);
    }

    [Fact]
    public void A_band_of_one_row_has_no_interval()
    {
        Table table = Table.From(new NumberColumn("lgd", [0.1, 0.4, 0.9, 0.5]), new NumberColumn("ead", [100, 200, 300, 400]));
        var rows = new JudgedRows(new ShareTarget("lgd", Whole: "ead"), [0.2, 0.3, 0.8, 0.7], [0.1, 0.4, 0.9, 0.5], [1, 1, 1, 0]);
        ShareStudy small = ShareStudy.Of(new SharePlan { Bands = [0.5] }, rows, table)!;
        Assert.Equal([(2, 2, true), (1, 1, false)], small.Bands.Zip(small.Amounts, (test, amount) =>
            (test.N, amount.Rows, test.Low is not null && amount.High is not null)));
        TableBlock[] blocks = [.. ShareBlocks.Backtest(Result.Value.Study with { Shares = small }).OfType<TableBlock>()];
        Assert.Equal(["90.0 %", "30"], blocks.Select(block => block.Rows[1].First(cell => cell is "90.0 %" or "30")));
    }

    [Fact]
    public void It_can_be_written_and_read_and_has_a_page()
    {
        Study study = Result.Value.Study;
        Assert.Equal(study.ToJson(), Study.FromJson(study.ToJson()).ToJson());
        PageBlock[] blocks = [.. StudyPage.Of(study).Blocks];
        Assert.All(blocks.OfType<TableBlock>(), block => Assert.All(block.Rows, row => Assert.Equal(block.Columns.Length, row.Length)));
        string[] titles = ["Loss capture", "Where shares lie", "Back-test by band of scores", "Back-test by product", "Amounts"];
        Assert.Superset(titles.ToHashSet(), blocks.Select(block => block.Title).ToHashSet());
        Assert.Contains(StudyText.Points(study), sentence => sentence.StartsWith("Estimates ", StringComparison.Ordinal));
        using var memory = new MemoryStream();
        Result.Value.Model.Save(memory, "losses", "credit/lgd");
        using Model read = ModelFile.Load(memory.ToArray(), "memory");
        Assert.Equal(new ShareTarget("lgd", true, "ead"), read.Target);
        Assert.Equal(Result.Value.Model.Score(Sample.Table), read.Score(Sample.Table));
        ModelCheck check = ModelCheck.Of(read, Sample.Table);
        Assert.Contains(check.Items, item => item.Test == "shareDeviance");
    }

    /// <summary>Weights count where nets learn, where the mean is set and where metrics and tests judge; conversion factors have amounts of
    /// the line.</summary>
    [Fact]
    public void Weights_and_folds_are_honoured()
    {
        LossSample lines = LossSimulator.Ccf(1200, 4);
        const string yaml = """
            recipe: credit/ead
            data: {path: lines.csv, target: ccf, clip: true, id: loan_id, weight: limit}
            split: {kind: k-fold, folds: 3}
            network: logistic
            credit: {share: {drawn: drawn, limit: limit, level: 0.1}}
            """;
        using StudyResult result = StudyRun.Of(PlanFile.Parse(yaml), lines.Table, new StudySource("", 0));
        Table said = result.Predictions;
        double[] score = said.Number("score").Values.ToArray(), target = said.Number("target").Values.ToArray();
        int[] at = [.. said.Number("row").Values.ToArray().Select(row => (int)row - 1)];
        double[] limits = lines.Table.Number("limit").Values.ToArray(), drawn = lines.Table.Number("drawn").Values.ToArray();
        double[] weight = [.. at.Select(row => limits[row])];
        ShareStudy shares = result.Study.Shares!;
        Assert.Equal(score.Zip(weight, (s, w) => s * w).Sum() / weight.Sum(), shares.All.Estimated, 1e-9);
        Assert.Equal(target.Average(), shares.Once!.Realised, 1e-9);
        Assert.Equal(0.1, shares.Level);
        double[] amount = said.Number("amount").Values.ToArray();
        for (int row = 0; row < amount.Length; row++)
            Assert.Equal(drawn[at[row]] + score[row] * (limits[at[row]] - drawn[at[row]]), amount[row], 1e-6);
    }

    /// <summary>The weighted mean of rows that the net did not learn from is right, to rounding.</summary>
    [Fact]
    public void Scores_are_moved_to_the_mean_of_rows_that_were_held()
    {
        SplitTable split = Split(LossSimulator.Ccf(1500, 4).Table, "ccf", "limit");
        var plan = new ModelPlan { Network = "mlp", Epochs = 5, Threads = 1, Seed = 1 };
        double[] limits = split.Validation.Table.Number("limit").Values.ToArray();
        double Mean(double[] values) => values.Zip(limits, (value, limit) => value * limit).Sum() / limits.Sum();
        double right = Mean(split.Target.Labels(split.Validation.Table));
        using Model model = plan.Fit(split.Target, split.Train, split.Validation);
        using Model raw = (plan with { Calibration = CalibrationMethod.None }).Fit(split.Target, split.Train, split.Validation);
        Assert.IsType<LogOddsShift>(model.Calibration);
        Assert.Null(raw.Calibration);
        Assert.Equal(right, Mean(model.Score(split.Validation.Table)), 1e-9);
        Assert.NotEqual(right, Mean(raw.Score(split.Validation.Table)), 1e-4);
    }

    static SplitTable Split(Table table, string target, string? weight)
    {
        Schema schema = Schema.Of(table, new ColumnRoles { Target = target, Id = "loan_id", Weight = weight });
        return SplitTable.Of(table, schema, new EverySplit(4), 2, new ShareTarget(target, true));
    }

    /// <summary>The truth of the documentation, from the cells; and outcomes that were drawn by it.</summary>
    [Theory]
    [InlineData("lgd")]
    [InlineData("ccf")]
    public void The_simulated_shares_are_those_of_the_formulas(string name)
    {
        const int count = 30_000;
        LossSample sample = name == "lgd" ? LossSimulator.Lgd(count, 77) : LossSimulator.Ccf(count, 77);
        Table table = sample.Table;
        double[] N(string column) => table.Number(column).Values.ToArray();
        double[] months = N("months_on_book"), use = N("utilisation"), late = N("late_payments"), ltv = N("loan_to_value"), y = N(name);
        double gap = 0, variance = 0;
        for (int row = 0; row < count; row++)
        {
            double value = Math.Clamp(y[row], 0, 1) - sample.TrueShare[row];
            (gap, variance) = (gap + value, variance + value * value);
            if (table["jobless"].IsMissing(row)) continue;
            bool jobless = table["jobless"].TextAt(row) == "yes", card = table["product"].TextAt(row) == "card";
            bool bare = double.IsNaN(ltv[row]);
            Assert.Equal(bare, card || table["product"].TextAt(row) == "unsecured");
            double years = (table.Date("defaulted_on")[row]!.Value - new DateTime(2019, 1, 1)).TotalDays / 365.25;
            (double a, double b, double c) = name == "lgd"
                ? ((bare ? -1.1 : 1.2 - (ltv[row] > 0.8 ? 2 : 0)) - (jobless ? 0.8 : 0) - 0.25 * late[row],
                    -2.2 + (bare ? 1.2 : 0) + (months[row] < 12 ? 0.8 : 0),
                    -0.6 + (bare ? 0.9 + (jobless ? 0.7 : 0) : 2.5 * Math.Max(0, ltv[row] - 0.8)) + 0.1 * years
                        + (table["region"].TextAt(row) == "east" ? 0.3 : 0))
                : (-1.8 - 0.5 * late[row] + 0.03 * Math.Min(months[row], 60),
                    -2.4 + 3 * use[row] + (late[row] >= 2 ? 1.2 : 0) + (card ? 0.6 : 0),
                    -0.8 + (card && months[row] < 24 ? 1.8 : 0) + (jobless ? 0.9 : 0) + 0.05 * years);
            double S(double x) => 1 / (1 + Math.Exp(-x));
            Assert.Equal((1 - S(a)) * (S(b) + (1 - S(b)) * S(c)), sample.TrueShare[row], 1e-9);
        }

        Assert.InRange(gap / Math.Sqrt(variance), -3, 3);
        Assert.InRange(y.Min(), -0.03, -0.02);
        Assert.InRange(y.Max(), 1.05, 1.06);
        Assert.InRange((double)y.Count(value => value <= 0) / count, 0.1, 0.4);
        Assert.InRange((double)y.Count(value => value >= 1) / count, 0.1, 0.5);
    }

    [Fact]
    public void A_guessed_plan_clips_by_name_and_runs()
    {
        PlanGuess losses = PlanGuess.For("credit/lgd", Sample.Table, "losses.csv"), lines = PlanGuess.For("credit/ead",
            LossSimulator.Ccf(500, 2).Table, "lines.csv");
        Assert.Equal(("lgd", true, "ead", "product"), (losses.Plan.Data.Target, losses.Plan.Data.Clip, losses.Plan.Credit!.Share!.Ead,
            losses.Plan.Credit.Share.Pool));
        Assert.Contains("below 0", losses.Comments["data.clip"], StringComparison.Ordinal);
        Assert.Equal(("ccf", "limit", "drawn"), (lines.Plan.Data.Target, lines.Plan.Credit!.Share!.Limit, lines.Plan.Credit.Share.Drawn));
        Assert.Empty(losses.Plan.Check(Sample.Table));
        Assert.Equal(losses.Plan, PlanFile.Parse(losses.ToYaml()));
        // Without a name the last column of shares; what is known after the default is dropped.
        Table other = Table.From(new NumberColumn("a", [0.1, 0.5, 0.25, 0.7]), new NumberColumn("recovered amount", [5, 7, 9, 2]),
            new NumberColumn("flag", [0, 1, 0, 1]), new NumberColumn("size", [10, 20, 30, 40]));
        DataPlan data = PlanGuess.For("credit/lgd", other, "x.csv").Plan.Data;
        Assert.Equal("a", data.Target);
        Assert.Contains("recovered amount", data.Drop);
        Assert.Null(data.Clip);
    }

    [Fact]
    public void Shares_that_are_none_are_counted_and_the_key_is_told()
    {
        Plan plan = PlanFile.Parse(Losses.Replace(", clip: true", "", StringComparison.Ordinal));
        PlanProblem problem = Assert.Single(plan.Check(Sample.Table));
        double[] cells = Sample.Table.Number("lgd").Values.ToArray();
        Assert.Equal("FLR1566", problem.Code);
        Assert.Equal($"of {Rows} rows {cells.Count(y => y < 0)} below 0 and {cells.Count(y => y > 1)} above 1", problem.Found);
        Assert.Contains("clip: true", problem.Fix, StringComparison.Ordinal);
        FlorinException error = ScorecardCases.Refused("FLR1566", () => new ShareTarget("lgd").Labels(Sample.Table));
        Assert.Contains("clip: true", error.Message, StringComparison.Ordinal);
        Assert.Equal([0, 0.3, 1], new ShareTarget("y", true).Labels(Table.From(new NumberColumn("y", [-0.1, 0.3, 7]))));
        ScorecardCases.Refused("FLR0567", () => new ShareTarget("product").Labels(Sample.Table));
    }

    [Theory]
    [InlineData("recipe: credit/default-risk\ndata: {path: a.csv, target: y, clip: true}", "FLR1567 data.clip")]
    [InlineData("recipe: credit/default-risk\ndata: {path: a.csv, target: y}\ncredit: {share: {pool: p}}", "FLR1567 credit.share")]
    [InlineData("recipe: credit/lgd\ndata: {path: a.csv, target: y}\ncredit: {grades: 5}", "FLR1567 credit")]
    [InlineData("recipe: credit/lgd\ndata: {path: a.csv, target: y}\ncredit: {share: {ead: e, limit: l, drawn: d}}",
        "FLR1567 credit.share.ead")]
    [InlineData("recipe: credit/ead\ndata: {path: a.csv, target: y}\ncredit: {share: {limit: l}}", "FLR1567 credit.share.drawn")]
    [InlineData("recipe: credit/ead\ndata: {path: a.csv, target: y}\ncredit: {share: {bands: [0.4, 0.2]}}", "FLR1011 credit.share.bands")]
    [InlineData("recipe: credit/ead\ndata: {path: a.csv, target: y}\ncredit: {share: {level: 0.9}}", "FLR1011 credit.share.level")]
    [InlineData("recipe: generic/regression\ndata: {path: a.csv, target: y, kind: share, positive: 1}", "FLR1014 data.positive")]
    public void Keys_that_do_not_fit_are_told(string yaml, string expected) =>
        Assert.Equal([expected], PlanFile.Problems(yaml).Select(problem => $"{problem.Code} {problem.Key}"));

    [Fact]
    public void Columns_that_do_not_fit_are_told()
    {
        Plan plan = PlanFile.Parse("""
            recipe: generic/regression
            data: {path: a.csv, target: product, kind: share}
            credit: {share: {limit: region, drawn: dawn, pool: product}}
            """);
        Assert.Equal(["FLR1015 credit.share.drawn", "FLR1016 credit.share.limit", "FLR1016 data.target"],
            plan.Check(Sample.Table).Select(problem => $"{problem.Code} {problem.Key}").Order(StringComparer.Ordinal));
    }
}

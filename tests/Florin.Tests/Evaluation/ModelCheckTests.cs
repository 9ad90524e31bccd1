namespace Florin.Tests.Evaluation;

using System.IO.Compression;

public class ModelCheckTests
{
    static readonly Lazy<Model> Made = new(Make);

    [Fact]
    public void Rows_like_those_before_cross_no_limit()
    {
        ModelCheck found = Check(Rows(2000, 5));
        Assert.NotEqual(CheckVerdict.Crossed, found.Verdict);
        Assert.True(found.Labelled);
        Assert.Equal(["income missing cells", "income amounts outside the range", "income stability index", "region missing cells",
            "region unknown levels", "region stability index", "score stability index", "model auc", "model level"],
            found.Items.Select(item => $"{item.What} {item.Test}").OrderBy(Order));

        static int Order(string name) => Array.IndexOf(
        [
            "income missing cells", "income amounts outside the range", "income stability index", "region missing cells",
            "region unknown levels", "region stability index", "score stability index", "model auc", "model level",
        ], name);
    }

    [Theory]
    [InlineData("income", "missing cells")]
    [InlineData("income", "stability index")]
    [InlineData("income", "amounts outside the range")]
    [InlineData("region", "unknown levels")]
    [InlineData("model", "auc")]
    [InlineData("model", "level")]
    public void What_is_planted_is_found(string what, string test)
    {
        Table rows = Rows(2000, 5);
        double[] income = rows.Number("income").Values.ToArray();
        string?[] bad = [.. Enumerable.Range(0, 2000).Select(rows["bad"].TextAt)], region = [.. Enumerable.Range(0, 2000)
            .Select(rows["region"].TextAt)];
        for (int row = 0; row < 2000; row++)
            switch (test)
            {
                case "missing cells" when row % 5 == 0:
                    income[row] = double.NaN;
                    break;
                case "stability index":
                    income[row] = income[row] * 0.5 + 20_000;
                    break;
                case "amounts outside the range" when row % 8 == 0:
                    income[row] = -5e5;
                    break;
                case "unknown levels" when row % 7 == 0:
                    region[row] = "moon";
                    break;
                case "auc":
                    bad[row] = row % 4 == 0 ? "yes" : "no";
                    break;
                case "level" when row % 6 == 0:
                    bad[row] = "yes";
                    break;
            }

        rows = rows.With(new NumberColumn("income", income)).With(CategoryColumn.From("region", region))
            .With(CategoryColumn.From("bad", bad));
        CheckItem item = Check(rows).Items.Single(each => each.What == what && each.Test == test);
        Assert.Equal(CheckVerdict.Crossed, item.Verdict);
        Assert.NotEqual(CheckVerdict.Crossed, Check(Rows(2000, 5)).Items.Single(each => each.What == what && each.Test == test).Verdict);
    }

    /// <summary>p = 1 - Φ((AUC before - AUC now) / s), with DeLong's s of the present rows (ECB, validation reporting).</summary>
    [Fact]
    public void The_test_of_ranks_is_that_of_a_first_and_a_present_auc()
    {
        Table rows = Rows(500, 9);
        JudgedRows judged = new(Made.Value.Target, Made.Value.Score(rows), Made.Value.Target.Labels(rows));
        double auc = BinaryMetrics.Auc(judged.Binary())!.Value, error = Math.Sqrt(DeLong.Variance(judged.Binary())!.Value);
        double p = 1 - MathNet.Numerics.Distributions.Normal.CDF(0, 1, (Made.Value.Baseline!.Performance!.Value - auc) / error);
        CheckItem item = Check(rows).Items.Single(each => each.Test == "auc");
        Assert.Equal(auc, item.Value);
        Assert.Contains(FormattableString.Invariant($"by chance {p:0.000}"), item.Reading);
    }

    /// <summary>Pairs of rows, each an event with its probability: the definition, pair by pair.</summary>
    [Fact]
    public void Without_outcomes_the_auc_is_that_of_true_probabilities()
    {
        Table rows = Rows(60, 3).Without("bad");
        double[] scores = Made.Value.Score(rows);
        double right = 0, pairs = 0;
        foreach (double event_ in scores)
            foreach (double none in scores)
            {
                double weight = event_ * (1 - none);
                pairs += weight;
                right += weight * (event_ > none ? 1 : event_ == none ? 0.5 : 0);
            }

        ModelCheck found = Check(rows);
        Assert.False(found.Labelled);
        Assert.Equal(right / pairs, found.Items.Single(item => item.Test == "auc, estimated").Value, 1e-12);
        Assert.Equal(scores.Average(), found.Items.Single(item => item.Test == "rate, estimated").Value, 1e-15);
        Assert.DoesNotContain(found.Items, item => item.Test == "level");
    }

    /// <summary>Shifted rows may well rank better by their own probabilities: an estimate then is no good news.</summary>
    [Fact]
    public void An_estimate_from_shifted_scores_does_not_read_fine()
    {
        static CheckItem[] Estimates(Table rows) =>
            [.. Check(rows).Items.Where(item => item.Test.EndsWith("estimated", StringComparison.Ordinal))];

        Table same = Rows(2000, 5).Without("bad");
        Table rich = same.With(new NumberColumn("income", [.. same.Number("income").Values.ToArray().Select(value => value / 4 + 36_000)]));
        Assert.Equal(CheckVerdict.Crossed, Check(rich).Items.Single(item => item.What == "score").Verdict);
        Assert.Equal(2, Estimates(rich).Length);
        Assert.All(Estimates(rich), item => Assert.Equal((CheckVerdict.Look, true),
            (item.Verdict, item.Reading.Contains("only outcomes tell", StringComparison.Ordinal))));
        Assert.All(Estimates(same), item => Assert.Equal((CheckVerdict.Fine, false),
            (item.Verdict, item.Reading.Contains("only outcomes tell", StringComparison.Ordinal))));
    }

    [Fact]
    public void No_chance_is_written_as_less_than_the_last_digit()
    {
        Table rows = Rows(2000, 5);
        string?[] bad = [.. Enumerable.Range(0, 2000).Select(row => row % 3 == 0 ? "yes" : rows["bad"].TextAt(row))];
        string[] told = [.. Check(rows.With(CategoryColumn.From("bad", bad))).Items.Where(item => item.What == "model")
            .Select(item => item.Reading)];
        Assert.All(told, reading => Assert.EndsWith("by chance < 0.001", reading));
    }

    /// <summary>The index of the shares .1 .2 .4 .2 .1 against .12 .18 .35 .22 .13 is .0222073426104 (computed in R).</summary>
    [Fact]
    public void Stability_is_judged_on_the_bins_that_were_kept()
    {
        double[] Sample(params int[] counts) => [.. counts.SelectMany((count, bin) => Enumerable.Repeat((double)bin, count))];
        PopulationStability kept = PopulationStability.On(Sample(100, 200, 400, 200, 100), [0, 1, 2, 3]);
        Assert.Equal(0.0222073426104, kept.Compare(Sample(96, 144, 280, 176, 104)).Psi, 1e-12);
        Assert.Equal("FLR0613", Assert.Throws<FlorinException>(() => PopulationStability.On([1], [2, 2])).Code);
    }

    [Fact]
    public void A_file_keeps_the_baseline_and_nothing_of_a_single_row()
    {
        using var memory = new MemoryStream();
        Made.Value.Save(memory, "checked");
        using Model read = ModelFile.Load(memory.ToArray(), "memory");
        ModelCheck one = Check(Rows(300, 4)), two = ModelCheck.Of(read, Rows(300, 4));
        Assert.Equal(one.Items.ToArray(), two.Items.ToArray());
        using var zip = new ZipArchive(new MemoryStream(memory.ToArray()));
        using var reader = new StreamReader(zip.GetEntry("baseline.json")!.Open());
        Assert.DoesNotContain("canary", reader.ReadToEnd(), StringComparison.Ordinal);
        foreach (double edge in read.Baseline!.Columns.SelectMany(column => column.Bins.Edges))
            Assert.Equal(edge, double.Parse(edge.ToString("G3", System.Globalization.CultureInfo.InvariantCulture),
                System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_model_without_a_baseline_and_no_rows_are_refused()
    {
        SplitTable split = Split(Rows(300, 1));
        using Model plain = new ModelPlan { Network = "logistic", Threads = 1 }.Fit(split.Target, split.Train, split.Validation);
        Assert.Equal("FLR0576", Assert.Throws<FlorinException>(() => ModelCheck.Of(plain, split.Test)).Code);
        Assert.Equal("FLR0577", Assert.Throws<FlorinException>(() => Check(Rows(1, 1).Take(0))).Code);
    }

    static ModelCheck Check(Table rows) => ModelCheck.Of(Made.Value, rows);

    static Model Make()
    {
        SplitTable split = Split(Rows(4000, 1, canary: true));
        Model model = new ModelPlan { Network = "mlp", Epochs = 8, Threads = 1 }.Fit(split.Target, split.Train, split.Validation);
        var judged = new JudgedRows(split.Target, model.Score(split.Test), split.TestLabels);
        MetricValue auc = DeLong.Interval(judged.Binary());
        return model.WithBaseline(ModelBaseline.Of(model, split.Train.Table, ModelCheck.Told(judged),
            new BaselineMetric("auc", auc.Value!.Value, auc.Low, auc.High, judged.Count)));
    }

    static SplitTable Split(Table table) =>
        SplitTable.Of(table, Schema.Of(table, new ColumnRoles { Target = "bad", Positive = "yes" }), new StratifiedSplit(), 1);

    static Table Rows(int rows, int seed, bool canary = false)
    {
        var random = new Random(seed);
        double[] income = [.. Enumerable.Range(0, rows).Select(_ => Math.Round(10_000 + 40_000 * random.NextDouble()))];
        string[] region = [.. income.Select(_ => ((string[])["north", "south", "west"])[random.Next(3)])];
        if (canary) region[7] = "canary-7731";
        return Table.From(new NumberColumn("income", income), CategoryColumn.From("region", region),
            CategoryColumn.From("bad", income.Select(value => random.NextDouble() < 0.6 * (50_000 - value) / 40_000 ? "yes" : "no")));
    }
}

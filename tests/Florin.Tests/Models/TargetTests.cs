namespace Florin.Tests.Models;

/// <summary>Models of several classes, amounts and counts, on rows whose truth is planted.</summary>
public class TargetTests
{
    const int Rows = 1600;

    static ModelPlan Plan(string network) =>
        new() { Network = network, Epochs = network == "linear" ? null : 12, Seed = 5, Threads = 1 };

    [Theory]
    [InlineData("linear")]
    [InlineData("mlp")]
    [InlineData("tabm")]
    [InlineData("realmlp")]
    public void Several_classes_come_near_the_best_log_loss_there_is(string network)
    {
        (Table table, double[][] truth) = Classes();
        SplitTable split = Split(table, ModelTask.Classes);
        var target = Assert.IsType<ClassTarget>(split.Target);
        Assert.Equal(["high", "low", "mid"], target.Levels);
        using Model model = Plan(network).Fit(target, split.Train, split.Validation);
        double[] scores = model.Score(split.Test);
        Assert.Equal(split.TestLabels.Length * 3, scores.Length);
        for (int row = 0; row < split.TestLabels.Length; row++) Assert.Equal(1, scores[(row * 3)..(row * 3 + 3)].Sum(), 6);
        int[] labels = [.. split.TestLabels.Select(label => (int)label)];
        double[] best = [.. split.Rows.Test.SelectMany(row => truth[row])];
        double reached = ClassMetrics.LogLoss(scores, 3, labels)!.Value, bound = ClassMetrics.LogLoss(best, 3, labels)!.Value;
        Assert.InRange(reached, bound - 0.03, bound + 0.06);
    }

    [Theory]
    [InlineData("linear", 0.5)]
    [InlineData("mlp", 0.9)]
    [InlineData("tabm", 0.9)]
    public void An_amount_is_found_in_its_own_unit(string network, double least)
    {
        (Table table, double[] truth) = Amounts();
        SplitTable split = Split(table, ModelTask.Number);
        using Model model = (Plan(network) with { Epochs = network == "linear" ? null : 40 }).Fit(split.Target, split.Train,
            split.Validation);
        double[] scores = model.Score(split.Test);
        Assert.InRange(NumberMetrics.RSquared(scores, [.. split.Rows.Test.Select(row => truth[row])])!.Value, least, 1);
        Assert.InRange(scores.Average(), 49_000, 53_000);
    }

    /// <summary>Mean and deviation are those of the training rows, whatever the others hold.</summary>
    [Fact]
    public void The_scale_of_an_amount_is_learned_from_training_rows()
    {
        SplitTable split = Split(Amounts().Table, ModelTask.Number);
        using Model model = Plan("linear").Fit(split.Target, split.Train, split.Validation);
        double[] labels = split.Train.Table.Number("y").Values.ToArray();
        var target = Assert.IsType<NumberTarget>(model.Target);
        Assert.Equal(labels.Average(), target.Mean, 6);
        Assert.Equal(Math.Sqrt(labels.Average(label => (label - labels.Average()) * (label - labels.Average()))), target.Deviation, 6);
    }

    [Theory]
    [InlineData("linear", CountLoss.Poisson)]
    [InlineData("mlp", CountLoss.Poisson)]
    [InlineData("mlp", CountLoss.Tweedie)]
    public void Counts_are_expected_in_proportion_to_exposure_and_add_up(string network, CountLoss loss)
    {
        (Table table, double[] rates) = Counts();
        SplitTable split = Split(table, ModelTask.Count, loss, "years");
        using Model model = (Plan(network) with { Epochs = network == "linear" ? null : 25 }).Fit(split.Target, split.Train,
            split.Validation);
        double[] train = model.Score(split.Train.Table);
        Assert.Equal(split.Target.Labels(split.Train.Table).Sum(), train.Sum(), 6);
        double[] scores = model.Score(split.Test), years = split.Test.Number("years").Values.ToArray();
        double[] found = [.. scores.Zip(years, (score, exposure) => score / exposure)], truth = [.. split.Rows.Test.Select(row
            => rates[row])];
        double error = NumberMetrics.Mse(found, truth)!.Value, spread = truth.Average(rate
            => (rate - truth.Average()) * (rate - truth.Average()));
        Assert.InRange(error / spread, 0, 0.35);
        double[] other = [.. years.Select(each => 2 * each)];
        double[] doubled = model.Score(split.Test.Without("years").With(new NumberColumn("years", other)));
        Assert.All(doubled.Zip(scores), pair => Assert.Equal(2 * pair.Second, pair.First, 12));
    }

    [Fact]
    public void The_loss_of_counts_is_found_from_the_cells()
    {
        Assert.Equal(CountLoss.Poisson, Loss([0, 1, 4]));
        Assert.Equal(CountLoss.Gamma, Loss([0.5, 1, 4]));
        Assert.Equal(CountLoss.Tweedie, Loss([0, 1.5, 4]));

        static CountLoss Loss(double[] y)
        {
            Table table = Table.From(new NumberColumn("y", y), new NumberColumn("x", [1, 2, 3]));
            return ((CountTarget)ModelTarget.Of(table, Schema.Of(table, new ColumnRoles { Target = "y" }), ModelTask.Count)).Deviance;
        }
    }

    [Theory]
    [InlineData(ModelTask.Classes)]
    [InlineData(ModelTask.Number)]
    [InlineData(ModelTask.Count)]
    public void A_file_gives_back_the_model_and_its_explanations_add_up(ModelTask task)
    {
        Table table = task switch { ModelTask.Classes => Classes().Table, ModelTask.Number => Amounts().Table, _ => Counts().Table };
        SplitTable split = Split(table, task, null, task == ModelTask.Count ? "years" : null);
        using Model model = Plan("mlp").Fit(split.Target, split.Train, split.Validation);
        using var memory = new MemoryStream();
        model.Save(memory, "test");
        using Model read = ModelFile.Load(memory.ToArray(), "memory");
        Assert.Equal(model.Score(split.Test), read.Score(split.Test));
        Assert.Equal(model.Target.InWords, read.Target.InWords);
        foreach (AttributionMethod method in Enum.GetValues<AttributionMethod>())
        {
            var explainer = new RowExplainer(read, new ExplainOptions { Method = method });
            for (int row = 0; row < 8; row++)
            {
                RowExplanation found = explainer.Explain(split.Test, row);
                double difference = found.Score - found.ReferenceScore;
                Assert.InRange(found.Shares.Sum(share => share.Share) - difference, -1e-4 * Math.Max(1, Math.Abs(difference)),
                    1e-4 * Math.Max(1, Math.Abs(difference)));
            }
        }
    }

    [Fact]
    public void A_class_that_is_named_is_explained()
    {
        SplitTable split = Split(Classes().Table, ModelTask.Classes);
        using Model model = Plan("mlp").Fit(split.Target, split.Train, split.Validation);
        double[] scores = model.Score(split.Test);
        RowExplanation found = new RowExplainer(model, new ExplainOptions { Class = "low" }).Explain(split.Test, 2);
        Assert.Equal(("low", scores[2 * 3 + 1]), (found.Class, found.Score));
        RowExplanation likeliest = new RowExplainer(model).Explain(split.Test, 2);
        Assert.Equal(scores[6..9].Max(), likeliest.Score);
        Assert.Equal("FLR0595", Assert.Throws<FlorinException>(() =>
            new RowExplainer(model, new ExplainOptions { Class = "lwo" }).Explain(split.Test, 2)).Code);
    }

    /// <summary>The one number that is fitted is the best of a fine grid.</summary>
    [Fact]
    public void The_temperature_of_classes_is_that_of_least_log_loss()
    {
        SplitTable split = Split(Classes().Table, ModelTask.Classes);
        ModelPlan sure = Plan("mlp") with { Epochs = 30, Patience = 30 };
        using Model raw = (sure with { Calibration = CalibrationMethod.None }).Fit(split.Target, split.Train, split.Validation);
        using Model calibrated = sure.Fit(split.Target, split.Train, split.Validation);
        double[] scores = raw.Score(split.Validation.Table);
        int[] labels = [.. split.Target.Labels(split.Validation.Table).Select(label => (int)label)];
        double best = Enumerable.Range(200, 3800).Select(i => 0.001 * i).MinBy(temperature =>
        {
            double[] tempered = [.. scores.Select(score => Math.Pow(score, 1 / temperature))];
            for (int row = 0; row < labels.Length; row++)
            {
                double sum = tempered.AsSpan(row * 3, 3).ToArray().Sum();
                for (int k = 0; k < 3; k++) tempered[row * 3 + k] /= sum;
            }

            return ClassMetrics.LogLoss(tempered, 3, labels)!.Value;
        });
        Assert.Equal(best, ((TemperatureCalibration)calibrated.Calibration!).Temperature, 0.0015);
    }

    [Fact]
    public void Targets_that_do_not_fit_are_refused()
    {
        Table table = Table.From(CategoryColumn.From("t", ["a", "b", "c"]), new NumberColumn("y", [1, -2, 3]),
            new NumberColumn("e", [1, 0, 2]), new NumberColumn("n", [1, 2, 3]));
        Assert.Equal("FLR0567", Code("t", ModelTask.Number));
        Assert.Equal("FLR0565", Code("y", ModelTask.Count));
        Assert.Equal("FLR0569", Assert.Throws<FlorinException>(() => new CountTarget("n", Exposure: "e").Exposures(table)).Code);
        Assert.Equal("FLR0563", Code("t", ModelTask.Binary));
        Table one = Table.From(CategoryColumn.From("t", ["a", "a"]), new NumberColumn("n", [1, 2]));
        Assert.Equal("FLR0568", Assert.Throws<FlorinException>(() => ClassTarget.Of(one, "t")).Code);

        string Code(string target, ModelTask task) => Assert.Throws<FlorinException>(() =>
            ModelTarget.Of(table, Schema.Of(table, new ColumnRoles { Target = target }), task)).Code;
    }

    /// <summary>What resamples under weights is what scikit-learn has judged.</summary>
    [Theory]
    [InlineData(ModelTask.Classes)]
    [InlineData(ModelTask.Number)]
    [InlineData(ModelTask.Count)]
    public void Metrics_of_an_evaluation_are_those_of_their_classes(ModelTask task)
    {
        Table table = task switch { ModelTask.Classes => Classes().Table, ModelTask.Number => Amounts().Table, _ => Counts().Table };
        SplitTable split = Split(table, task, null, task == ModelTask.Count ? "years" : null);
        using Model model = Plan("linear").Fit(split.Target, split.Train, split.Validation);
        double[] scores = model.Score(split.Test), labels = split.TestLabels;
        double[] weights = [.. labels.Select((_, row) => row % 4 * 0.5)];
        double[]? years = task == ModelTask.Count ? split.Test.Number("years").Values.ToArray() : null;
        var rows = new JudgedRows(split.Target, scores, labels, weights, years);
        IReadOnlyDictionary<string, MetricValue> found = ModelEvaluation.Of(rows, 3);
        Dictionary<string, double?> expected = Judged(task, scores, labels, weights, years);
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        foreach ((string name, double? value) in expected)
        {
            Assert.Equal(value!.Value, found[name].Value!.Value, 9);
            Assert.InRange(value.Value, found[name].Low!.Value, found[name].High!.Value);
            Assert.True(found[name].Low < found[name].High);
        }
    }

    static Dictionary<string, double?> Judged(ModelTask task, double[] scores, double[] labels, double[] weights, double[]? years)
    {
        return task switch
        {
            ModelTask.Classes => new()
            {
                ["logLoss"] = ClassMetrics.LogLoss(scores, 3, Codes(), weights),
                ["accuracy"] = ClassMetrics.Accuracy(scores, 3, Codes(), weights),
                ["macroF1"] = ClassMetrics.MacroF1(scores, 3, Codes(), weights),
                ["macroAuc"] = ClassMetrics.MacroAuc(scores, 3, Codes(), weights),
            },
            ModelTask.Number => new()
            {
                ["mse"] = NumberMetrics.Mse(scores, labels, weights),
                ["mae"] = NumberMetrics.Mae(scores, labels, weights),
                ["rSquared"] = NumberMetrics.RSquared(scores, labels, weights),
            },
            _ => new()
            {
                ["poissonDeviance"] = NumberMetrics.PoissonDeviance(scores, labels, weights),
                ["mse"] = NumberMetrics.Mse(scores, labels, weights),
                ["mae"] = NumberMetrics.Mae(scores, labels, weights),
                ["gini"] = Lorenz.Gini([.. scores.Zip(years!, (score, each) => score / each)], [.. labels.Zip(weights, (y, w) => y * w)],
                    [.. years!.Zip(weights, (each, w) => each * w)]),
            },
        };

        int[] Codes() => [.. labels.Select(label => (int)label)];
    }

    static SplitTable Split(Table table, ModelTask task, CountLoss? loss = null, string? exposure = null)
    {
        Schema schema = Schema.Of(table, new ColumnRoles { Target = "y", Exposure = exposure });
        return SplitTable.Of(table, schema, new StratifiedSplit(0.3), 2, ModelTarget.Of(table, schema, task, loss));
    }

    static (Table Table, double[][] Truth) Classes()
    {
        var random = new Random(21);
        double[] a = Normals(random), b = Normals(random);
        double[][] truth = [.. a.Zip(b, (x, y) =>
        {
            double[] odds = [Math.Exp(2 * x), Math.Exp(y - x), Math.Exp(0.5)];
            return odds.Select(each => each / odds.Sum()).ToArray();
        })];
        string[] names = ["high", "low", "mid"];
        return (Table.From(new NumberColumn("a", a), new NumberColumn("b", b), CategoryColumn.From("y", truth.Select(shares =>
        {
            double draw = random.NextDouble();
            return names[draw < shares[0] ? 0 : draw < shares[0] + shares[1] ? 1 : 2];
        }))), truth);
    }

    static (Table Table, double[] Truth) Amounts()
    {
        var random = new Random(22);
        double[] a = Normals(random), b = Normals(random);
        string[] kinds = [.. a.Select(_ => "xyz"[random.Next(3)].ToString())];
        double[] truth = [.. a.Select((x, row) => 50_000 + 20_000 * x + 12_000 * Math.Abs(b[row]) + (kinds[row] == "x" ? -24_000 : 0))];
        double[] y = [.. truth.Select(mean => mean + 1000 * Normal(random))];
        return (Table.From(new NumberColumn("a", a), new NumberColumn("b", b), CategoryColumn.From("kind", kinds), new NumberColumn("y",
            y)),
            truth);
    }

    static (Table Table, double[] Rates) Counts()
    {
        var random = new Random(23);
        double[] a = Normals(random), years = [.. a.Select(_ => 0.2 + random.NextDouble())];
        double[] rates = [.. a.Select(x => Math.Exp(0.2 + 0.7 * x))];
        double[] y = [.. rates.Zip(years, (rate, exposure) => Poisson(random, rate * exposure))];
        return (Table.From(new NumberColumn("a", a), new NumberColumn("years", years), new NumberColumn("y", y)), rates);
    }

    static double Poisson(Random random, double mean)
    {
        int count = 0;
        for (double product = random.NextDouble(); product > Math.Exp(-mean); product *= random.NextDouble()) count++;
        return count;
    }

    static double[] Normals(Random random) => [.. Enumerable.Range(0, Rows).Select(_ => Normal(random))];

    static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

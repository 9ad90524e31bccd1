namespace Florin.Tests.Models;

/// <summary>Models of several nets: over folds, over seeds, going on from another model.</summary>
public class FoldModelTests
{
    const int Rows = 600;

    static readonly ModelPlan Small = new() { Network = "mlp", Epochs = 5, Seed = 5, Threads = 1 };

    [Fact]
    public void Nets_over_folds_have_the_same_bits_on_any_number_of_threads_and_in_a_file()
    {
        SplitTable split = Split();
        ModelPlan plan = Small with { Folds = 3, Ensemble = 2 };
        using Model one = plan.Fit(split.Target, split.Train, split.Validation);
        Assert.Equal(6, one.Nets.Length);
        foreach (int threads in (int[])[2, 7])
        {
            using Model other = (plan with { Threads = threads }).Fit(split.Target, split.Train, split.Validation);
            Assert.Equal(one.Score(split.Test), other.Score(split.Test));
        }

        using var memory = new MemoryStream();
        one.Save(memory, "folds");
        using Model read = ModelFile.Load(memory.ToArray(), "memory");
        Assert.Equal(one.Score(split.Test), read.Score(split.Test));
    }

    /// <summary>The mean of the nets, in double, with the temperature on the log odds: computed here from the nets themselves.</summary>
    [Fact]
    public void The_score_is_the_calibrated_mean_of_the_nets()
    {
        SplitTable split = Split();
        using Model model = (Small with { Folds = 4 }).Fit(split.Target, split.Train, split.Validation);
        EncodedRows rows = model.Features.Encode(split.Test);
        float[][] each = [.. model.Nets.Select(net => net.PredictRows(rows.Numbers))];
        double temperature = ((TemperatureCalibration)model.Calibration!).Temperature;
        double[] scores = model.Score(split.Test);
        for (int row = 0; row < rows.Count; row++)
        {
            double mean = each.Average(net => (double)net[row]);
            Assert.Equal(1 / (1 + Math.Exp(-Math.Log(mean / (1 - mean)) / temperature)), scores[row], 1e-12);
        }
    }

    /// <summary>Two cells of one part change places: the scales stay as they are, the net that the part stops does too, the others
    /// move.</summary>
    [Fact]
    public void A_net_of_the_folds_does_not_learn_from_the_part_that_stops_it()
    {
        SplitTable split = Split();
        ModelPlan plan = Small with { Network = "realmlp", Folds = 3, Calibration = CalibrationMethod.None, Epochs = 1 };
        Table pooled = split.Train.Table.Append(split.Validation.Table);
        Schema schema = split.Train.Schema;
        double[] labels = split.Target.Labels(pooled);
        int[] part = new KFoldSplit(3).Folds(pooled, schema, labels, plan.Seed)[1].Test;
        int one = part.First(row => labels[row] == 1), zero = part.First(row => labels[row] == 0);
        double[] x = pooled.Number("x").Values.ToArray();
        (x[one], x[zero]) = (x[zero], x[one]);
        Table changed = pooled.With(new NumberColumn("x", x));
        using Model before = plan.Fit(split.Target, Head(pooled, schema), Tail(pooled, schema));
        using Model after = plan.Fit(split.Target, Head(changed, schema), Tail(changed, schema));
        Assert.Equal(before.Nets[1].Parameters, after.Nets[1].Parameters);
        Assert.NotEqual(before.Nets[0].Parameters, after.Nets[0].Parameters);

        static TrainRows Head(Table table, Schema schema) => new(table.Take(400), schema);

        static TrainRows Tail(Table table, Schema schema) => new(table.Rows([.. Enumerable.Range(400, table.RowCount - 400)]), schema);
    }

    /// <summary>The validation rows stand among those that nets learn from: what is said of them is said by the net that did not.</summary>
    [Fact]
    public void Rows_are_scored_by_the_net_that_did_not_see_them()
    {
        const int Folds = 3;
        SplitTable split = Split();
        using Model model = (Small with { Folds = Folds }).Fit(split.Target, split.Train, split.Validation);
        Table pooled = split.Train.Table.Append(split.Validation.Table);
        IReadOnlyList<SplitRows> parts = new KFoldSplit(Folds).Folds(pooled, split.Train.Schema, split.Target.Labels(pooled), Small.Seed);
        float[][] each = [.. model.Nets.Select(net => net.PredictRows(model.Features.Encode(pooled).Numbers))];
        Assert.Equal(pooled.RowCount, model.HeldScores!.Length);
        for (int row = 0; row < pooled.RowCount; row++)
        {
            int part = Enumerable.Range(0, Folds).Single(fold => parts[fold].Test.Contains(row));
            Assert.Equal(model.Calibration!.Apply(each[part][row]), model.HeldScores![row], 1e-9);
        }

        Assert.Null(model.With(model.Calibration).HeldScores);
        using Model one = (Small with { Folds = 1 }).Fit(split.Target, split.Train, split.Validation);
        Assert.Null(one.HeldScores);
    }

    [Theory]
    [InlineData("auto", null, 0, 5, 8)]
    [InlineData("tabm", null, 4, 3, 8)]
    [InlineData("tabm", 1, 0, 1, 32)]
    [InlineData("tabm", 2, 4, 2, 8)]
    [InlineData("mlp", null, 4, 1, 0)]
    public void TabM_is_nets_over_folds_as_far_as_there_are_groups(string network, int? folds, int groups, int nets, int members)
    {
        SplitTable split = Split(groups);
        ModelPlan plan = Small with { Network = network, Folds = folds, Epochs = 1 };
        using Model model = plan.Fit(split.Target, split.Train, split.Validation);
        Assert.Equal(nets, model.Nets.Length);
        Assert.Equal(nets > 1, model.HeldScores is not null);
        Assert.Equal(members, model.Nets[0].Net.Layers.OfType<Members>().SingleOrDefault()?.Count ?? 0);
    }

    [Fact]
    public void A_model_goes_on_from_another_with_its_columns_and_weights()
    {
        SplitTable split = Split();
        using Model first = Small.Fit(split.Target, split.Train, split.Validation);
        using Model next = (Small with
        {
            Network = "auto",
            Start = first,
            Epochs = 1,
            LearningRate = 1e-9,
            Calibration = CalibrationMethod.None
        })
            .Fit(split.Target, split.Validation, split.Train);
        Assert.Equal(first.Features, next.Features);
        Assert.Equal("mlp", next.Network);
        double[] before = first.With(null).Score(split.Test), after = next.Score(split.Test);
        for (int row = 0; row < before.Length; row++) Assert.Equal(before[row], after[row], 1e-5);
        Assert.NotEqual(before, after);
    }

    /// <summary>TabM's bins are found from rows: they must be those that the weights were learned with.</summary>
    [Fact]
    public void What_a_layer_found_in_the_first_rows_is_kept()
    {
        SplitTable split = Split();
        ModelPlan plan = Small with { Network = "tabm", Epochs = 1 };
        using Model first = plan.Fit(split.Target, split.Train, split.Validation);
        using Model next = (plan with { Start = first }).Fit(split.Target, split.Validation, split.Train);
        Assert.NotEmpty(first.Nets[0].States);
        Assert.Equal(first.Nets[0].States, next.Nets[0].States);
    }

    [Theory]
    [InlineData("tabm", "good")]
    [InlineData("mlp", "bad")]
    public void Another_network_or_target_than_the_models_is_refused(string network, string positive)
    {
        SplitTable split = Split();
        using Model first = (Small with { Epochs = 1 }).Fit(split.Target, split.Train, split.Validation);
        BinaryTarget target = (BinaryTarget)split.Target;
        ModelTarget other = positive == "good" ? target : target with { Positive = target.Negative, Negative = target.Positive };
        Assert.Equal("FLR0573", Assert.Throws<FlorinException>(() =>
            (Small with { Network = network, Start = first }).Fit(other, split.Train, split.Validation)).Code);
    }

    static SplitTable Split(int groups = 0)
    {
        var random = new Random(4);
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())], z = [.. x.Select(_ => random.NextDouble())];
        string[] bad = [.. x.Select((value, row) => random.NextDouble() < value * z[row] ? "yes" : "no")];
        Table table = Table.From(new NumberColumn("x", x), new NumberColumn("z", z), CategoryColumn.From("bad", bad),
            CategoryColumn.From("group", x.Select((_, row) => $"{row % Math.Max(1, groups)}")));
        var roles = new ColumnRoles { Target = "bad", Group = groups > 0 ? "group" : null, Drop = groups > 0 ? [] : ["group"] };
        return SplitTable.Of(table, Schema.Of(table, roles), new StratifiedSplit(), 1);
    }
}

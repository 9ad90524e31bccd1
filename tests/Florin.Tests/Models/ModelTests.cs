namespace Florin.Tests.Models;

using System.IO.Compression;

public class ModelTests
{
    const int Rows = 900;

    static readonly ModelPlan Small = new() { Network = "mlp", Epochs = 6, Seed = 5, Threads = 1 };

    [Fact]
    public void A_row_has_the_same_score_alone_and_in_a_table()
    {
        SplitTable split = Split(Data());
        using Model model = Small.Fit(split.Target, split.Train, split.Validation);
        double[] together = model.Score(split.Test, 2);
        for (int row = 0; row < 20; row++) Assert.Equal(together[row], model.Score(split.Test.Rows([row]))[0]);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        SplitTable split = Split(Data());
        using Model one = Small.Fit(split.Target, split.Train, split.Validation);
        using Model two = (Small with { Threads = 2 }).Fit(split.Target, split.Train, split.Validation);
        Assert.Equal(one.Score(split.Test), two.Score(split.Test));
    }

    /// <summary>What judges must not reach what is learned: other test rows, same steps, same weights.</summary>
    [Theory]
    [InlineData("mlp")]
    [InlineData("logistic")]
    public void Nothing_fitted_depends_on_test_rows(string network)
    {
        Table table = Data();
        SplitTable split = Split(table);
        var test = new HashSet<int>(split.Rows.Test);
        double[] x = [.. table.Number("x").Values.ToArray().Select((value, row) => test.Contains(row) ? value * 1000 - 7 : value)];
        string?[] kinds = [.. Enumerable.Range(0, Rows).Select(row => test.Contains(row) ? "leak" : table["kind"].TextAt(row))];
        SplitTable other = Split(table.Without("x", "kind").With(new NumberColumn("x", x)).With(CategoryColumn.From("kind", kinds)).Select(
            [.. table.Names]));
        using Model one = (Small with { Network = network }).Fit(split.Target, split.Train, split.Validation);
        using Model two = (Small with { Network = network }).Fit(other.Target, other.Train, other.Validation);
        Assert.Equal(one.Features.ToJson(), two.Features.ToJson());
        Assert.Equal(one.Score(split.Train.Table), two.Score(split.Train.Table));
    }

    [Theory]
    [InlineData("logistic")]
    [InlineData("mlp")]
    [InlineData("tabm")]
    [InlineData("realmlp")]
    public void The_planted_cause_is_found_and_the_noise_is_not(string network)
    {
        SplitTable split = Split(Data());
        int epochs = network is "realmlp" ? 16 : 8;
        using Model model = (Small with { Network = network, Epochs = network == "logistic" ? null : epochs }).Fit(split.Target,
            split.Train,
            split.Validation);
        Assert.InRange(BinaryMetrics.Auc(model.Score(split.Test), split.TestLabels)!.Value, 0.8, 1);
        ColumnImportance[] importance = [.. ColumnImportance.Of(model, split.Test, split.TestLabels, 1)];
        Assert.Equal("x", importance[0].Column);
        Assert.InRange(importance.Single(each => each.Column == "noise").Drop, -0.02, 0.02);
    }

    [Fact]
    public void A_file_gives_back_the_model_and_the_same_bytes()
    {
        SplitTable split = Split(Data());
        using Model model = Small.Fit(split.Target, split.Train, split.Validation);
        byte[] first = Bytes(model), second = Bytes(model);
        Assert.Equal(first, second);
        using Model read = ModelFile.Load(first, "memory");
        Assert.Equal(model.Score(split.Test), read.Score(split.Test));
        Assert.Equal(model.Target, read.Target);
    }

    [Theory]
    [InlineData("net.json", "FLR0442")]
    [InlineData("features.json", "FLR0442")]
    [InlineData("weights.safetensors", "FLR0442")]
    [InlineData("probes.csv", "FLR0442")]
    [InlineData("reference.json", "FLR0442")]
    [InlineData("card.json", "FLR0441")]
    public void An_edited_part_is_refused(string part, string code)
    {
        SplitTable split = Split(Data());
        using Model model = Small.Fit(split.Target, split.Train, split.Validation);
        using var memory = new MemoryStream();
        memory.Write(Bytes(model));
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            using Stream entry = zip.GetEntry(part)!.Open();
            entry.Write("{]"u8);
        }

        FlorinException error = Assert.Throws<FlorinException>(() => ModelFile.Load(memory.ToArray(), "edited.florin"));
        Assert.Equal(code, error.Code);
        if (code == "FLR0442") Assert.Contains(part, error.Message);
    }

    [Fact]
    public void A_cut_file_is_refused_at_every_length()
    {
        SplitTable split = Split(Data());
        using Model model = Small.Fit(split.Target, split.Train, split.Validation);
        byte[] whole = Bytes(model);
        for (int length = 0; length < whole.Length; length += 997)
            Assert.StartsWith("FLR044", Assert.Throws<FlorinException>(() => ModelFile.Load(whole[..length], "cut.florin")).Code);
    }

    [Fact]
    public void An_ensemble_scores_the_mean_of_its_nets_from_a_file_too()
    {
        SplitTable split = Split(Data());
        ModelPlan plain = Small with { Calibration = CalibrationMethod.None };
        using Model both = (plain with { Ensemble = 2 }).Fit(split.Target, split.Train, split.Validation);
        using Model first = plain.Fit(split.Target, split.Train, split.Validation);
        float[] rows = both.Features.Encode(split.Test).Numbers, second = both.Nets[1].PredictRows(rows);
        Assert.NotEqual(second, both.Nets[0].PredictRows(rows));
        double[] expected = [.. first.Nets[0].PredictRows(rows).Zip(second, (one, two) => ((double)one + two) / 2)];
        Assert.Equal(expected, both.Score(split.Test));
        using Model read = ModelFile.Load(Bytes(both), "memory");
        Assert.Equal(expected, read.Score(split.Test));
    }

    /// <summary>Half of the rows have the weight 0 and their outcomes turned round: nothing may be learned from them.</summary>
    [Fact]
    public void A_row_of_weight_0_teaches_nothing()
    {
        Table table = Data();
        string[] bad = [.. Enumerable.Range(0, Rows).Select(row => table["bad"].TextAt(row)!)];
        Column weight = new NumberColumn("w", [.. Enumerable.Range(0, Rows).Select(row => row % 2 == 0 ? 1.0 : 0)]);
        Column part = CategoryColumn.From("part", Enumerable.Range(0, Rows).Select(row => row % 10 < 6 ? "a" : row % 10 < 8 ? "b" : "c"));
        Table turned = table.Without("bad").With(CategoryColumn.From("bad", bad.Select((level, row) =>
            row % 2 == 0 ? level : level == "yes" ? "no" : "yes")));
        using Model one = Fit(table), two = Fit(turned);
        Assert.Equal(one.Score(table), two.Score(table));

        Model Fit(Table rows)
        {
            Table weighted = rows.With(weight).With(part);
            var roles = new ColumnRoles { Target = "bad", Positive = "yes", Weight = "w", Drop = ["part"] };
            SplitTable split = SplitTable.Of(weighted, Schema.Of(weighted, roles), new ColumnSplit("part", "c", "b"), 1);
            return Small.Fit(split.Target, split.Train, split.Validation);
        }
    }

    [Fact]
    public void An_unknown_network_names_those_there_are() => Assert.Contains("realmlp",
        Assert.Throws<FlorinException>(() => new ModelPlan { Network = "xgboost" }.Choose(100)).Message);

    static byte[] Bytes(Model model)
    {
        using var memory = new MemoryStream();
        model.Save(memory, "test");
        return memory.ToArray();
    }

    static SplitTable Split(Table table) =>
        SplitTable.Of(table, Schema.Of(table, new ColumnRoles { Target = "bad", Positive = "yes" }), new StratifiedSplit(0.3), 2);

    /// <summary>Bad when x is large or the kind is risky, with some chance; noise says nothing.</summary>
    static Table Data()
    {
        var random = new Random(11);
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())], noise = [.. x.Select(_ => random.NextDouble())];
        string[] kinds = [.. x.Select(_ => "abc"[random.Next(3)].ToString())];
        string[] bad = [.. x.Select((value, row) =>
            random.NextDouble() < 1 / (1 + Math.Exp(-(10 * value - 7 + (kinds[row] == "a" ? 1.5 : 0)))) ? "yes" : "no")];
        return Table.From(new NumberColumn("x", x), new NumberColumn("noise", noise), CategoryColumn.From("kind", kinds),
            CategoryColumn.From("bad", bad));
    }
}

namespace Florin.Tests.Explain;

using System.Collections.Immutable;

public class RowExplainerTests
{
    const int Rows = 700, Amounts = 12;

    static readonly ExplainOptions Shapley = new() { Method = AttributionMethod.Shapley };

    static ExplainOptions Methods(string name) => name == "shapley" ? Shapley : new ExplainOptions();

    /// <summary>Whatever the net, whatever the method: the shares are the difference of the scores.</summary>
    [Theory]
    [InlineData("logistic")]
    [InlineData("mlp")]
    [InlineData("tabm")]
    [InlineData("realmlp")]
    public void Shares_add_up_to_the_difference_of_the_scores(string network)
    {
        SplitTable split = Split();
        using Model model = Fit(split, network);
        double[] scores = model.Score(split.Test);
        foreach (string method in (string[])["gradients", "shapley"])
        {
            var explainer = new RowExplainer(model, Methods(method));
            for (int row = 0; row < 12; row++)
            {
                RowExplanation found = explainer.Explain(split.Test, row);
                Assert.Equal(scores[row], found.Score);
                double sum = found.Shares.Sum(share => share.Share);
                Assert.InRange(found.Score - found.ReferenceScore - sum, -1e-4, 1e-4);
                Assert.Equal(found.Score - found.ReferenceScore - sum, found.Residual, 12);
                Assert.Equal(model.Features.Encoders.Select(each => each.Column).Order(), found.Shares.Select(each => each.Column).Order());
            }
        }
    }

    /// <summary>Along a line a logistic regression moves by σ' times one number, so each share of the difference is that of its
    /// term.</summary>
    [Fact]
    public void Gradients_of_a_logistic_regression_have_a_closed_form()
    {
        SplitTable split = Split();
        using Model model = Fit(split, "logistic");
        float[] weight = model.Nets[0].Parameters.Single(each => each.Key.EndsWith("weight", StringComparison.Ordinal)).Value;
        Assert.Equal(model.Features.Width, weight.Length);
        var explainer = new RowExplainer(model);
        for (int row = 0; row < 10; row++)
        {
            float[] inputs = model.Features.Encode(split.Test.Rows([row])).Numbers;
            double[] terms = [.. inputs.Select((input, at) => (double)weight[at] * ((double)input - model.Reference!.Inputs[at]))];
            RowExplanation found = explainer.Explain(split.Test, row);
            foreach (ColumnShare share in found.Shares)
            {
                (int first, int count) = model.Features.InputsOf(share.Column);
                double part = terms[first..(first + count)].Sum() / terms.Sum();
                Assert.Equal((found.Score - found.ReferenceScore) * part, share.Share, 4);
            }
        }
    }

    /// <summary>The definition itself: the mean, over every order, of what a column adds.</summary>
    [Fact]
    public void Shapley_values_are_the_mean_over_all_orders()
    {
        SplitTable split = Split(4);
        using Model model = Fit(split, "mlp");
        RowExplanation found = new RowExplainer(model, Shapley).Explain(split.Test, 3);
        string[] columns = [.. model.Features.Encoders.Select(encoder => encoder.Column)];
        Dictionary<string, double> expected = columns.ToDictionary(column => column, _ => 0.0);
        List<string[]> orders = [.. Orders(columns)];
        foreach (string[] order in orders)
        {
            float[] row = [.. model.Reference!.Inputs], own = model.Features.Encode(split.Test.Rows([3])).Numbers;
            double before = Score(model, row);
            foreach (string column in order)
            {
                (int first, int count) = model.Features.InputsOf(column);
                Array.Copy(own, first, row, first, count);
                double after = Score(model, row);
                expected[column] += (after - before) / orders.Count;
                before = after;
            }
        }

        Assert.Equal(5, columns.Length);
        Assert.All(found.Shares, share => Assert.Equal(expected[share.Column], share.Share, 10));
        Assert.All(found.Shares, share => Assert.Null(share.StandardError));
    }

    [Fact]
    public void Sampled_Shapley_values_are_near_the_exact_ones_by_their_own_error()
    {
        SplitTable split = Split(Amounts);
        using Model model = Fit(split, "mlp");
        Dictionary<string, double> exact = Exact(model, split.Test, 5);
        RowExplanation found = new RowExplainer(model, Shapley with { Orders = 400 }).Explain(split.Test, 5);
        Assert.All(found.Shares, share => Assert.NotNull(share.StandardError));
        foreach (ColumnShare share in found.Shares)
            Assert.InRange(share.Share - exact[share.Column], -4.5 * share.StandardError!.Value - 1e-6,
                4.5 * share.StandardError.Value + 1e-6);
        Assert.InRange(found.Shares.Max(share => share.StandardError!.Value), 0, 0.01);
        RowExplanation few = new RowExplainer(model, Shapley with { Orders = 20 }).Explain(split.Test, 5);
        Assert.True(few.Shares.Sum(share => share.StandardError) > 2 * found.Shares.Sum(share => share.StandardError));
    }

    [Theory]
    [InlineData("gradients")]
    [InlineData("shapley")]
    public void The_planted_cause_leads_and_the_noise_has_little(string method)
    {
        SplitTable split = Split();
        using Model model = Fit(split, "mlp");
        var explainer = new RowExplainer(model, Methods(method));
        RowExplanation[] all = [.. Enumerable.Range(0, 60).Select(row => explainer.Explain(split.Test, row))];
        double[] mean = [.. new[] { "x0", "kind", "x2" }.Select(column =>
            all.Average(each => Math.Abs(each.Shares.Single(share => share.Column == column).Share)))];
        Assert.True(mean[0] > 4 * mean[2], $"{mean[0]} against {mean[2]}");
        Assert.True(mean[1] > mean[2], $"{mean[1]} against {mean[2]}");
        double[] values = split.Test.Number("x0").Values.ToArray();
        int lowest = Array.IndexOf(values, values[..60].Min()), highest = Array.IndexOf(values, values[..60].Max());
        Assert.True(all[highest].Shares.Single(share => share.Column == "x0").Share > 0.1);
        Assert.True(all[lowest].Shares.Single(share => share.Column == "x0").Share < -0.1);
    }

    [Fact]
    public void A_group_has_what_its_columns_have_together()
    {
        SplitTable split = Split();
        using Model model = Fit(split, "mlp");
        var groups = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("both", ["x0", "kind"]);
        RowExplanation single = new RowExplainer(model).Explain(split.Test, 1);
        RowExplanation grouped = new RowExplainer(model, new ExplainOptions { Groups = groups }).Explain(split.Test, 1);
        double sum = single.Shares.Where(share => share.Column is "x0" or "kind").Sum(share => share.Share);
        Assert.Equal(sum, grouped.Shares.Single(share => share.Column == "both").Share, 12);
        Assert.Equal(single.Shares.Length - 1, grouped.Shares.Length);
    }

    [Fact]
    public void A_row_is_explained_alike_alone_and_in_a_table_and_from_a_file()
    {
        SplitTable split = Split();
        using Model model = Fit(split, "mlp");
        using var memory = new MemoryStream();
        model.Save(memory, "test");
        using Model read = ModelFile.Load(memory.ToArray(), "memory");
        string inTable = Text(new RowExplainer(model).Explain(split.Test, 7));
        Assert.Equal(inTable, Text(new RowExplainer(model).Explain(split.Test.Rows([7]), 0)));
        Assert.Equal(inTable, Text(new RowExplainer(read).Explain(split.Test, 7)));

        static string Text(RowExplanation each) => $"{each.Score:R} {each.ReferenceScore:R} {each.Residual:R} " + string.Join(' ',
            each.Shares);
    }

    /// <summary>The mean of the columns' means is nobody; medians have three digits.</summary>
    [Fact]
    public void The_reference_is_an_average_and_says_what_is_typical()
    {
        SplitTable split = Split();
        using Model model = Fit(split, "logistic");
        ReferenceRow reference = model.Reference!;
        Assert.Equal(split.Train.Count, reference.Rows);
        float[] encoded = model.Features.Encode(split.Train.Table).Numbers;
        int width = model.Features.Width;
        for (int input = 0; input < width; input++)
            Assert.Equal(Enumerable.Range(0, split.Train.Count).Average(row => (double)encoded[row * width + input]),
                reference.Inputs[input], 5);
        double[] sorted = [.. split.Train.Table.Number("x0").Values.ToArray().Order()];
        Assert.InRange(double.Parse(reference.Typical["x0"], System.Globalization.CultureInfo.InvariantCulture),
            sorted[sorted.Length / 2 - 1] - 0.005, sorted[sorted.Length / 2] + 0.005);
        Assert.InRange(reference.Typical["x0"].Trim('0', '.').Length, 1, 3);
    }

    [Fact]
    public void What_cannot_be_explained_is_said()
    {
        SplitTable split = Split();
        using Model model = Fit(split, "logistic");
        var groups = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("a", ["x0", "knid"]).Add("b", ["x0"]);
        FlorinException error = Assert.Throws<FlorinException>(() => new RowExplainer(model, new ExplainOptions { Groups = groups }));
        Assert.Equal("FLR0593", error.Code);
        Assert.Contains("\"knid\"", error.Message);
        Assert.Contains("perhaps \"kind\"", error.Message);
        Assert.Contains("\"x0\" is in groups \"a\", \"b\"", error.Message);
        Assert.Equal("FLR0594", Assert.Throws<FlorinException>(() => new RowExplainer(model, Shapley with { Orders = 3 })).Code);
        Assert.Equal("FLR0591", Assert.Throws<FlorinException>(() =>
            new RowExplainer(model, reference: model.Reference! with { Inputs = [0] })).Code);
        Assert.Equal("FLR0514", Assert.Throws<FlorinException>(() => new RowExplainer(model).Explain(split.Test, 100_000)).Code);
        Assert.Equal("FLR0507", Assert.Throws<FlorinException>(() => new RowExplainer(model).Explain(split.Test.Without("x0"), 0)).Code);
    }

    [Fact]
    public void Too_few_rows_leave_no_reference()
    {
        SplitTable split = Split(rows: 30);
        Assert.True(split.Train.Count < ReferenceRow.FewestRows);
        using Model model = Fit(split, "logistic");
        Assert.Null(model.Reference);
        Assert.Equal("FLR0591", Assert.Throws<FlorinException>(() => new RowExplainer(model)).Code);
        using var memory = new MemoryStream();
        model.Save(memory, "test");
        using Model read = ModelFile.Load(memory.ToArray(), "memory");
        Assert.Null(read.Reference);
    }

    static Dictionary<string, double> Exact(Model model, Table table, int row)
    {
        string[] columns = [.. model.Features.Encoders.Select(encoder => encoder.Column)];
        int count = columns.Length, width = model.Features.Width;
        float[] own = model.Features.Encode(table.Rows([row])).Numbers, rows = new float[width << count];
        for (int set = 0; set < 1 << count; set++)
        {
            for (int input = 0; input < width; input++) rows[set * width + input] = model.Reference!.Inputs[input];
            for (int player = 0; player < count; player++)
            {
                (int first, int inputs) = model.Features.InputsOf(columns[player]);
                if ((set >> player & 1) == 1) Array.Copy(own, first, rows, set * width + first, inputs);
            }
        }

        double[] scores = [.. model.Nets[0].PredictRows(rows).Select(score => model.Calibration!.Apply(score))],
            factorial = new double[count + 1];
        factorial[0] = 1;
        for (int i = 1; i <= count; i++) factorial[i] = factorial[i - 1] * i;
        return columns.Select((column, player) => (column, player)).ToDictionary(each => each.column, each =>
            Enumerable.Range(0, 1 << count).Where(set => (set >> each.player & 1) == 0).Sum(set =>
            {
                int size = int.PopCount(set);
                return factorial[size] * factorial[count - size - 1] / factorial[count] * (scores[set | 1 << each.player] - scores[set]);
            }));
    }

    static IEnumerable<string[]> Orders(string[] columns) => columns.Length <= 1 ? [columns]
        : columns.SelectMany(first => Orders([.. columns.Where(each => each != first)]).Select(rest => (string[])[first, .. rest]));

    static double Score(Model model, float[] row) => model.Calibration!.Apply(model.Nets[0].PredictRows(row)[0]);

    static Model Fit(SplitTable split, string network) =>
        new ModelPlan { Network = network, Epochs = network == "logistic" ? null : 8, Seed = 3, Threads = 1 }
            .Fit(split.Target, split.Train, split.Validation);

    static SplitTable Split(int amounts = 6, int rows = Rows)
    {
        var random = new Random(4);
        double[][] x = [.. Enumerable.Range(0, amounts).Select(_ => Enumerable.Range(0, rows).Select(_ => random.NextDouble()).ToArray())];
        string[] kinds = [.. Enumerable.Range(0, rows).Select(_ => "abc"[random.Next(3)].ToString())];
        string[] bad = [.. kinds.Select((kind, row) =>
            random.NextDouble() < 1 / (1 + Math.Exp(-(8 * x[0][row] - 5 + 3 * (x[1][row] - 0.5) + (kind == "a" ? 2.5 : 0)))) ? "yes"
                : "no")];
        Table table = Table.From([.. x.Select((values, i) => (Column)new NumberColumn($"x{i}", values)), CategoryColumn.From("kind", kinds),
            CategoryColumn.From("bad", bad)]);
        return SplitTable.Of(table, Schema.Of(table, new ColumnRoles { Target = "bad", Positive = "yes" }), new StratifiedSplit(0.3), 2);
    }
}

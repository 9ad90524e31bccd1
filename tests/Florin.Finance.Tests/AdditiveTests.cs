namespace Florin.Finance.Tests;

using System.Collections.Immutable;

/// <summary>The terms of an additive net against planted functions, and against the net itself.</summary>
public class AdditiveTests
{
    static readonly Func<double, double>[] Planted = [x => 1.5 * Math.Sin(3 * x), x => x > 0.2 ? 1.2 : -0.6, x => 0];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Intercept_and_terms_add_up_to_the_log_odds(bool pairs)
    {
        Table table = Draw(2000, 1);
        using Model model = Fit(table, new ModelPlan
        {
            Calibration = CalibrationMethod.None,
            Sizes = new NetworkSizes { Pairs = pairs ? [new("a", "b"), new("d", "a")] : [] },
        });
        using AdditiveTerms terms = AdditiveTerms.Of(model, table)!;
        Table rows = Draw(500, 2);
        double[] each = terms.Of(rows), scores = model.Score(rows);
        int columns = terms.Count;
        Assert.Equal(pairs ? 6 : 4, columns);
        Assert.Equal(["a", "b", "c", "d"], terms.Columns.Order());
        for (int row = 0; row < rows.RowCount; row++)
        {
            double sum = terms.Intercept + each.AsSpan(row * columns, columns).ToArray().Sum();
            // A single number next to 1 says its log odds less exactly.
            double rounding = 6e-8 / (scores[row] * (1 - scores[row]));
            Assert.Equal(Math.Log(scores[row] / (1 - scores[row])), sum, 1e-5 + rounding);
        }
    }

    [Fact]
    public void Terms_are_centred_and_belong_to_their_column_alone()
    {
        Table table = Draw(1000, 1);
        using Model model = Fit(table, new ModelPlan
        {
            Monotone = ImmutableSortedDictionary<string, MonotoneDirection>.Empty.Add("b", MonotoneDirection.Up),
        });
        using AdditiveTerms terms = AdditiveTerms.Of(model, table)!;
        double[] each = terms.Of(table);
        int columns = terms.Columns.Length;
        for (int i = 0; i < columns; i++)
            Assert.Equal(0, Enumerable.Range(0, table.RowCount).Average(row => each[row * columns + i]), 1e-9);
        double[] moved = terms.Of(table.Without("b").With(new NumberColumn("b", [.. Enumerable.Repeat(0.9, table.RowCount)])));
        int at = terms.Columns.IndexOf("b");
        for (int i = 0; i < each.Length; i++)
            if (i % columns != at) Assert.Equal(each[i], moved[i]);
        Assert.True(moved[at] >= each[at]);
    }

    /// <summary>y = a + 4 a b, where a is not centred: what the product owes to a alone is the curve's.</summary>
    [Fact]
    public void A_pair_keeps_nothing_that_a_column_has_alone()
    {
        Table table = Draw(3000, 1, product: true);
        using Model model = Fit(table, new ModelPlan { Sizes = new NetworkSizes { Pairs = [new("a", "b"), new("d", "b")] } });
        using AdditiveTerms terms = AdditiveTerms.Of(model, table)!;
        Assert.Equal([new("a", "b"), new("d", "b")], terms.Pairs);
        double[] each = terms.Of(table);
        double[] Term(int at) => [.. Enumerable.Range(0, table.RowCount).Select(row => each[row * terms.Count + at])];
        (double[] pair, double[] levels) = (Term(terms.Columns.Length), Term(terms.Columns.Length + 1));
        // Of every level, and in every tenth of either number, the mean is near 0; of levels, whose places are exact, it is 0.
        CategoryColumn d = table.Category("d");
        foreach (int level in d.Values.ToArray().Distinct())
            Assert.Equal(0, Enumerable.Range(0, table.RowCount).Where(row => d.Values[row] == level).Average(row => levels[row]), 1e-6);
        foreach (string name in (string[])["a", "b"])
            foreach (int[] tenth in Enumerable.Range(0, table.RowCount).OrderBy(row => table.Number(name).Values[row]).Chunk(300))
                Assert.InRange(Math.Abs(tenth.Average(row => pair[row])), 0, 0.1 * Deviation(pair));
        Assert.True(Deviation(pair) > 0.5, $"{Deviation(pair)}");
        // The mean of b is 0.25 here: 4 a b adds a slope of 1 to a's own.
        double[] a = table.Number("a").Values.ToArray(), own = Term(terms.Columns.IndexOf("a"));
        Assert.Equal(2, a.Zip(own, (x, y) => x * y).Sum() / a.Sum(x => x * x), 0.35);
    }

    static double Deviation(double[] centred) => Math.Sqrt(centred.Average(value => value * value));

    [Fact]
    public void Surfaces_are_drawn_where_rows_lie_and_shares_of_variance_add_up()
    {
        Table table = Draw(2000, 1, product: true);
        using Model model = Fit(table, new ModelPlan { Sizes = new NetworkSizes { Pairs = [new("a", "b"), new("d", "b")] } });
        AdditiveCurves curves = AdditiveCurves.Of(model, table)!;
        AdditiveSurface surface = curves.Surfaces[0];
        Assert.Equal(("a", "b"), (surface.First, surface.Second));
        Assert.Equal(17, surface.Across.Length);
        Assert.All(surface.Terms, row => Assert.Equal(surface.Across.Length, row.Length));
        // The corners of a product: both high, or both low, add; one of each takes away.
        Assert.True(surface.Terms[0][0] > 0.5 && surface.Terms[^1][^1] > 0.5 && surface.Terms[0][^1] < -0.5 && surface.Terms[^1][0] < -0.5);
        Assert.Equal(1, curves.Columns.Sum(each => each.VarianceShare) + curves.Surfaces.Sum(each => each.VarianceShare), 1e-9);
        Assert.All(curves.Surfaces[1].Across, cell => Assert.Null(cell.Number));
        using AdditiveTerms terms = AdditiveTerms.Of(model, table)!;
        double[] each = terms.Of(table);
        double square = Enumerable.Range(0, table.RowCount).Average(row => Math.Pow(each[row * terms.Count + terms.Columns.Length], 2));
        Assert.Equal(Math.Sqrt(square), surface.Spread, 1e-9);
    }

    [Fact]
    public void A_model_with_pairs_is_the_same_in_a_file_and_on_any_number_of_threads()
    {
        Table table = Draw(600, 1, product: true);
        var plan = new ModelPlan { Sizes = new NetworkSizes { Pairs = [new("a", "b"), new("d", "c")] } };
        using Model two = Fit(table, plan), one = Fit(table, plan, threads: 1);
        Assert.Equal(one.Score(table), two.Score(table));
        using var memory = new MemoryStream();
        two.Save(memory, "pairs");
        using Model read = ModelFile.Load(memory.ToArray(), "memory");
        Assert.Equal(two.Score(table), read.Score(table));
        Assert.Equal(AdditiveCurves.Of(two, table)!.Surfaces[0].Terms[3], AdditiveCurves.Of(read, table)!.Surfaces[0].Terms[3]);
        RowExplanation why = new RowExplainer(read).Explain(table, 4);
        Assert.Equal(4, why.Shares.Length);
        Assert.Equal(why.Score - why.ReferenceScore, why.Shares.Sum(share => share.Share), 1e-4);
    }

    [Fact]
    public void Planted_curves_are_found()
    {
        Table table = Draw(20_000, 3);
        using Model model = Fit(table);
        AdditiveCurves curves = AdditiveCurves.Of(model, table)!;
        foreach ((int at, string name) in (string[])["a", "b", "c"] is var names ? names.Index() : [])
        {
            AdditivePoint[] line = [.. curves.Columns.First(each => each.Column == name).Points.Where(point => point.Number is not null)];
            Assert.True(line.Length > 40);
            double total = line.Sum(point => point.Share);
            double mean = line.Sum(point => point.Share * Planted[at](point.Number!.Value)) / total;
            double own = line.Sum(point => point.Share * point.Term) / total;
            // Root mean squared distance over the rows; a step is seen a little smoothed.
            double square = line.Sum(point => point.Share * Math.Pow(point.Term - own - Planted[at](point.Number!.Value) + mean, 2));
            Assert.InRange(Math.Sqrt(square / total), 0, 0.2);
        }

        AdditiveCurve levels = curves.Columns.First(each => each.Column == "d");
        double Term(string level) => levels.Points.First(point => point.Cell == level).Term;
        Assert.Equal(1.0, Term("x") - Term("y"), 0.2);
        Assert.Equal(0.5, Term("missing") - Term("y"), 0.3);
        Assert.Equal(1, levels.Points.Sum(point => point.Share), 1e-9);
        // By rising standard deviation: noise, the step, the wave; the category between.
        Assert.Equal("c", curves.Columns[^1].Column);
        Assert.Equal("a", curves.Columns[0].Column);
    }

    [Fact]
    public void Curves_are_a_table()
    {
        Table rows = Draw(600, 4);
        using Model model = Fit(rows);
        AdditiveCurves curves = AdditiveCurves.Of(model, rows)!;
        Table table = curves.ToTable();
        Assert.Equal(["column", "cell", "from_number", "term", "share"], table.Names);
        Assert.Equal(curves.Columns.Sum(each => each.Points.Length), table.RowCount);
        using Model opaque = Fit(rows, new ModelPlan { Network = "mlp", Epochs = 1 });
        Assert.Null(AdditiveCurves.Of(opaque, rows));
    }

    static Model Fit(Table table, ModelPlan? plan = null, int threads = 2)
    {
        var schema = Schema.Of(table, new ColumnRoles { Target = "bad", Positive = "1" });
        SplitTable split = SplitTable.Of(table, schema, new StratifiedSplit(0.1), 1);
        plan ??= new ModelPlan();
        return (plan with { Network = plan.Network == "auto" ? "additive" : plan.Network, Threads = threads, Seed = 1 })
            .Fit(split.Target, split.Train, split.Validation);
    }

    static Table Draw(int rows, int seed, bool product = false)
    {
        var random = new Random(seed);
        double[][] x = [.. Planted.Select(_ => new double[rows])];
        string?[] d = new string?[rows];
        string[] bad = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            double sum = -0.3;
            for (int i = 0; i < x.Length; i++) sum += Planted[i](x[i][row] = 2 * random.NextDouble() - 1);
            if (product) (x[1][row], sum) = (x[1][row] + 0.25, x[0][row] + 4 * x[0][row] * (x[1][row] + 0.25));
            d[row] = random.Next(4) switch { 0 => "x", 1 => null, _ => "y" };
            sum += d[row] == "x" ? 1 : d[row] is null ? 0.5 : 0;
            bad[row] = random.NextDouble() < 1 / (1 + Math.Exp(-sum)) ? "1" : "0";
        }

        return Table.From(new NumberColumn("a", x[0]), new NumberColumn("b", x[1]), new NumberColumn("c", x[2]),
            CategoryColumn.From("d", d), CategoryColumn.From("bad", bad));
    }
}

namespace Florin.Finance.Tests;

using System.Collections.Immutable;

/// <summary>The terms of an additive net against planted functions, and against the net itself.</summary>
public class AdditiveTests
{
    static readonly Func<double, double>[] Planted = [x => 1.5 * Math.Sin(3 * x), x => x > 0.2 ? 1.2 : -0.6, x => 0];

    [Fact]
    public void Intercept_and_terms_add_up_to_the_log_odds()
    {
        Table table = Draw(2000, 1);
        using Model model = Fit(table);
        using AdditiveTerms terms = AdditiveTerms.Of(model, table)!;
        Table rows = Draw(500, 2);
        double[] each = terms.Of(rows), scores = model.With(null).Score(rows);
        int columns = terms.Columns.Length;
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

    static Model Fit(Table table, ModelPlan? plan = null)
    {
        var schema = Schema.Of(table, new ColumnRoles { Target = "bad", Positive = "1" });
        SplitTable split = SplitTable.Of(table, schema, new StratifiedSplit(0.1), 1);
        plan ??= new ModelPlan();
        return (plan with { Network = plan.Network == "auto" ? "additive" : plan.Network, Threads = 2, Seed = 1 })
            .Fit(split.Target, split.Train, split.Validation);
    }

    static Table Draw(int rows, int seed)
    {
        var random = new Random(seed);
        double[][] x = [.. Planted.Select(_ => new double[rows])];
        string?[] d = new string?[rows];
        string[] bad = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            double sum = -0.3;
            for (int i = 0; i < x.Length; i++) sum += Planted[i](x[i][row] = 2 * random.NextDouble() - 1);
            d[row] = random.Next(4) switch { 0 => "x", 1 => null, _ => "y" };
            sum += d[row] == "x" ? 1 : d[row] is null ? 0.5 : 0;
            bad[row] = random.NextDouble() < 1 / (1 + Math.Exp(-sum)) ? "1" : "0";
        }

        return Table.From(new NumberColumn("a", x[0]), new NumberColumn("b", x[1]), new NumberColumn("c", x[2]),
            CategoryColumn.From("d", d), CategoryColumn.From("bad", bad));
    }
}

namespace Florin.Tests.Explain;

using System.Collections.Immutable;

public class ColumnDependenceTests
{
    const int Rows = 800;

    [Fact]
    public void The_line_is_the_mean_score_of_rows_with_one_cell()
    {
        (Model fitted, SplitTable split) = Fit();
        using Model model = fitted;
        ColumnDependence found = ColumnDependence.Of(model, split.Test, "x", 1)!;
        Assert.InRange(found.Points.Length, 8, 15);
        foreach (DependencePoint point in found.Points)
        {
            double[] same = [.. Enumerable.Repeat(point.Number!.Value, split.Test.RowCount)];
            Table rows = split.Test.Without("x").With(new NumberColumn("x", same));
            Assert.Equal(model.Score(rows).Average(), point.Mean, 12);
            Assert.True(point.Low <= point.Mean && point.Mean <= point.High);
        }

        Assert.True(found.Points[^1].Mean > found.Points[0].Mean + 0.3);
        Assert.Equal(found.Points.Select(point => point.Number).Order(), found.Points.Select(point => point.Number));
    }

    [Fact]
    public void Codes_are_not_on_the_line_and_levels_have_their_own_points()
    {
        (Model fitted, SplitTable split) = Fit();
        using Model model = fitted;
        Assert.DoesNotContain(ColumnDependence.Of(model, split.Test, "coded", 1)!.Points, point => point.Number < 0);
        Assert.Equal(["a", "b", "c"], ColumnDependence.Of(model, split.Test, "kind", 1)!.Points.Select(point => point.Cell).Order());
        FlorinException error = Assert.Throws<FlorinException>(() => ColumnDependence.Of(model, split.Test, "knid", 1));
        Assert.Equal("FLR0596", error.Code);
        Assert.Contains("kind", error.Message);
    }

    static (Model Model, SplitTable Split) Fit()
    {
        var random = new Random(8);
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        double[] coded = [.. x.Select(_ => random.Next(3) == 0 ? -9 : random.NextDouble())];
        string[] kinds = [.. x.Select(_ => "abc"[random.Next(3)].ToString())];
        string[] bad = [.. x.Select(value => random.NextDouble() < 0.05 + 0.9 * value ? "yes" : "no")];
        Table table = Table.From(new NumberColumn("x", x), new NumberColumn("coded", coded), CategoryColumn.From("kind", kinds),
            CategoryColumn.From("bad", bad));
        SplitTable split = SplitTable.Of(table, Schema.Of(table, new ColumnRoles { Target = "bad", Positive = "yes" }),
            new StratifiedSplit(0.3), 2);
        var codes = ImmutableDictionary<string, ImmutableArray<double>>.Empty.Add("coded", [-9]);
        var plan = new ModelPlan { Network = "mlp", Epochs = 15, Seed = 3, Threads = 1, Features = new FeatureOptions { Special = codes } };
        return (plan.Fit(split.Target, split.Train, split.Validation), split);
    }
}

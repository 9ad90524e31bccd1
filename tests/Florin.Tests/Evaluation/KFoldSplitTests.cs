namespace Florin.Tests.Evaluation;

public class KFoldSplitTests
{
    const int Rows = 203;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_row_judges_once_in_each_repeat_and_never_what_it_taught(bool stratified)
    {
        IReadOnlyList<SplitRows> folds = Cut(new KFoldSplit(4, 2, stratified), 3);
        Assert.Equal(8, folds.Count);
        foreach (SplitRows[] repeat in folds.Chunk(4))
            Assert.Equal(Enumerable.Range(0, Rows), repeat.SelectMany(fold => fold.Test).Order());
        Assert.NotEqual(folds[0].Test, folds[4].Test);
        foreach (SplitRows fold in folds)
        {
            Assert.Equal(Enumerable.Range(0, Rows), fold.Train.Concat(fold.Validation).Concat(fold.Test).Order());
            Assert.InRange(fold.Test.Length, 50, 51);
            Assert.InRange(fold.Validation.Length / (double)(Rows - fold.Test.Length), 0.18, 0.22);
        }

        Assert.Equal(folds[5].Test, Cut(new KFoldSplit(4, 2, stratified), 3)[5].Test);
        Assert.NotEqual(folds[5].Test, Cut(new KFoldSplit(4, 2, stratified), 4)[5].Test);
    }

    /// <summary>As scikit-learn's StratifiedKFold promises: the share of a class differs by at most one row from part to part.</summary>
    [Fact]
    public void Stratified_parts_have_the_same_share_of_each_class()
    {
        double[] bad = Data().Number("bad").Values.ToArray();
        int[] events = [.. Cut(new KFoldSplit(6), 9).Select(fold => fold.Test.Count(row => bad[row] == 1))];
        Assert.InRange(events.Max() - events.Min(), 0, 1);
        int[] drawn = [.. Cut(new KFoldSplit(6, Stratified: false), 9).Select(fold => fold.Test.Count(row => bad[row] == 1))];
        Assert.True(drawn.Max() - drawn.Min() > 1, "without strata six parts would hardly be so equal");
    }

    /// <summary>A customer has 1 to 13 rows; no part may share one with another, nor training with validation rows.</summary>
    [Fact]
    public void Rows_of_a_group_stay_together()
    {
        CategoryColumn customers = Data().Category("customer");
        HashSet<int> Of(int[] rows) => [.. rows.Select(row => customers.Values[row])];
        IReadOnlyList<SplitRows> folds = Cut(new KFoldSplit(5, Grouped: true), 1);
        foreach (SplitRows fold in folds)
        {
            HashSet<int> test = Of(fold.Test), train = Of(fold.Train), validation = Of(fold.Validation);
            Assert.False(test.Overlaps(train) || test.Overlaps(validation) || train.Overlaps(validation));
            Assert.InRange(fold.Test.Length, 33, 50);
            Assert.NotEmpty(fold.Validation);
        }

        Assert.Equal(Rows, folds.Sum(fold => fold.Test.Length));
    }

    [Fact]
    public void A_hold_out_keeps_groups_together_too()
    {
        CategoryColumn customers = Data().Category("customer");
        SplitRows rows = Cut(new StratifiedSplit(0.25), 2)[0];
        int[] Of(int[] part) => [.. part.Select(row => customers.Values[row]).Distinct()];
        Assert.Empty(Of(rows.Test).Intersect(Of(rows.Train)));
        Assert.Empty(Of(rows.Validation).Intersect(Of(rows.Train)));
        Assert.InRange(rows.Test.Length, 35, 60);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(204, 1)]
    [InlineData(5, 0)]
    public void Folds_that_do_not_fit_are_refused(int folds, int repeats) =>
        Assert.Equal("FLR0571", Assert.Throws<FlorinException>(() => Cut(new KFoldSplit(folds, repeats), 0)).Code);

    [Fact]
    public void Groups_without_a_group_column_are_refused()
    {
        Table table = Data();
        Schema schema = Schema.Of(table, new ColumnRoles { Target = "bad", Positive = "1" });
        FlorinException error = Assert.Throws<FlorinException>(() =>
            new KFoldSplit(3, Grouped: true).Folds(table, schema, table.Number("bad").Values, 0));
        Assert.Equal(("FLR0571", "data.group"), (error.Code, error.Place));
    }

    static IReadOnlyList<SplitRows> Cut(Split split, ulong seed)
    {
        Table table = Data();
        var roles = new ColumnRoles { Target = "bad", Positive = "1", Group = "customer" };
        return [.. SplitTable.Folds(table, Schema.Of(table, roles), split, seed).Select(fold => fold.Rows)];
    }

    static Table Data() => Table.From(
        new NumberColumn("x", [.. Enumerable.Range(0, Rows).Select(row => (double)(row * 37 % 101))]),
        CategoryColumn.From("customer", Enumerable.Range(0, Rows).Select(row => $"c{(int)Math.Sqrt(row * 3)}")),
        new NumberColumn("bad", [.. Enumerable.Range(0, Rows).Select(row => row % 7 == 0 ? 1.0 : 0)]));
}

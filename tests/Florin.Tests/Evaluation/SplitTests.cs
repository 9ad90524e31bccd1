namespace Florin.Tests.Evaluation;

public class SplitTests
{
    const int Rows = 500;

    [Fact]
    public void A_stratified_split_keeps_the_base_rate()
    {
        SplitTable split = Cut(new StratifiedSplit(0.2), 3);
        Assert.Equal((320, 80, 100), (split.Rows.Train.Length, split.Rows.Validation.Length, split.Rows.Test.Length));
        Assert.Equal(0.2, split.TestLabels.Average(), 1e-12);
        Assert.Equal(split.Rows.Test, Cut(new StratifiedSplit(0.2), 3).Rows.Test);
        Assert.NotEqual(split.Rows.Test, Cut(new StratifiedSplit(0.2), 4).Rows.Test);
    }

    [Fact]
    public void Every_kth_row_judges() =>
        Assert.Equal(Enumerable.Range(0, Rows).Where(row => (row + 1) % 7 == 0), Cut(new EverySplit(7), 0).Rows.Test);

    [Fact]
    public void Out_of_time_the_latest_rows_judge_and_no_day_is_cut()
    {
        SplitRows rows = Cut(new OutOfTimeSplit(0.2), 0).Rows;
        Column dates = Data()["day"];
        string Last(int[] part) => part.Max(row => dates.TextAt(row)!)!;
        string First(int[] part) => part.Min(row => dates.TextAt(row)!)!;
        Assert.True(string.CompareOrdinal(Last(rows.Train), First(rows.Validation)) < 0);
        Assert.True(string.CompareOrdinal(Last(rows.Validation), First(rows.Test)) < 0);
        Assert.InRange(rows.Test.Length, 80, 120);
    }

    [Fact]
    public void Out_of_time_from_a_date_on()
    {
        SplitRows rows = Cut(new OutOfTimeSplit(From: new DateTime(2024, 1, 31)), 0).Rows;
        Column dates = Data()["day"];
        Assert.Equal("2024-01-31", rows.Test.Min(row => dates.TextAt(row)));
    }

    [Fact]
    public void A_column_says_which_rows_judge()
    {
        SplitRows rows = Cut(new ColumnSplit("part", "c", "b"), 0).Rows;
        Assert.All(rows.Test, row => Assert.Equal(2, row % 3));
        Assert.All(rows.Validation, row => Assert.Equal(1, row % 3));
        Assert.All(rows.Train, row => Assert.Equal(0, row % 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_out_of_range_is_refused(double share) =>
        Assert.Equal("FLR0571", Assert.Throws<FlorinException>(() => Cut(new StratifiedSplit(share), 0)).Code);

    [Fact]
    public void A_part_of_one_class_is_refused() =>
        Assert.Equal("FLR0572", Assert.Throws<FlorinException>(() => Cut(new OutOfTimeSplit(0.001), 0)).Code);

    /// <summary>Nets over folds learn from validation rows too: a share of the rows is a share of both parts, and lies within a larger
    /// one.</summary>
    [Fact]
    public void A_share_is_of_training_and_validation_rows_and_lies_within_a_larger_one()
    {
        SplitTable split = Cut(new StratifiedSplit(0.2), 3);
        static HashSet<long> Of(TrainRows rows) => [.. Enumerable.Range(0, rows.Count).Select(rows.Table.RowNumber)];
        (TrainRows train, TrainRows validation) = split.Part(0.25, 7)!.Value;
        Assert.Equal((80, 20), (train.Count, validation.Count));
        (TrainRows more, TrainRows held) = split.Part(0.5, 7)!.Value;
        Assert.ProperSubset(Of(more), Of(train));
        Assert.ProperSubset(Of(held), Of(validation));
        Assert.Null(split.Part(0.001, 7));
    }

    static SplitTable Cut(Split split, ulong seed)
    {
        Table table = Data();
        return SplitTable.Of(table, Schema.Of(table, new ColumnRoles { Target = "bad", Positive = "1", Time = "day", Drop = ["part"] }),
            split, seed);
    }

    /// <summary>Seven rows a day, every fifth bad, in no order of time.</summary>
    static Table Data() => Table.From(
        new NumberColumn("x", [.. Enumerable.Range(0, Rows).Select(i => (double)(i * 37 % 101))]),
        new DateColumn("day", Enumerable.Range(0, Rows).Select(i => (DateTime?)new DateTime(2024, 1, 1).AddDays(i * 263 % Rows / 7))),
        CategoryColumn.From("part", Enumerable.Range(0, Rows).Select(i => "abc"[i % 3].ToString())),
        new NumberColumn("bad", [.. Enumerable.Range(0, Rows).Select(i => i % 5 == 0 ? 1.0 : 0)]));
}

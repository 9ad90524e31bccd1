namespace Florin.Tests.Data;

/// <summary>What the card of a table tells, on tables made so that the answer is known.</summary>
public class ProfileTests
{
    [Fact]
    public void Numbers_have_quartiles_as_numpy_has_them()
    {
        // numpy.quantile([1, 2, 4, 8, 16, 32], [0, .25, .5, .75, 1]) = 1, 2.5, 6, 14, 32
        ColumnProfile column = One(new NumberColumn("x", [32, 1, double.NaN, 16, 2, 8, 4]));
        Assert.Equal(new Quartiles(1, 2.5, 6, 14, 32), column.Quartiles);
        Assert.Equal((1, 6), (column.Missing, column.Distinct));
    }

    [Fact]
    public void Codes_far_from_the_amounts_are_found()
    {
        double[] amounts = [.. Enumerable.Range(0, 200).Select(i => (double)(i % 18))];
        double[] Five(double code) => [.. Enumerable.Repeat(code, 5)];
        Assert.Equal([96, 98], One(new NumberColumn("late", [.. amounts, .. Five(96), .. Five(98)])).Codes);
        Assert.Equal([-9, -8, -7], One(new NumberColumn("bureau", [.. amounts, .. Five(-7), .. Five(-8), .. Five(-9)])).Codes);
        ColumnProfile employed = One(new NumberColumn("days", [.. amounts.Select(value => -1000 - value * 10), .. Five(365243)]));
        Assert.Equal([365243], employed.Codes);
        Assert.Equal(-1000, employed.Quartiles!.Greatest);
        Assert.Empty(One(new NumberColumn("rare", [.. amounts, 96, 98])).Codes);
        Assert.Empty(One(new NumberColumn("counts", [.. amounts, .. Five(20), .. Five(25)])).Codes);
        Assert.Empty(One(new NumberColumn("signed", [.. amounts.Select(value => value - 9)])).Codes);
    }

    [Fact]
    public void Constants_identifiers_and_copies_are_found()
    {
        int[] rows = [.. Enumerable.Range(0, 30)];
        TableProfile profile = TableProfile.Of(Table.From(
            new NumberColumn("same", [.. rows.Select(_ => 1.0)]),
            new NumberColumn("number", [.. rows.Select(row => (double)row * 3)]),
            CategoryColumn.From("key", rows.Select(row => $"K{row}")),
            new NumberColumn("amount", [.. rows.Select(row => row / 20.0)]),
            CategoryColumn.From("grade", rows.Select(row => row % 2 == 0 ? "A" : "B")),
            CategoryColumn.From("rating", rows.Select(row => row % 2 == 0 ? "A" : "B")),
            new DateColumn("when", rows.Select(row => (DateTime?)new DateTime(2020, 1, 1).AddDays(row / 2))),
            new DateColumn("mixed", rows.Select(row => (DateTime?)new DateTime(2020, 1, 1).AddDays(row % 7)))));
        Assert.Equal(["same"], profile.Columns.Where(column => column.IsConstant).Select(column => column.Name));
        Assert.Equal(["number", "key"], profile.Columns.Where(column => column.IsIdentifierLike).Select(column => column.Name));
        Assert.Equal("grade", profile.Columns[5].DuplicateOf);
        Assert.Equal(1, profile.Columns.Count(column => column.DuplicateOf is not null));
        Assert.Equal([new LevelCount("A", 15), new LevelCount("B", 15)], profile.Columns[4].Levels);
        Assert.Equal(["when"], profile.InOrderOf);
        Assert.Equal(0, profile.DuplicateRows);
        Assert.Equal(15, TableProfile.Of(Table.From(new NumberColumn("half", [.. rows.Select(row => (double)(row / 2))]))).DuplicateRows);
    }

    [Fact]
    public void Columns_that_know_the_answer_are_suspects()
    {
        var random = new Random(9);
        bool[] bad = [.. Enumerable.Range(0, 2000).Select(_ => random.Next(5) == 0)];
        TableProfile profile = TableProfile.Of(Table.From(
            CategoryColumn.From("status", bad.Select(value => value ? "Bad" : "Good")),
            new NumberColumn("recovered", [.. bad.Select(value => value ? random.NextDouble() + 0.95 : random.NextDouble())]),
            new NumberColumn("settled", [.. bad.Select(value => value ? random.NextDouble() : double.NaN)]),
            new NumberColumn("noise", [.. bad.Select(_ => random.NextDouble())]),
            CategoryColumn.From("branch", bad.Select(_ => $"b{random.Next(1000)}")),
            CategoryColumn.From("result", bad.Select(value => value ? "x" : "y"))), "status");
        int events = bad.Count(value => value);
        Assert.Equal([new LevelCount("Good", bad.Length - events), new LevelCount("Bad", events)], profile.Classes);
        Assert.Equal(["recovered", "settled", "result"],
            profile.Columns.Where(column => column.IsLeakSuspect).Select(column => column.Name));
        Assert.Equal(1, profile.Columns[2].AucOfMissing);
        Assert.Equal(1, profile.Columns[5].Auc);
        Assert.InRange(profile.Columns[3].Auc!.Value, 0.5, 0.57);
    }

    /// <summary>Pairs by hand: events 1 and 3 (tie with a 3), others 0, 2, 3: (1+0+0 + 1+1+½) of 6, turned round if below half.</summary>
    [Fact]
    public void The_area_counts_ties_as_half() =>
        Assert.Equal(3.5 / 6, SingleColumn.Auc([1, 3, 0, 2, 3], [true, true, false, false, false])!.Value, 1e-15);

    [Fact]
    public void Known_codes_and_leaks_of_published_files_are_found()
    {
        Table late = Table.ReadCsv(RealFilesTests.Find("give-me-some-credit/cs-training.csv.gz"));
        TableProfile profile = TableProfile.Of(late, "SeriousDlqin2yrs");
        string[] counters = [.. profile.Columns.Where(column => column.Codes.SequenceEqual([96, 98])).Select(column => column.Name)];
        Assert.Equal(["NumberOfTime30-59DaysPastDueNotWorse", "NumberOfTimes90DaysLate", "NumberOfTime60-89DaysPastDueNotWorse"], counters);
        Assert.Equal(["c1"], profile.Columns.Where(column => column.IsIdentifierLike).Select(column => column.Name));
        Assert.Equal([139_974, 10_026], profile.Classes.Select(level => level.Count));

        Table heloc = Table.ReadCsv(RealFilesTests.Find("heloc/heloc_dataset_v1.csv.gz"));
        Assert.All(TableProfile.Of(heloc).Columns.Where(column => column.Kind == ColumnKind.Number),
            column => Assert.Contains(-9, column.Codes));

        Table sample = Table.ReadCsv(RealFilesTests.Find("home-credit-sample/application_train_sample.csv.gz"));
        Assert.Equal([365243], TableProfile.Of(sample).Columns.Single(column => column.Name == "DAYS_EMPLOYED").Codes);
    }

    static ColumnProfile One(Column column) => TableProfile.Of(Table.From(column)).Columns[0];
}

namespace Florin.Tests.Models;

using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;

/// <summary>Objects in the place of tables.</summary>
public class TypedModelTests
{
    const int Rows = 400;

    enum Purpose { Car, House, Study }

    sealed record Loan([property: Column("annual income")] double? Income, int Term, Purpose? Purpose, string? Zip, DateOnly Issued,
        bool Owner, decimal Rate, string Note = "");

    sealed record Misfit(string Income, int Trem, DateTime Purpose);

    sealed record Row(float X, string Kind);

    sealed record Policy(double X, double Years);

    struct Nothing;

    [Fact]
    public void Scores_have_the_bits_of_those_of_a_table()
    {
        (Model model, Table table, Loan[] loans) = Trained();
        using Model owned = model;
        var typed = new Model<Loan>(model);
        double[] expected = model.Score(table);
        Assert.True(expected.Distinct().Count() > Rows / 2);
        Assert.Equal(expected, typed.Score(loans, threads: 2));
        Assert.Equal(expected, loans.Select(typed.Score));
        Assert.Equal(expected, model.Score(Table.From<Loan>(loans)));
        Assert.Empty(typed.Score([]));
        Assert.Same(model, typed.Untyped);
    }

    /// <summary>So many rows that columns are shared among threads.</summary>
    [Fact]
    public void Threads_that_share_columns_change_no_bit()
    {
        const int Times = 12;
        (Model model, Table table, _) = Trained();
        using Model owned = model;
        Table many = table.Rows([.. Enumerable.Range(0, Times * Rows).Select(row => row % Rows)]);
        EncodedRows one = model.Features.Encode(many, 1), three = model.Features.Encode(many, 3);
        Assert.Equal(one.Numbers, three.Numbers);
        Assert.Equal(one.UnknownCells, three.UnknownCells);
        Assert.Equal(model.Score(table), model.Score(many, 3)[..Rows]);
    }

    /// <summary>A table that finds its columns by name would cost several times as much as the score.</summary>
    [Fact]
    public void A_single_object_costs_little_memory()
    {
        const int Singles = 200, Most = 2500;
        (Model model, _, Loan[] loans) = Trained();
        using Model owned = model;
        var typed = new Model<Loan>(model);
        for (int i = 0; i < Rows; i++) typed.Score(loans[i]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Singles; i++) typed.Score(loans[i]);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Singles, 1, Most);
    }

    [Fact]
    public void Many_threads_score_at_once()
    {
        (Model model, Table table, Loan[] loans) = Trained();
        using Model owned = model;
        var typed = new Model<Loan>(model);
        double[] expected = model.Score(table), found = new double[Rows];
        Parallel.For(0, Rows, new ParallelOptions { MaxDegreeOfParallelism = 7 }, row => found[row] = typed.Score(loans[row]));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Cells_that_say_nothing_are_missing_as_in_a_file()
    {
        (Model model, _, Loan[] loans) = Trained();
        using Model owned = model;
        var typed = new Model<Loan>(model);
        Loan bare = loans[0] with { Income = null, Purpose = null, Zip = "" };
        string file = string.Create(CultureInfo.InvariantCulture, $"""
            annual income,Term,Purpose,Zip,Issued,Owner,Rate
            ,{bare.Term},,,{bare.Issued:yyyy-MM-dd},{(bare.Owner ? "true" : "false")},{bare.Rate}

            """);
        string path = Path.GetTempFileName();
        File.WriteAllText(path, file);
        Assert.Equal(model.Score(model.ReadCsv(path).Single().Table)[0], typed.Score(bare));
        Assert.Equal(typed.Score(bare), typed.Score(bare with { Zip = null }));
        Assert.NotEqual(typed.Score(loans[0]), typed.Score(bare));
        File.Delete(path);
    }

    [Fact]
    public void Everything_that_does_not_fit_is_said_at_once()
    {
        (Model model, _, _) = Trained();
        using Model owned = model;
        var error = Assert.Throws<FlorinException>(() => new Model<Misfit>(model));
        Assert.Equal("FLR0578", error.Code);
        Assert.Contains("\"annual income\" is not there", error.Found);
        Assert.Contains("\"Term\" is not there, perhaps \"Trem\"", error.Found);
        Assert.Contains("\"Purpose\" is DateTime", error.Found);
        Assert.Contains("\"Rate\" is not there", error.Found);
        Assert.Equal("FLR0578", Assert.Throws<FlorinException>(() => new Model<Nothing>(model)).Code);
    }

    [Fact]
    public void Infinite_numbers_are_refused_by_the_name_of_their_column_alone()
    {
        (Model model, _, Loan[] loans) = Trained();
        using Model owned = model;
        var error = Assert.Throws<FlorinException>(() => new Model<Loan>(model).Score(loans[0] with { Income = double.PositiveInfinity }));
        Assert.Equal("FLR0516", error.Code);
        Assert.Contains("annual income", error.Message);
    }

    [Fact]
    public void Several_classes_have_a_score_each()
    {
        double[] x = [.. Enumerable.Range(0, Rows).Select(row => row / (double)Rows)];
        string[] kinds = [.. x.Select(value => value < 0.3 ? "a" : value < 0.6 ? "b" : "c")];
        using Model model = Fit(Table.From(new NumberColumn("X", x), CategoryColumn.From("Kind", kinds)), "Kind", null);
        var typed = new Model<Row>(model);
        double[] scores = typed.Scores(new Row(0.5f, ""));
        Assert.Equal(model.Score(Table.From(new NumberColumn("X", [0.5]))), scores);
        Assert.Equal(3, scores.Length);
        Assert.Equal("FLR0579", Assert.Throws<FlorinException>(() => typed.Score(new Row(0.5f, ""))).Code);
    }

    [Fact]
    public void An_exposure_is_a_column_like_others()
    {
        double[] x = [.. Enumerable.Range(0, Rows).Select(row => row % 20 / 20.0)], years = [.. x.Select((_, row) => 0.5 + row % 3 / 2.0)];
        double[] claims = [.. x.Select((value, row) => row % 7 < 3 * value ? 1.0 : 0)];
        Table table = Table.From(new NumberColumn("X", x), new NumberColumn("Years", years), new NumberColumn("claims", claims));
        using Model model = Fit(table, "claims", "Years");
        var typed = new Model<Policy>(model);
        Assert.Equal(model.Score(table), typed.Score(x.Zip(years, (value, year) => new Policy(value, year))));
        Assert.Equal(2 * typed.Score(new Policy(0.5, 1)), typed.Score(new Policy(0.5, 2)), 1e-12);
        Assert.Equal("FLR0569", Assert.Throws<FlorinException>(() => typed.Score(new Policy(0.5, 0))).Code);
        Assert.Contains("\"Years\"", Assert.Throws<FlorinException>(() => new Model<Row>(model)).Found);
    }

    [Fact]
    public void A_row_costs_little_memory()
    {
        (Model model, _, Loan[] loans) = Trained();
        using Model owned = model;
        var typed = new Model<Loan>(model);
        for (int row = 0; row < 50; row++) typed.Score(loans[row]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int row = 0; row < Rows; row++) typed.Score(loans[row]);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / Rows;
        TestContext.Current.TestOutputHelper!.WriteLine($"{each} bytes for a row of seven columns");
        Assert.InRange(each, 1, 8_000);
    }

    static Model Fit(Table table, string target, string? exposure)
    {
        Schema schema = Schema.Of(table, new ColumnRoles
        {
            Target = target,
            Positive = target == "bad" ? "1" : null,
            Exposure = exposure,
        });
        ModelTarget predicted = ModelTarget.Of(table, schema, exposure is null ? null : ModelTask.Count);
        SplitTable split = SplitTable.Of(table, schema, new StratifiedSplit(0.2), 2, predicted);
        return new ModelPlan { Network = "mlp", Epochs = 4, Seed = 5, Threads = 1 }.Fit(split.Target, split.Train, split.Validation);
    }

    /// <summary>A model of a table that was not made from objects, and the same rows as objects.</summary>
    static (Model Model, Table Table, Loan[] Loans) Trained()
    {
        var random = new Random(3);
        Loan[] loans = [.. Enumerable.Range(0, Rows).Select(_ => new Loan(
            random.Next(9) == 0 ? null : Math.Round(50_000 * random.NextDouble()),
            12 * (1 + random.Next(5)),
            random.Next(8) == 0 ? null : (Purpose)random.Next(3),
            random.Next(9) == 0 ? null : $"0{random.Next(6)}",
            new DateOnly(2020, 1, 1).AddDays(random.Next(900)),
            random.Next(2) == 0,
            random.Next(900) / 100m))];
        Table table = Table.From(
            new NumberColumn("annual income", [.. loans.Select(loan => loan.Income ?? double.NaN)]),
            new NumberColumn("Term", [.. loans.Select(loan => (double)loan.Term)]),
            CategoryColumn.From("Purpose", loans.Select(loan => loan.Purpose?.ToString())),
            CategoryColumn.From("Zip", loans.Select(loan => loan.Zip)),
            new DateColumn("Issued", loans.Select(loan => (DateTime?)loan.Issued.ToDateTime(TimeOnly.MinValue))),
            CategoryColumn.From("Owner", loans.Select(loan => loan.Owner ? "true" : "false")),
            new NumberColumn("Rate", [.. loans.Select(loan => (double)loan.Rate)]));
        string[] bad = [.. loans.Select(loan => random.NextDouble() * 9 < (double)loan.Rate ? "1" : "0")];
        return (Fit(table.With(CategoryColumn.From("bad", bad)), "bad", null), table, loans);
    }
}

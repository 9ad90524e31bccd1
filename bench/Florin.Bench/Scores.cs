namespace Florin.Bench;

using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics;
using System.Text.Json.Nodes;

/// <summary>
/// Scores tables in memory, from cells to probabilities, and objects one by one: a net of <c>network: mlp</c> on the rows of Give Me Some
/// Credit (--data names the file), eight times over.
/// </summary>
static class Scores
{
    const int Times = 8, Rounds = 3, Singles = 100_000;

    static readonly string[] Late = ["NumberOfTime30-59DaysPastDueNotWorse", "NumberOfTimes90DaysLate",
        "NumberOfTime60-89DaysPastDueNotWorse"];

    public static void Run(Settings settings)
    {
        Table table = Table.ReadCsv(settings.Data);
        Schema schema = Schema.Of(table, new ColumnRoles { Target = "SeriousDlqin2yrs", Positive = "1", Drop = ["c1"] });
        SplitTable split = SplitTable.Of(table, schema, new EverySplit(5), 1);
        using Model model = new ModelPlan
        {
            Network = "mlp", Epochs = 2,
            Features = new FeatureOptions { Special = Late.ToImmutableDictionary(name => name, _ => ImmutableArray.Create(96.0, 98)) },
        }.Fit(split.Target, split.Train, split.Validation);
        Table many = table.Rows([.. Enumerable.Range(0, Times * table.RowCount).Select(row => row % table.RowCount)]);
        foreach (int threads in settings.Threads == 1 ? (int[])[1] : [1, settings.Threads])
            Tables(settings with { Threads = threads }, model, many);
        Objects(settings with { Threads = 1 }, model);
    }

    static void Tables(Settings settings, Model model, Table table)
    {
        double whole = double.PositiveInfinity, encoding = double.PositiveInfinity, sum = 0;
        Meter meter = new();
        for (int round = 0; round <= Rounds; round++)
        {
            meter = new Meter();
            long begin = Stopwatch.GetTimestamp();
            sum = model.Score(table, settings.Threads).Sum();
            whole = Math.Min(whole, Stopwatch.GetElapsedTime(begin).TotalSeconds);
            meter.Stop();
            begin = Stopwatch.GetTimestamp();
            model.Features.Encode(table);
            encoding = Math.Min(encoding, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        meter.Print(settings, "table", new JsonObject
        {
            ["rows_per_second"] = table.RowCount / whole,
            ["encoding_share_1_thread"] = encoding / whole,
            ["bytes_per_row"] = (double)meter.Allocated / table.RowCount,
            ["checksum"] = sum,
        });
    }

    static void Objects(Settings settings, Model model)
    {
        var typed = new Model<Borrower>(model);
        var borrower = new Borrower();
        double sum = 0;
        for (int i = 0; i < Singles; i++) sum += typed.Score(borrower);
        var meter = new Meter();
        for (int i = 0; i < Singles; i++) sum += typed.Score(borrower);
        meter.Stop();
        meter.Print(settings, "object", new JsonObject
        {
            ["rows_per_second"] = Singles / meter.Wall,
            ["bytes_per_row"] = (double)meter.Allocated / Singles,
            ["checksum"] = sum,
        });
    }

    /// <summary>A row of the file, with a cell missing.</summary>
    sealed class Borrower
    {
        [Column("RevolvingUtilizationOfUnsecuredLines")]
        public double Utilization { get; init; } = 0.766126609;

        [Column("age")]
        public int Age { get; init; } = 45;

        [Column("NumberOfTime30-59DaysPastDueNotWorse")]
        public int Late30 { get; init; } = 2;

        public double DebtRatio { get; init; } = 0.802982129;

        public double? MonthlyIncome { get; init; }

        [Column("NumberOfOpenCreditLinesAndLoans")]
        public int Lines { get; init; } = 13;

        [Column("NumberOfTimes90DaysLate")]
        public int Late90 { get; init; }

        [Column("NumberRealEstateLoansOrLines")]
        public int RealEstate { get; init; } = 6;

        [Column("NumberOfTime60-89DaysPastDueNotWorse")]
        public int Late60 { get; init; }

        [Column("NumberOfDependents")]
        public int? Dependents { get; init; } = 2;
    }
}

namespace Florin.AspNetCore.Tests;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>Small models of made-up loans, made once: all kinds of columns, codes, missing cells, levels that need escapes.</summary>
static class Loans
{
    public const int Rows = 600;

    public static readonly string[] Purposes = ["car", "Möbel & Küche", "a \"quoted\" one", "tax"];

    static readonly Lazy<byte[]> FirstFile = new(() => Make(1)), SecondFile = new(() => Make(2)),
        OwnWays = new(() => Make(3, new ModelReading
        {
            Missing = ["none", "-1"],
            Dates = ImmutableSortedDictionary<string, string>.Empty.Add("since", "MMM-yyyy"),
        }));

    public static byte[] First => FirstFile.Value;

    public static byte[] Second => SecondFile.Value;

    /// <summary>Its dates look like May-2021, and "none" and -1 stand for missing.</summary>
    public static byte[] WithOwnWays => OwnWays.Value;

    /// <summary>A row that every model of these takes.</summary>
    public const string Row = """{"income":24000,"region":"north","purpose":"car","since":"2021-05-31","late":0}""";

    /// <summary>That row with another text in the place of one of its own.</summary>
    public static string RowWith(string old, string other) => Row.Replace(old, other, StringComparison.Ordinal);

    public static string Request(params string[] rows) => $"{{\"rows\":[{string.Join(',', rows)}]}}";

    /// <summary>What the command line gives for the same cells: the file is read in batches and scored.</summary>
    public static (double[] Scores, string?[] Errors) Score(byte[] file, string csv)
    {
        using Model model = ModelFile.Load(file, "memory");
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv));
        CsvOptions options = model.Reading.ToCsvOptions() with { Delimiter = ',' };
        TableBatch batch = Table.ReadCsvBatches(stream, model.Columns, 8192, options).Single();
        double[] scores = model.Score(batch.Table);
        return (scores, [.. Enumerable.Range(0, scores.Length).Select(batch.ErrorAt)]);
    }

    static byte[] Make(int seed, ModelReading? reading = null)
    {
        Table table = Data(seed);
        var roles = new ColumnRoles { Target = "bad", Positive = "yes", Id = "id" };
        SplitTable split = SplitTable.Of(table, Schema.Of(table, roles), new StratifiedSplit(0.2), 1);
        var plan = new ModelPlan
        {
            Network = "mlp",
            Epochs = 3,
            Seed = (ulong)seed,
            Threads = 1,
            Reading = reading ?? new ModelReading(),
            Features = new FeatureOptions
            {
                Optional = ["late"],
                Special = ImmutableDictionary<string, ImmutableArray<double>>.Empty.Add("late", [-9]),
            },
        };
        using Model model = plan.Fit(split.Target, split.Train, split.Validation);
        using var memory = new MemoryStream();
        model.Save(memory, "loans", "credit/default-risk");
        return memory.ToArray();
    }

    /// <summary>The rows that a model of these learned from.</summary>
    public static Table Data(int seed)
    {
        var random = new Random(seed);
        int[] rows = [.. Enumerable.Range(0, Rows)];
        double[] income = [.. rows.Select(_ => random.Next(10) == 0 ? double.NaN : Math.Round(8000 + 40000 * random.NextDouble()))];
        double[] late = [.. rows.Select(_ => random.Next(6) == 0 ? -9 : (double)random.Next(5))];
        string[] region = [.. rows.Select(_ => ((string[])["north", "south", "true"])[random.Next(3)])];
        string?[] purpose = [.. rows.Select(_ => random.Next(8) == 0 ? null : Purposes[random.Next(Purposes.Length)])];
        DateTime?[] since = [.. rows.Select(_ => (DateTime?)new DateTime(2019, 1, 1).AddDays(random.Next(1500)))];
        string[] bad = [.. rows.Select(row => random.NextDouble() < (late[row] > 2 ? 0.6 : 0.2) ? "yes" : "no")];
        return Table.From(CategoryColumn.From("id", rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"L{row}"))),
            new NumberColumn("income", income), CategoryColumn.From("region", region), CategoryColumn.From("purpose", purpose),
            new DateColumn("since", since), new NumberColumn("late", late), CategoryColumn.From("bad", bad));
    }
}

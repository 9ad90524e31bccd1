namespace Florin.Finance.Tests.Credit;

using System.Text.Json;

/// <summary>The cases of scorecard.json, and small tables.</summary>
static class ScorecardCases
{
    public static readonly JsonElement File = Read();

    static JsonElement Read()
    {
        using JsonDocument document = JsonDocument.Parse(
            System.IO.File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "tests", "reference", "scorecard.json")));
        return document.RootElement.Clone();
    }

    public static double[] Numbers(JsonElement from, string name) =>
        [.. from.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    public static string[] Texts(JsonElement from, string name) =>
        [.. from.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];

    public static void Near(double[] expected, IEnumerable<double> found, double tolerance)
    {
        double[] all = [.. found];
        Assert.Equal(expected.Length, all.Length);
        for (int i = 0; i < all.Length; i++) Assert.Equal(expected[i], all[i], tolerance);
    }

    /// <summary>All rows of a table as rows to learn from: copies of them stop and judge.</summary>
    public static TrainRows All(Table table, string target = "bad", string? weight = null)
    {
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        string[] parts = [.. new[] { "learn", "stop", "judge" }.SelectMany(part => rows.Select(_ => part))];
        Table three = table.Rows([.. rows, .. rows, .. rows]).With(CategoryColumn.From("part", parts));
        Schema schema = Schema.Of(three, new ColumnRoles { Target = target, Positive = "1", Weight = weight, Drop = ["part"] });
        return SplitTable.Of(three, schema, new ColumnSplit("part", "judge", "stop"), 1).Train;
    }

    public static BinaryTarget Bad(string column = "bad") => new(column, "1", "0");

    public static FlorinException Refused(string code, Func<object?> call)
    {
        FlorinException error = Assert.Throws<FlorinException>(call);
        Assert.Equal(code, error.Code);
        return error;
    }

    public static string Root(string folder) => System.IO.File.Exists(Path.Combine(folder, "Florin.slnx")) ? folder
        : Root(Path.GetDirectoryName(folder)!);
}

namespace Florin.Tests;

using System.Collections.Immutable;

/// <summary>Rows of every kind of cell: missing, codes, rare levels, moments; and rows to score as training never saw them.</summary>
static class OnnxLoans
{
    public const int Rows = 600;

    public static readonly FeatureOptions Features = new()
    {
        Special = ImmutableDictionary<string, ImmutableArray<double>>.Empty
            .Add("months", [-9, -8]).Add("flat", [-1, -2, -1]),
        Optional = ["note"],
        Seed = 4,
    };

    static readonly DateTime Start = new(2019, 3, 1);

    /// <summary>Training rows with a target for each task; years are exposures.</summary>
    public static Table Train() => Of(new Random(5), Rows, unseen: false);

    /// <summary>Rows to score: levels, codes, amounts and days that training did not see among them.</summary>
    public static Table Fresh() => Of(new Random(6), 90, unseen: true);

    static Table Of(Random random, int rows, bool unseen)
    {
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        double[] income = [.. x.Select((value, row) => row % 9 == 0 ? double.NaN : Math.Exp(8 + 3 * value))];
        double[] months = [.. x.Select(value => random.Next(10) switch { 0 => -9, 1 => -8, _ => Math.Floor(60 * value) })];
        double[] flat = [.. x.Select(value => random.Next(4) switch { 0 => -1, 1 => -2, _ => 7.0 })];
        double[] years = [.. x.Select(_ => 0.1 + random.NextDouble())], offset = [.. x.Select(_ => random.NextDouble() - 0.5)];
        string?[] grades = [.. x.Select(value => random.Next(12) switch
        {
            0 => null, 1 => "rare" + random.Next(200), _ => "gradé " + (int)(4 * value),
        })];
        string?[] branches = [.. x.Select(_ => "north,south,\"west\"".Split(',')[random.Next(3)])];
        DateTime?[] issued = [.. x.Select((value, row) => row % 7 == 0 ? (DateTime?)null : Start.AddMinutes(Math.Floor(1e6 * value)))];
        double[] owner = [.. x.Select((_, row) => row % 11 == 0 ? double.NaN : row % 5 == 0 ? 3 : 0.5)];
        if (unseen) (owner[1], owner[2], owner[3], owner[4]) = (1, -1e30, 1e30, 2.9);
        if (unseen) Surprise(income, months, grades, branches, issued);
        double[] counts = [.. x.Select((value, row) => (double)(random.NextDouble() < value * years[row] ? 1 + random.Next(2) : 0))];
        return Table.From(new NumberColumn("income", income), new NumberColumn("months", months), new NumberColumn("flat", flat),
            new NumberColumn("owner", owner),
            CategoryColumn.From("grade", grades), CategoryColumn.From("branch", branches), new DateColumn("issued on", issued),
            CategoryColumn.From("note", x.Select((_, row) => row % 3 == 0 ? "a" : "b")),
            new NumberColumn("lost", [.. x.Select((value, row) => row % 4 == 0 ? 0 : row % 6 == 1 ? 1 : value)]),
            new NumberColumn("years", years), new NumberColumn("offset", offset), new NumberColumn("claims", counts),
            CategoryColumn.From("bad", x.Select(value => random.NextDouble() < 0.2 + 0.6 * value ? "yes" : "no")),
            CategoryColumn.From("kind", x.Select(value => random.NextDouble() < value ? "lów" : random.Next(2) == 0 ? "mid" : "high")),
            new NumberColumn("amount", [.. x.Select(value => 40_000 + 30_000 * value * value + 500 * random.NextDouble())]));
    }

    static void Surprise(double[] income, double[] months, string?[] grades, string?[] branches, DateTime?[] issued)
    {
        double[] amounts = [0, -0.0, -1e12, 1e12, 1e-300, 1e30, -9, -8];
        for (int at = 0; at < amounts.Length; at++) (income[at + 1], months[at + 1]) = (amounts[at], amounts[^(at + 1)]);
        (months[20], months[21], months[22]) = (double.NaN, -7, 12.5);
        (grades[0], grades[1], grades[2], grades[3], grades[4]) = ("never seen", null, "GRADÉ 1", "other", "gradé 1 ");
        (branches[5], branches[6], branches[7]) = (null, "east", "south ");
        (issued[1], issued[2], issued[3]) = (new DateTime(1900, 1, 1), new DateTime(2100, 12, 31, 23, 59, 59), Start.AddTicks(1));
    }
}

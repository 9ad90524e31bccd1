namespace Florin.Finance.Tests;

using System.Security.Cryptography;
using System.Text.Json;

/// <summary>The simulated applicants are those of the formulas, and behave as the documentation says.</summary>
public class CreditSimulatorTests
{
    const int Rows = 40_000;

    static readonly CreditSample Sample = CreditSimulator.SimulateWithTruth(Rows, 20260101);

    static bool[] Defaulted => [.. Sample.Table.Number("defaulted").Values.ToArray().Select(value => value == 1)];

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        Assert.Equal(Hash(2000, 5), Hash(2000, 5));
        Assert.NotEqual(Hash(2000, 5), Hash(2000, 6));
    }

    /// <summary>Random numbers, cells and truth, computed again in numpy.</summary>
    [Fact]
    public void Cells_and_truth_are_those_of_the_reference()
    {
        string path = Path.Combine(Root(AppContext.BaseDirectory), "tests", "reference", "credit.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement[] cases = [.. document.RootElement.GetProperty("cases").EnumerateArray()];
        CreditSample sample = CreditSimulator.SimulateWithTruth(cases.Length, document.RootElement.GetProperty("seed").GetUInt64());
        Table table = sample.Table;
        for (int row = 0; row < cases.Length; row++)
        {
            JsonElement expected = cases[row];
            Assert.Equal(expected.GetProperty("pd").GetDouble(), sample.TruePd[row], 1e-12);
            Assert.Equal(expected.GetProperty("name").GetString(), table["loan_id"].TextAt(row));
            Assert.Equal(new DateTime(2021, 1, 1).AddDays(expected.GetProperty("day").GetDouble()), table.Date("issued_on")[row]);
            foreach (Column column in table.Columns.Where(column => column.Name is not ("loan_id" or "issued_on")))
            {
                JsonElement cell = expected.GetProperty(column.Name);
                bool missing = expected.TryGetProperty(column.Name + "_missing", out JsonElement hidden) && hidden.GetBoolean();
                Assert.Equal(missing, column.IsMissing(row));
                if (missing) continue;
                if (column is NumberColumn numbers) Assert.Equal(cell.GetDouble(), numbers.Values[row], 1e-9);
                else Assert.Equal(cell.GetString(), column.TextAt(row));
            }
        }
    }

    [Fact]
    public void The_base_rate_and_the_missing_shares_are_the_stated_ones()
    {
        Assert.InRange(Defaulted.Count(bad => bad) / (double)Rows, 0.07, 0.09);
        Assert.InRange(Sample.Table["income"].MissingCount / (double)Rows, 0.1, 0.12);
        Assert.InRange(Sample.Table["employment_years"].MissingCount / (double)Rows, 0.035, 0.045);
        Column homes = Sample.Table["home_ownership"], utilisation = Sample.Table["utilisation"];
        int[] owners = [.. Enumerable.Range(0, Rows).Where(row => homes.TextAt(row) == "own")];
        Assert.InRange(owners.Count(utilisation.IsMissing) / (double)owners.Length, 0.1, 0.14);
    }

    /// <summary>In each tenth by true PD the count of defaults is a sum of independent draws: within 4 standard deviations.</summary>
    [Fact]
    public void The_true_pd_is_calibrated_in_every_tenth()
    {
        int[] order = [.. Enumerable.Range(0, Rows).OrderBy(row => Sample.TruePd[row])];
        bool[] defaulted = Defaulted;
        foreach (int[] tenth in order.Chunk(Rows / 10))
        {
            double expected = tenth.Sum(row => Sample.TruePd[row]);
            double deviation = Math.Sqrt(tenth.Sum(row => Sample.TruePd[row] * (1 - Sample.TruePd[row])));
            Assert.InRange(tenth.Count(row => defaulted[row]), expected - 4 * deviation, expected + 4 * deviation);
        }
    }

    [Fact]
    public void The_true_pd_ranks_with_the_stated_area()
    {
        int[] order = [.. Enumerable.Range(0, Rows).OrderBy(row => Sample.TruePd[row])];
        bool[] defaulted = Defaulted;
        double below = 0, pairs = 0;
        foreach (int row in order)
            if (defaulted[row]) pairs += below;
            else below++;
        Assert.InRange(pairs / (below * (Rows - below)), 0.79, 0.83);
    }

    [Fact]
    public void Rows_are_in_the_order_of_time_and_defaults_rise()
    {
        ReadOnlySpan<DateTime> days = Sample.Table.Date("issued_on").Values;
        for (int row = 1; row < Rows; row++) Assert.True(days[row] >= days[row - 1]);
        Assert.Equal((2021, 2023), (days[0].Year, days[^1].Year));
        bool[] defaulted = Defaulted;
        Assert.True(defaulted[^(Rows / 3)..].Count(bad => bad) > 1.15 * defaulted[..(Rows / 3)].Count(event_ => event_));
    }

    [Fact]
    public void Noise_says_nothing_and_no_column_knows_the_answer()
    {
        TableProfile profile = TableProfile.Of(Sample.Table, "defaulted");
        Assert.InRange(profile.Columns.Single(column => column.Name == "noise").Auc!.Value, 0.5, 0.52);
        Assert.DoesNotContain(profile.Columns, column => column.IsLeakSuspect);
        Assert.Equal([-9.0], profile.Columns.Single(column => column.Name == "months_since_delinquency").Codes);
    }

    [Fact]
    public void A_simulation_without_rows_is_refused() =>
        Assert.Equal("FLR1041", Assert.Throws<FlorinException>(() => CreditSimulator.Simulate(0, 1)).Code);

    static string Hash(int rows, ulong seed)
    {
        using var bytes = new MemoryStream();
        CreditSimulator.Simulate(rows, seed).WriteCsv(bytes);
        return Convert.ToHexString(SHA256.HashData(bytes.ToArray()));
    }

    static string Root(string folder) => File.Exists(Path.Combine(folder, "Florin.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);
}

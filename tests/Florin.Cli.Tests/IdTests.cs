namespace Florin.Cli.Tests;

using System.Globalization;
using Florin.Tests;

/// <summary>Ids as they are written: as in the file, or as keyed hashes, the same in the files of a run and of scores.</summary>
public sealed class IdTests : IDisposable
{
    const string Key = "canary-key-of-32-letters-0123456";

    readonly string folder = Directory.CreateTempSubdirectory("florin-ids").FullName;
    readonly string[] ids = [.. Enumerable.Range(0, 400).Select(row => row switch
    {
        0 => "", 1 => "12345678901234567890", 2 => "12345678901234567891", _ => $"0071{row * 7919:D12}",
    })];

    string Data => Path.Combine(folder, "rows.csv");

    string Plan => Path.Combine(folder, "plan.yaml");

    string Out => Path.Combine(folder, "out");

    string ModelPath => Path.Combine(Out, "model.florin");

    string KeyPath => Path.Combine(folder, "key");

    public IdTests()
    {
        var random = new Random(3);
        File.WriteAllLines(Data, ["account,x,bad", .. ids.Select(id =>
        {
            double x = Math.Round(random.NextDouble(), 3);
            return FormattableString.Invariant($"{id},{x},{(random.NextDouble() < x ? 1 : 0)}");
        })]);
        File.WriteAllText(Plan, """
            recipe: generic/classification
            data: {path: rows.csv, target: bad, positive: 1, id: account}
            network: logistic
            report: [performance]
            """);
        File.WriteAllText(KeyPath, Key + "\n");
    }

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void An_id_is_written_as_it_stands_in_the_file()
    {
        Good(Cli.Run("run", Plan, "--out", Out, "--quiet"));
        foreach ((int row, string id) in Predictions()) Assert.Equal(ids[row - 1], id);
        foreach ((int row, string id) in Rows(Good(Cli.Run("score", ModelPath, Data)))) Assert.Equal(ids[row - 1], id);
    }

    /// <summary>The key once from a file and once from the environment; what is expected is computed by Python's hmac.</summary>
    [Fact]
    public void Under_a_key_both_files_hold_the_hashes_and_nothing_else_of_an_id()
    {
        (int code, string told, string errors) = Cli.Run("run", Plan, "--out", Out, "--id-key-file", KeyPath);
        Assert.True(code == 0, errors);
        string scored = Good(Cli.RunWith("FLORIN_ID_KEY", Key, "score", ModelPath, Data));
        string[] expected = Hashes();
        foreach ((int row, string id) in Predictions()) Assert.Equal(expected[row - 1], id);
        (int Row, string Id)[] rows = [.. Rows(scored)];
        Assert.Equal(ids.Length, rows.Length);
        foreach ((int row, string id) in rows) Assert.Equal(expected[row - 1], id);
        string all = told + errors + scored + string.Concat(Directory.GetFiles(Out).Select(File.ReadAllText));
        Assert.DoesNotContain(Key, all, StringComparison.Ordinal);
        foreach (string id in ids.Where(id => id.Length > 0)) Assert.DoesNotContain(id, all, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_can_be_guessed_is_refused_before_anything_is_written()
    {
        File.WriteAllText(KeyPath, "canary-short\n");
        foreach ((int code, string output, string errors) in new[]
        {
            Cli.Run("run", Plan, "--out", Out, "--id-key-file", KeyPath),
            Cli.RunWith("FLORIN_ID_KEY", "canary-short", "run", Plan, "--out", Out),
        })
        {
            Assert.Equal((2, ""), (code, output));
            Assert.Contains("FLR0541", errors, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", errors, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Out));
        }

        Assert.Equal(3, Cli.Run("run", Plan, "--out", Out, "--id-key-file", KeyPath + "2").Code);
    }

    string[] Hashes()
    {
        const string Program = "import hmac, sys\n"
            + "for i in sys.argv[2:]: print(hmac.new(sys.argv[1].encode(), i.encode(), 'sha256').hexdigest() if i else '')";
        return Outside.Run(Outside.Python("hmac"), ["-c", Program, Key, .. ids]).Split('\n')[..ids.Length];
    }

    IEnumerable<(int Row, string Id)> Predictions() => Rows(File.ReadAllText(Path.Combine(Out, "predictions.csv")));

    static IEnumerable<(int Row, string Id)> Rows(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Select(line => line.Split(',')).Select(cells => (int.Parse(cells[0], CultureInfo.InvariantCulture), cells[1]));

    static string Good((int Code, string Output, string Errors) run)
    {
        Assert.True(run.Code == 0, run.Errors);
        return run.Output;
    }
}

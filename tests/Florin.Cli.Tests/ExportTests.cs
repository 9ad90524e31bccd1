namespace Florin.Cli.Tests;

using System.Security.Cryptography;
using System.Text.Json;
using Florin.Tests;

/// <summary>A model that is exported scores the raw cells of a file in another runtime as <c>florin score</c> does.</summary>
public sealed class ExportTests : IDisposable
{
    /// <summary>Single precision in the nets; a probability moves by a quarter of what its log odds move by.</summary>
    const double Tolerance = 1e-6;

    readonly string folder = Directory.CreateTempSubdirectory("florin-export").FullName;

    string Plan => Path.Combine(folder, "plan.yaml");

    string ModelPath => Path.Combine(folder, "out", "model.florin");

    string Onnx => Path.Combine(folder, "model.onnx");

    public void Dispose() => Directory.Delete(folder, true);

    [Theory]
    [InlineData("tabm")]
    [InlineData("realmlp")]
    public void Published_rows_with_codes_score_alike(string network) => Judge("heloc/heloc_dataset_v1.csv.gz", ",", true, $$$"""
        recipe: credit/default-risk
        data: {path: DATA, target: RiskPerformance, positive: Bad, special: {"*": [-9, -8, -7]}}
        network: {{{network}}}
        fit: {epochs: 2}
        report: [performance]
        """);

    [Fact]
    public void Published_rows_of_categories_score_alike() => Judge("german-credit/german.data", " ", false, """
        recipe: credit/default-risk
        data: {path: DATA, header: false, target: c21, positive: 2}
        network: mlp
        fit: {epochs: 8}
        report: [performance]
        """);

    [Fact]
    public void Simulated_rows_with_dates_and_missing_cells_score_alike()
    {
        string data = Path.Combine(folder, "loans.csv");
        Good("simulate", "credit", "--rows", "1500", "--seed", "3", "--out", data);
        File.WriteAllText(Plan, """
            recipe: generic/classification
            data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, missing: ["", -9, east]}
            network: mlp
            fit: {epochs: 8}
            report: [performance]
            """);
        Compare(data, ",", true);
    }

    [Fact]
    public void What_is_exported_is_said_and_bad_use_is_refused()
    {
        Good("simulate", "credit", "--rows", "600", "--seed", "3", "--out", Path.Combine(folder, "loans.csv"));
        File.WriteAllText(Plan, """
            recipe: credit/default-risk
            data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on}
            network: logistic
            """);
        Good("run", Plan, "--out", Path.GetDirectoryName(ModelPath)!);
        (int code, string output, string errors) = Cli.Run("export", ModelPath, "--onnx", Onnx);
        Assert.Equal((0, ""), (code, output));
        foreach (string word in (string[])["income", "NaN", "score", "the probability that defaulted = 1", "florin score"])
            Assert.Contains(word, errors, StringComparison.Ordinal);
        byte[] first = File.ReadAllBytes(Onnx);
        JsonElement said = JsonDocument.Parse(Good("export", ModelPath, "--onnx", Onnx, "--json", "--quiet")).RootElement;
        Assert.Equal(first, File.ReadAllBytes(Onnx));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(ModelPath))), said.GetProperty("model").GetString());
        Assert.Contains(said.GetProperty("inputs").EnumerateArray(), input => input.GetProperty("name").GetString() == "income"
            && input.GetProperty("type").GetString() == "double");
        Assert.Equal(2, Cli.Run("export", ModelPath).Code);
        Assert.Equal(3, Cli.Run("export", Plan, "--onnx", Onnx).Code);
        Assert.Equal(3, Cli.Run("export", ModelPath, "--onnx", Path.Combine(folder, "no such folder", "model.onnx")).Code);
        Assert.Equal(first, File.ReadAllBytes(Onnx));
        Assert.Empty(Directory.GetFiles(folder, "*.tmp"));
    }

    void Judge(string file, string delimiter, bool header, string plan)
    {
        string data = Path.GetFullPath(Path.Combine(Outside.Root, "..", "shared", "data", file));
        Assert.SkipUnless(File.Exists(data), $"no {file}");
        File.WriteAllText(Plan, plan.Replace("DATA", data, StringComparison.Ordinal));
        Compare(data, delimiter, header);
    }

    void Compare(string data, string delimiter, bool header)
    {
        string node = Outside.Node(), scored = Path.Combine(folder, "scored.csv");
        Good("run", Plan, "--out", Path.GetDirectoryName(ModelPath)!, "--quiet");
        Good("export", ModelPath, "--onnx", Onnx);
        Good("score", ModelPath, data, "--out", scored);
        string script = Path.Combine(Outside.Root, "tests", "onnx", "csv.mjs");
        JsonElement found = JsonDocument.Parse(Outside.Run(node, script, Onnx, data, scored, delimiter, header ? "1" : "0")).RootElement;
        Assert.InRange(found.GetProperty("rows").GetInt32(), 900, int.MaxValue);
        Assert.InRange(found.GetProperty("difference").GetDouble(), 0, Tolerance);
        TestContext.Current.TestOutputHelper?.WriteLine(found.ToString());
    }

    static string Good(params string[] arguments)
    {
        (int code, string output, string errors) = Cli.Run(arguments);
        Assert.True(code == 0, errors);
        return output;
    }
}

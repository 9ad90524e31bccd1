namespace Florin.Cli.Tests;

using System.Globalization;
using System.Text.Json;

/// <summary>Reasons and changes, as a user types it.</summary>
public sealed class ReasonCommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("florin-reasons").FullName;

    string Data => Path.Combine(folder, "loans.csv");

    string ModelPath => Path.Combine(folder, "out", "model.florin");

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void A_decline_has_reasons_and_what_would_be_approved()
    {
        Run("""
            credit:
              reasons: {cutOff: 0.1, most: 2, groups: {R7: {columns: [debt_ratio], text: "Debt takes {debt_ratio:0 %} of your income"}}}
              counterfactuals: {immutable: [region], down: [amount, debt_ratio], up: [income]}
            """);
        string[][] scored = [.. Cli.Run("score", ModelPath, Data, "--reasons").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(','))];
        Assert.Equal(["row", "id", "score", "points", "grade", "reason1", "reason2", "error"], scored[0]);
        Assert.All(scored[1..], row => Assert.Equal(Score(row) > 0.1, row[5].Length > 0));
        string[] declined = scored[1..].First(row => row[5] == "R7"), approved = scored[1..].First(row => Score(row) <= 0.1);
        (int code, string output, string errors) = Cli.Run("explain", ModelPath, Data, "--row", declined[0], "--what-if", "--json");
        Assert.True(code == 0, errors);
        JsonElement found = JsonDocument.Parse(output).RootElement;
        Assert.True(found.GetProperty("declined").GetBoolean());
        JsonElement[] reasons = [.. found.GetProperty("reasons").EnumerateArray()];
        Assert.Equal(declined[5..7].Where(text => text.Length > 0), reasons.Select(reason => reason.GetProperty("code").GetString()));
        Assert.StartsWith("Debt takes ", reasons[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        JsonElement whatIf = found.GetProperty("whatIf");
        Assert.Equal(0.1, whatIf.GetProperty("limit").GetDouble());
        foreach (JsonElement each in whatIf.GetProperty("found").EnumerateArray())
            Assert.InRange(each.GetProperty("score").GetDouble(), 0, 0.1);
        output = Cli.Run("explain", ModelPath, Data, "--row", declined[0], "--what-if").Output;
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Declined, as a PD of {Score(declined):P1} is above 10.0 %. Against ")
            + "the average of the approved training rows", output.ReplaceLineEndings(" "));
        Assert.Contains("the average training row (average inputs, not the mean score) has", output);
        Assert.Equal(0.1, whatIf.GetProperty("limitPd").GetDouble());
        Assert.Contains("  R7  Debt takes ", output);
        Assert.Contains("Reasons: approved, so there is no adverse reason.",
            Cli.Run("explain", ModelPath, Data, "--row", approved[0]).Output);
    }

    /// <summary>With a central tendency a cut-off is of the moved PD: codes, answers and words are by it.</summary>
    [Fact]
    public void A_moved_pd_decides_and_is_named()
    {
        Run("credit: {centralTendency: 0.02, reasons: {cutOff: 0.05}, counterfactuals: {immutable: [region]}}");
        string[][] scored = [.. Cli.Run("score", ModelPath, Data, "--reasons").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',')).Skip(1)];
        string[][] declined = [.. scored.Where(row => row[5].Length > 0)];
        // Points fall as the policy's PD rises: 600 at odds of 50 to 1, 20 more double them.
        double at = 600 + 20 / Math.Log(2) * Math.Log(0.95 / 0.05 / 50);
        Assert.Equal(scored.Count(row => Points(row) < at), declined.Length);
        Assert.InRange(declined.Length, 20, 400);
        JsonElement found = JsonDocument.Parse(Cli.Run("explain", ModelPath, Data, "--row", declined[0][0], "--what-if", "--json").Output)
            .RootElement;
        Assert.Equal(0.05, found.GetProperty("declinedAbovePd").GetDouble());
        Assert.Equal(0.05, found.GetProperty("whatIf").GetProperty("limitPd").GetDouble(), 1e-9);
        Assert.Equal(Points(declined[0]), 600 - 20 / Math.Log(2) * (Math.Log(found.GetProperty("policyPd").GetDouble()
            / (1 - found.GetProperty("policyPd").GetDouble())) + Math.Log(50)), 0.01);
        string output = Cli.Run("explain", ModelPath, Data, "--row", declined[0][0], "--what-if").Output.ReplaceLineEndings(" ");
        Assert.Contains(" is above 5.0 %. Against", output);
        Assert.Contains("The policy's PD is ", output);
    }

    static double Points(string[] row) => double.Parse(row[3], CultureInfo.InvariantCulture);

    [Fact]
    public void Without_rules_changes_are_not_searched()
    {
        Run("");
        (int code, _, string errors) = Cli.Run("explain", ModelPath, Data, "--row", "1", "--what-if");
        Assert.Equal(3, code);
        Assert.Contains("FLR1565", errors);
    }

    static double Score(string[] row) => double.Parse(row[2], CultureInfo.InvariantCulture);

    void Run(string credit)
    {
        Assert.Equal(0, Cli.Run("simulate", "credit", "--rows", "1500", "--seed", "5", "--out", Data).Code);
        string plan = Path.Combine(folder, "plan.yaml");
        File.WriteAllText(plan, "recipe: credit/default-risk\nnetwork: logistic\ndata: {path: loans.csv, target: defaulted, positive: 1, "
            + "id: loan_id, time: issued_on, protected: [age, sex]}\n" + credit);
        (int code, _, string errors) = Cli.Run("run", plan, "--out", Path.Combine(folder, "out"));
        Assert.True(code == 0, errors);
    }
}

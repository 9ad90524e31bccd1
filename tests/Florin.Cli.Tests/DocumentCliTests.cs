namespace Florin.Cli.Tests;

using System.Text.Json.Nodes;

/// <summary><c>florin document</c>: from a run's folder to a page to sign.</summary>
public sealed class DocumentCliTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("florin-document").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void A_run_and_its_facts_become_a_page()
    {
        string data = Path.Combine(folder, "loans.csv"), plan = Path.Combine(folder, "plan.yaml"), run = Path.Combine(folder, "run"),
            facts = Path.Combine(folder, "facts.yaml");
        Assert.Equal(0, Cli.Run("simulate", "credit", "--rows", "600", "--seed", "2", "--out", data).Code);
        File.WriteAllText(plan, """
            recipe: credit/default-risk
            data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, protected: [age, sex]}
            network: logistic
            """);
        Assert.Equal(0, Cli.Run("run", plan, "--out", run).Code);
        (int code, string template, _) = Cli.Run("document", "--template");
        Assert.Equal(0, code);
        File.WriteAllText(facts, template.Replace("\nowner:\n", "\nowner: The retail <risk> team\n", StringComparison.Ordinal));
        (code, string output, _) = Cli.Run("document", run, "--facts", facts, "--standard", "eu-ai-act", "--json");
        Assert.Equal(0, code);
        JsonNode said = JsonNode.Parse(output)!;
        Assert.Equal(DocumentFacts.Questions.Count - 1, said["unanswered"]!.GetValue<int>());
        string page = File.ReadAllText(said["document"]!.GetValue<string>());
        Assert.Equal(Path.Combine(run, "validation.html"), said["document"]!.GetValue<string>());
        Assert.Contains(@"The retail \u003Crisk\u003E team", page, StringComparison.Ordinal);
        Assert.Contains("Annex IV", page, StringComparison.Ordinal);
        Assert.DoesNotContain("SS1/23", page, StringComparison.Ordinal);

        (code, _, string errors) = Cli.Run("document", run, "--standard", "eu-ai");
        Assert.Equal(3, code);
        Assert.Contains("eu-ai-act", errors, StringComparison.Ordinal);
        Assert.Equal(2, Cli.Run("document").Code);
        Assert.Equal(3, Cli.Run("document", Path.Combine(folder, "nothing")).Code);
    }
}

namespace Florin.Finance.Tests.Fairness;

/// <summary>Fairness in plans: what is read, what is refused, and policies as data.</summary>
public sealed class FairnessPlanTests
{
    const string Head = "recipe: credit/default-risk\ndata: {path: a.csv, target: bad, protected: [age, sex]}\n";

    [Fact]
    public void A_plan_says_all_of_it_and_is_written_as_it_was()
    {
        Plan plan = PlanFile.Parse(Head + """
            fairness:
              bins: {age: [25, 40, 60]}
              reference: {sex: F}
              approvalRate: 0.7
              favourable: low
              intersections: false
              mitigation: reweighing
              rules: {name: house, metrics: [selectionRatio], limits: {selectionRatio: ">= 0.9"}, least: 50, action: block}
            """);
        FairnessPlan fairness = plan.Fairness!;
        Assert.Equal([25, 40, 60], fairness.Bins["age"].Span.ToArray());
        Assert.Equal(("F", 0.7, Mitigation.Reweighing), (fairness.Reference["sex"], fairness.ApprovalRate, fairness.Mitigation));
        Assert.Equal((FairnessAction.Block, 50), (fairness.Rules!.Action, fairness.Rules.Least));
        Assert.Equal(plan, PlanFile.Parse(PlanFile.Write(plan)));
        Plan penalty = PlanFile.Parse(Head + "fairness: {mitigation: penalty, strength: 0.5, strengths: [0.1, 1], gap: opportunity}");
        Assert.Equal((0.5, PenaltyGap.Opportunity), (penalty.Fairness!.Strength, penalty.Fairness.Gap));
        Assert.Equal([0.1, 1], penalty.Fairness.Strengths.Span.ToArray());
        Assert.Equal(penalty, PlanFile.Parse(PlanFile.Write(penalty)));
    }

    [Theory]
    [InlineData("fairness: {policy: uss-ecoa}", "FLR1531", "us-ecoa")]
    [InlineData("fairness: {policy: EU}", "FLR1531", "eu")]
    [InlineData("fairness: {rules: {limits: {selectionRate: \">= 0.8\"}}}", "FLR1532", "selectionRatio")]
    [InlineData("fairness: {rules: {action: block}}", "FLR1533", "limits")]
    [InlineData("fairness: {bins: {ages: [25]}}", "FLR1534", "age")]
    [InlineData("fairness: {reference: {region: east}}", "FLR1534", "region")]
    [InlineData("fairness: {bins: {age: [40, 25]}}", "FLR1535", "rise")]
    [InlineData("fairness: {cutOff: 0.1, approvalRate: 0.7}", "FLR1014", "keep one")]
    [InlineData("fairness: {cutOff: 1}", "FLR1011", "below 1")]
    [InlineData("fairness: {mitigation: magic}", "FLR1009", "reweighing")]
    [InlineData("fairness: {strength: 2}", "FLR1536", "mitigation: penalty")]
    [InlineData("fairness: {mitigation: reweighing, gap: opportunity}", "FLR1536", "mitigation: penalty")]
    [InlineData("fairness: {mitigation: penalty, strength: 0}", "FLR1011", "above 0")]
    [InlineData("fairness: {mitigation: penalty, strengths: [1, 0]}", "FLR1536", "above 0")]
    public void A_mistake_is_told_with_its_way_out(string line, string code, string told)
    {
        PlanProblem problem = Assert.Single(PlanFile.Problems(Head + line));
        Assert.Equal(code, problem.Code);
        Assert.Contains(told, problem.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("fairness", problem.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_protected_column_there_is_nothing_to_compare() => Assert.Equal("FLR1530", Assert.Single(PlanFile.Problems(
        "recipe: credit/default-risk\ndata: {path: a.csv, target: bad}\nfairness: {policy: eu}")).Code);

    [Fact]
    public void Bins_are_of_numbers()
    {
        Plan plan = PlanFile.Parse(Head + "fairness: {bins: {sex: [1]}}");
        Table table = Table.From(CategoryColumn.From("sex", ["F", "M"]), new NumberColumn("age", [30, 40]),
            new NumberColumn("bad", [0, 1]));
        Assert.Contains(plan.Check(table), problem => problem.Code == "FLR1535");
    }

    [Fact]
    public void Every_policy_names_its_source_and_none_but_the_old_rule_sets_a_number()
    {
        foreach (string name in FairnessPolicy.Names)
        {
            FairnessPolicy policy = FairnessPolicy.Named(name);
            Assert.Equal(name, policy.Name);
            Assert.False(string.IsNullOrEmpty(policy.Source));
            if (name != "none") Assert.Matches(@"^\d{4}-\d\d-\d\d$", policy.Date!);
            Assert.Equal(name == "four-fifths" ? 1 : 0, policy.Limits.Count);
        }

        Assert.Equal("FLR1531", Assert.Throws<FlorinException>(() => FairnessPolicy.Named("ue")).Code);
        Assert.Equal("FLR1532", Assert.Throws<FlorinException>(() => FairnessPolicy.Parse("metrics: [luck]")).Code);
    }

    /// <summary>A policy beside the plan is read with it and stands in the study's plan; a plan without a file has none.</summary>
    [Fact]
    public void A_policy_may_be_a_file_beside_the_plan()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "bank.yaml"), "limits: {equalOpportunity: \"<= 0.05\"}\naction: warn\n");
            string path = Path.Combine(folder, "plan.yaml");
            File.WriteAllText(path, Head + "fairness: {policy: bank.yaml}");
            FairnessPlan fairness = PlanFile.Read(path).Fairness!;
            Assert.Equal((null, "bank"), (fairness.Policy, fairness.Rules!.Name));
            Assert.Equal(0.05, fairness.Rules.Limits["equalOpportunity"].Limit);
            File.WriteAllText(Path.Combine(folder, "bank.yaml"), "limit: 3\n");
            FlorinException error = Assert.Throws<FlorinException>(() => PlanFile.Read(path));
            Assert.Equal("FLR1007", error.Code);
            Assert.Contains("bank.yaml", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}

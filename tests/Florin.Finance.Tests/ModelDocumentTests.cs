namespace Florin.Finance.Tests;

using System.Collections.Immutable;
using System.Text.Json;

/// <summary>The validation file: nothing is filled in, every number is the run's, every heading of a standard leads somewhere.</summary>
public class ModelDocumentTests
{
    static readonly Lazy<Study> Loans = new(() =>
    {
        Table loans = CreditSimulator.Simulate(700, 5);
        var data = new DataPlan { Path = "loans.csv", Target = "defaulted", Positive = "1", Id = "loan_id", Protected = ["age", "sex"] };
        var plan = new Plan
        {
            Recipe = "credit/default-risk",
            Data = data,
            Credit = CreditGuess.Of(data, loans),
            Network = NetworkPlan.Named("logistic"),
            Fit = new FitPlan { Seed = 3, Epochs = 4, Threads = 1 },
        };
        using StudyResult result = StudyRun.Of(plan, loans, new StudySource("00112233445566778899", 0));
        return result.Study;
    });

    [Fact]
    public void Every_question_belongs_to_one_part_and_every_answer_to_a_question()
    {
        string[] keys = [.. typeof(DocumentFacts).GetProperties().Where(each => each.PropertyType == typeof(string) && each.CanWrite
            && each.GetIndexParameters().Length == 0).Select(each => JsonNamingPolicy.CamelCase.ConvertName(each.Name)).Order()];
        Assert.Equal(keys, DocumentFacts.Questions.Keys.Order());
        Assert.Equal(keys, DocumentParts.Of(Loans.Value).SelectMany(part => part.Asked).Order());
    }

    [Fact]
    public void Every_heading_of_a_standard_names_parts_that_exist()
    {
        string[] parts = [.. DocumentParts.Of(Loans.Value).Select(part => part.Id)];
        Assert.Equal(3, DocumentStandard.All.Length);
        Assert.Equal(parts.Distinct(), parts);
        Assert.Empty(DocumentStandard.All.SelectMany(standard => standard.Headings).SelectMany(heading => heading.Parts).Except(parts));
    }

    [Fact]
    public void What_is_not_given_is_said_with_its_question_and_what_is_given_stands_there()
    {
        Assert.Equal("not provided", Answer(new DocumentFacts(), "Who answers for the model?"));
        var facts = new DocumentFacts { Owner = "Retail risk" };
        Assert.Equal("Retail risk", Answer(facts, "Who answers for the model?"));
        Assert.Equal("not provided", Answer(facts, "Who made it?"));
        Assert.Equal("not provided", State(new DocumentFacts(), "Who answers for it"));
        Assert.Equal("partly", State(facts, "Who answers for it"));
        Assert.Equal("provided", State(facts with { Developers = "a", Validators = "b" }, "Who answers for it"));
        Assert.Equal("not provided", State(facts with { Risks = "  \n" }, "Risks"));
        Assert.Equal("to be signed", State(facts, "Approval"));
    }

    /// <summary>What asks who validates, or why a metric is right, is not answered by tests and metrics alone.</summary>
    [Fact]
    public void Numbers_alone_do_not_answer_for_people()
    {
        string[] Parts(string standard, string title) => [.. DocumentStandard.Named(standard).Headings.Single(heading => heading.Title
            .StartsWith(title, StringComparison.Ordinal)).Parts];
        Assert.Contains("people", Parts("uk-ss1-23", "independent validation"));
        Assert.Equal(["metricChoice"], Parts("eu-ai-act", "why the performance metrics"));
        Assert.Equal(["hardware"], Parts("eu-ai-act", "hardware"));
    }

    [Fact]
    public void A_template_is_a_file_of_facts_without_answers()
    {
        DocumentFacts none = DocumentFacts.Parse(DocumentFacts.Template());
        Assert.All(DocumentFacts.Questions.Keys, key => Assert.False(none.Answers(key)));
        DocumentFacts some = DocumentFacts.Parse("owner: Retail risk\npurpose: |\n  Say yes or no.\n  And how much.\n");
        Assert.Equal("Retail risk", some.Owner);
        Assert.Equal("Say yes or no.\nAnd how much.\n", some.Purpose);
    }

    [Fact]
    public void Mistakes_in_facts_are_named_all_at_once()
    {
        FlorinException one = Assert.Throws<FlorinException>(() => DocumentFacts.Parse("ownr: me\n", "facts.yaml"));
        Assert.Contains("facts.yaml:1:1", one.Message, StringComparison.Ordinal);
        Assert.Contains("\"owner\"", one.Message, StringComparison.Ordinal);
        FlorinException two = Assert.Throws<FlorinException>(() => DocumentFacts.Parse("ownr: me\npurpose: [a, b]\n"));
        Assert.Equal("FLR1001", two.Code);
        Assert.Equal("FLR1601", Assert.Throws<FlorinException>(() => DocumentStandard.Named("eu-ai")).Code);
        Assert.Contains("eu-ai-act", Assert.Throws<FlorinException>(() => DocumentStandard.Named("eu-ai")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_section_of_credit_and_groups_stands_in_one_part()
    {
        string[] sections = [.. CreditBlocks.Of(Loans.Value).Concat(FairnessBlocks.Of(Loans.Value)).OfType<SectionBlock>()
            .Select(block => block.Title)];
        Assert.Superset(new HashSet<string>(["Points", "Grades", "Backtest", "Stress", "Decision", "Offers", "Expected loss and capital",
            "Reasons", "Groups"]), new HashSet<string>(sections));
        Assert.Equal(sections.Order(), DocumentParts.Of(Loans.Value).SelectMany(part => part.Known).OfType<SectionBlock>()
            .Select(block => block.Title).Order());
    }

    [Theory]
    [InlineData(0.70, 0.65, 0.75, "passed")]
    [InlineData(0.52, 0.47, 0.57, "not passed")]
    public void A_verdict_follows_from_the_interval(double auc, double low, double high, string verdict) => Assert.Equal(verdict,
        Verdict(Loans.Value with { Test = Changed("auc", new MetricValue(auc, low, high, 140)) }, "ranking: AUC"));

    [Theory]
    [InlineData(-0.03, -0.05, -0.01, "not passed")]
    [InlineData(0.00, -0.02, 0.02, "look at it")]
    [InlineData(0.03, 0.01, 0.05, "passed")]
    public void A_simpler_model_that_does_as_well_is_pointed_out(double by, double low, double high, string verdict)
    {
        StudyChallenger card = Loans.Value.Challengers.Single(each => each.Name == "scorecard") with
        {
            Difference = new MetricValue(by, low, high, 140),
        };
        Assert.Equal(verdict, Verdict(Loans.Value with { Challengers = [card] }, "against scorecard"));
    }

    [Theory]
    [InlineData(0.05, 0.01, "passed")]
    [InlineData(0.12, 0.20, "passed")]
    [InlineData(0.12, 0.05, "look at it")]
    [InlineData(0.30, 0.05, "not passed")]
    public void A_shift_within_chance_is_none(double psi, double limit, string verdict) => Assert.Equal(verdict,
        Verdict(Loans.Value with { Stability = [new StudyStability("score", psi, limit)] }, "stability of the score: PSI"));

    /// <summary>Report and validation file tell one number of tests and one verdict of the line of calibration.</summary>
    [Fact]
    public void Report_and_file_agree()
    {
        var gap = new FairnessGap("sex", "F", "M", "selectionRatio", new MetricValue(0.7, 0.6, 0.8, 90), 0.01, 0.02, null, null);
        FairnessStudy fairness = Loans.Value.Fairness! with
        {
            Tests = 2,
            Gaps = [gap, gap with { Metric = "selectionDifference" }, gap with { Metric = "equalOpportunity", PValue = 0.5, QValue = 0.5 },
                gap with { Metric = "auc", PValue = null, QValue = null }],
        };
        Study groups = Loans.Value with { Fairness = fairness };
        Assert.StartsWith("1 of 2 tested gaps are there beyond chance; 1 more", Test(groups, "differences between groups").Value,
            StringComparison.Ordinal);
        CreditValidation validation = Loans.Value.Credit!.Validation!;
        foreach ((double error, string verdict) in ((double, string)[])[(0.268, "look at it"), (0.5, "passed")])
        {
            var line = new CalibrationLine(1, 0.660, 0.1, error);
            Study study = Loans.Value with
            {
                Credit = Loans.Value.Credit with { Validation = validation with { Backtest = validation.Backtest with { Line = line } } },
            };
            DocumentTest found = Test(study, "calibration intercept");
            string[] told = BacktestBlocks.Of(study.Credit!.Validation!).OfType<TableBlock>()
                .Single(block => block.Title == "Over all grades").Rows.Single(row => row[0] == "intercept").ToArray();
            Assert.Equal((verdict, $"{told[2]}, p {told[3]}"), (found.Verdict, found.Value));
            Assert.Equal(verdict == "passed" ? "nothing against the PDs" : "speaks against the PDs", told[4]);
            Assert.Equal("1.000 [0.804, 1.196], p 1.000", Test(study, "calibration slope").Value);
        }
    }

    [Fact]
    public void A_loss_is_no_gain() => Assert.StartsWith(
        "Over the additive net, whose curves can be read, the model loses 0.083 [0.041, 0.125] of AUC",
        StudyText.Against("auc", new StudyChallenger("additive net", Loans.Value.Test, new MetricValue(-0.083, -0.125, -0.041, 9), null)),
        StringComparison.Ordinal);

    [Fact]
    public void The_numbers_are_those_of_the_run_and_there_is_a_place_to_sign()
    {
        ChartPage page = ModelDocument.Of(Loans.Value);
        Assert.Contains(Loans.Value.Model.Sha256[..12], page.Subtitle, StringComparison.Ordinal);
        TableBlock tests = page.Blocks.OfType<TableBlock>().Single(block => block.Title == "Every test");
        Assert.Equal(StudyText.Interval(Loans.Value.Test["auc"]), tests.Rows.Single(row => row[0] == "ranking: AUC")[2]);
        TableBlock signatures = page.Blocks.OfType<TableBlock>().Last();
        Assert.Equal(["developer", "validator", "owner", "approval"], signatures.Rows.Select(row => row[0]));
        Assert.Contains("<!doctype html>", page.ToHtml(), StringComparison.OrdinalIgnoreCase);
    }

    static ImmutableDictionary<string, MetricValue> Changed(string metric, MetricValue value) =>
        Loans.Value.Test.ToImmutableDictionary().SetItem(metric, value);

    static string Verdict(Study study, string test) => Test(study, test).Verdict;

    static DocumentTest Test(Study study, string test) => DocumentTests.Of(study).Single(each => each.Name == test);

    static string Answer(DocumentFacts facts, string question) => ModelDocument.Of(Loans.Value, facts).Blocks.OfType<TableBlock>()
        .SelectMany(block => block.Rows).Single(row => row[0] == question)[1];

    static string State(DocumentFacts facts, string part) => ModelDocument.Of(Loans.Value, facts).Blocks.OfType<TableBlock>()
        .Single(block => block.Title == "What this file holds").Rows.Single(row =>
            row[0].EndsWith(" " + part, StringComparison.Ordinal))[1];
}

namespace Florin.Finance.Tests;

using System.Collections.Immutable;

/// <summary>The models beside the model, and what a study says of them.</summary>
public class StudyChallengerTests
{
    /// <summary>The simulator plants thresholds and products that a logistic regression misses and trees find.</summary>
    [Fact]
    public void A_study_shows_logistic_regression_scorecard_and_boosting_beside_its_model()
    {
        Plan plan = new()
        {
            Recipe = "credit/default-risk",
            Data = new DataPlan { Path = "loans.csv", Target = "defaulted", Positive = "1", Drop = ["loan_id", "issued_on", "age", "sex"] },
            Split = new SplitPlans.Every(3),
            Network = NetworkPlan.Named("logistic"),
        };
        using StudyResult result = StudyRun.Of(plan, CreditSimulator.Simulate(12_000, 11), new StudySource("", 0));
        Study study = result.Study;
        Assert.Equal(["logistic regression", "scorecard", "additive net", "gradient boosting", "base rate for everyone"],
            study.Challengers.Select(each => each.Name));
        StudyChallenger same = study.Challengers[0], trees = study.Challengers[3];
        Assert.Equal(study.Test["auc"], same.Test["auc"]);
        double auc = study.Test["auc"].Value!.Value, boosted = trees.Test["auc"].Value!.Value;
        Assert.Equal(auc - boosted, trees.Difference!.Value!.Value, 1e-12);
        Assert.InRange(boosted, auc, 0.85);
        Assert.InRange(trees.Test["logLoss"].Value!.Value, 0.1, study.Challengers[^1].Test["logLoss"].Value!.Value);
        Assert.Contains("radient boosting", StudyText.Verdict(study));
        Assert.Contains("corecard", StudyText.Verdict(study));
        Assert.DoesNotContain(study.Notes, note => note.Contains("oosting"));
    }

    /// <summary>A row of weight 3 counts as three rows: what the base rate loses is that of the table which holds it three times. Ranks
    /// have an
    /// interval, too.</summary>
    [Fact]
    public void Weights_count_as_rows()
    {
        Table table = CreditSimulator.Simulate(600, 11);
        double[] weights = [.. Enumerable.Range(0, 600).Select(row => row % 3 == 0 ? 3.0 : 1)];
        Plan plan = new()
        {
            Recipe = "credit/default-risk",
            Data = new DataPlan
            {
                Path = "loans.csv", Target = "defaulted", Positive = "1", Weight = "w",
                Drop = ["loan_id", "issued_on", "age", "sex"]
            },
            Split = new SplitPlans.Column("part", "test", "stop"),
            Network = NetworkPlan.Named("logistic"),
        };
        string[] parts = [.. Enumerable.Range(0, 600).Select(row => row % 5 == 0 ? "test" : row % 5 == 1 ? "stop" : "learn")];
        Table weighted = table.With(new NumberColumn("w", weights)).With(CategoryColumn.From("part", parts));
        Table repeated = weighted.Rows([.. Enumerable.Range(0, 600).SelectMany(row => Enumerable.Repeat(row, (int)weights[row]))]);
        using StudyResult one = StudyRun.Of(plan, weighted, new StudySource("", 0));
        using StudyResult two = StudyRun.Of(plan with { Data = plan.Data with { Weight = null, Drop = [.. plan.Data.Drop, "w"] } },
            repeated,
            new StudySource("", 0));
        double Loss(StudyResult result) => result.Study.Challengers[^1].Test["logLoss"].Value!.Value;
        Assert.Equal(Loss(two), Loss(one), 1e-9);
        MetricValue auc = one.Study.Test["auc"];
        Assert.InRange(auc.Value!.Value, auc.Low!.Value, auc.High!.Value);
    }

    [Theory]
    [InlineData(0.02, 0.01, 0.03, "That is better than gradient boosting by 0.020 [0.010, 0.030].")]
    [InlineData(-0.02, -0.03, -0.01, "Gradient boosting is better by 0.020 [0.010, 0.030]: prefer it.")]
    [InlineData(0.005, -0.01, 0.02, "Gradient boosting does about as well (difference 0.005 [-0.010, 0.020]).")]
    [InlineData(0.0, 0.0, 0.0, "Gradient boosting ranks the test rows alike.")]
    [InlineData(-0.042, -0.351, 0.267, "Gradient boosting and the model cannot be told apart on these rows (difference -0.042 [-0.351, "
        + "0.267]): either may be the better one.")]
    [InlineData(null, null, null, "Gradient boosting reaches 0.700 [0.600, 0.800].")]
    public void The_verdict_tells_how_the_model_stands_against_boosting(double? value, double? low, double? high, string sentence)
    {
        var auc = ImmutableDictionary<string, MetricValue>.Empty.Add("auc", new MetricValue(0.7, 0.6, 0.8, 100));
        MetricValue? difference = value is null ? null : new MetricValue(value, low, high, 100);
        Assert.Equal(sentence, StudyText.Against("auc", new StudyChallenger("gradient boosting", auc, difference, null)));
    }
}

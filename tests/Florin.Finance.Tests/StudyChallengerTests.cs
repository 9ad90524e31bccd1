namespace Florin.Finance.Tests;

using System.Collections.Immutable;

/// <summary>The models beside the model, and what a study says of them.</summary>
public class StudyChallengerTests
{
    /// <summary>The simulator plants thresholds and products that a logistic regression misses and trees find.</summary>
    [Fact]
    public void A_study_shows_logistic_regression_and_boosting_beside_its_model()
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
        Assert.Equal(["logistic regression", "gradient boosting", "base rate for everyone"], study.Challengers.Select(each => each.Name));
        StudyChallenger same = study.Challengers[0], trees = study.Challengers[1];
        Assert.Equal(study.Test["auc"], same.Test["auc"]);
        double auc = study.Test["auc"].Value!.Value, boosted = trees.Test["auc"].Value!.Value;
        Assert.Equal(auc - boosted, trees.Difference!.Value!.Value, 1e-12);
        Assert.InRange(boosted, auc, 0.85);
        Assert.InRange(trees.Test["logLoss"].Value!.Value, 0.1, study.Challengers[2].Test["logLoss"].Value!.Value);
        Assert.Contains("radient boosting", StudyText.Verdict(study));
        Assert.DoesNotContain(study.Notes, note => note.Contains("oosting"));
    }

    [Theory]
    [InlineData(0.02, 0.01, 0.03, "That is better than gradient boosting by 0.020 [0.010, 0.030].")]
    [InlineData(-0.02, -0.03, -0.01, "Gradient boosting is better by 0.020 [0.010, 0.030]: prefer it.")]
    [InlineData(0.005, -0.01, 0.02, "Gradient boosting does about as well (difference 0.005 [-0.010, 0.020]).")]
    [InlineData(null, null, null, "Gradient boosting reaches 0.700 [0.600, 0.800].")]
    public void The_verdict_tells_how_the_model_stands_against_boosting(double? value, double? low, double? high, string sentence)
    {
        var auc = ImmutableDictionary<string, MetricValue>.Empty.Add("auc", new MetricValue(0.7, 0.6, 0.8, 100));
        MetricValue? difference = value is null ? null : new MetricValue(value, low, high, 100);
        Assert.Equal(sentence, StudyText.Against("auc", new StudyChallenger("gradient boosting", auc, difference, null)));
    }
}

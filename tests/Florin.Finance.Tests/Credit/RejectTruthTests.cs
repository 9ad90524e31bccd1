namespace Florin.Finance.Tests.Credit;

/// <summary>What reject inference does where the truth about the declined is planted.</summary>
public sealed class RejectTruthTests
{
    /// <summary>
    /// A person who saw more than the columns declined: the declined are more than twice as bad as accepted of the same score. A model
    /// reads columns alone, so the aim is what the same network says of the declined when the outcomes of all are known.
    /// </summary>
    [Fact]
    public void Parcelling_finds_the_level_with_the_true_factor_alone()
    {
        RejectWorld world = RejectWorld.ByMore(16_000, 11);
        using StudyResult oracle = world.Oracle();
        double aim = oracle.Model.Score(world.Declined).Average(), factor = world.TrueFactor(oracle.Model);
        Assert.InRange(factor, 1.8, 2.8);
        using StudyResult result = world.Run(FormattableString.Invariant(
            $"{{path: declined.csv, method: parcelling, badRateFactor: {factor:F3}, sensitivity: [1]}}"));
        RejectStudy study = result.Study.Credit!.Rejects!;
        Assert.InRange(study.InferredBadRate!.Value!.Value, 0.85 * world.TrueRate, 1.15 * world.TrueRate);
        Assert.InRange(study.MeanPd.Value!.Value, 0.9 * aim, 1.1 * aim);
        Assert.True(study.MeanPdWithout!.Value < 0.8 * aim);
        Assert.True(study.Sensitivity[0].MeanPd < 0.75 * aim);
        Assert.True(study.Sensitivity[0].BadRate.High < world.TrueRate);
        Assert.InRange(world.TrueRate, study.InferredBadRate.Low!.Value, study.InferredBadRate.High!.Value);
    }

    /// <summary>Where the columns alone decided, known outcomes are right, and weights for the declined take nothing away.</summary>
    [Fact]
    public void Augmentation_does_no_harm_where_columns_decided()
    {
        RejectWorld world = RejectWorld.ByColumns(16_000, 11);
        using StudyResult result = world.Run("{path: declined.csv, method: augmentation}");
        RejectStudy study = result.Study.Credit!.Rejects!;
        Assert.True(study.LargestWeight > 2);
        Assert.Equal(["auc", "logLoss"], study.Changes.Select(each => each.Metric));
        Assert.True(study.Changes[0].Change.High > 0 && study.Changes[1].Change.Low < 0);
        Assert.InRange(study.MeanPd.Value!.Value, 0.9 * world.TrueRate, 1.1 * world.TrueRate);
        Assert.All(study.Sensitivity, each => Assert.Null(each.MeanPd));
    }

    /// <summary>The share that nobody resembles is that of those whom nobody like them was accepted.</summary>
    [Fact]
    public void Declined_beyond_the_accepted_are_counted()
    {
        Table all = CreditSimulator.Simulate(3000, 6);
        double[] late = all.Number("late_payments_12m").Values.ToArray();
        int[] no = [.. Enumerable.Range(0, 3000).Where(row => late[row] >= 2 || row % 6 == 0)];
        int[] yes = [.. Enumerable.Range(0, 3000).Except(no)];
        double beyond = no.Count(row => late[row] >= 2) / (double)no.Length;
        var world = new RejectWorld(all.Rows(yes), all.Rows(no).Without("defaulted"), [], [], all);
        using StudyResult result = world.Run("{path: declined.csv}");
        RejectStudy study = result.Study.Credit!.Rejects!;
        Assert.InRange(study.Unlike.Value!.Value, beyond - 0.05, beyond + 0.05);
        Assert.Equal(4, study.Warnings.Length);
        Assert.Contains("extrapolated", study.Warnings[3], StringComparison.Ordinal);
    }
}

namespace Florin;

/// <content>How groups of people fare, and what training does about it.</content>
public sealed partial class StudyRun
{
    bool ComparesGroups => Target is BinaryTarget && schema[Role.Protected].Count > 0;

    FairnessPlan FairnessWishes => plan.Fairness ?? new FairnessPlan();

    FairnessStudy? Fairness(IReadOnlyList<StudyFold> judging, JudgedRows rows, Table cells)
    {
        if (!ComparesGroups) return null;
        Stage("groups");
        FairnessContext context = Groups(Learned, rows, cells) with { Plan = Decided(judging) };
        double good = context.GoodShare(schema.Weights(Learned));
        var judge = new FairnessJudge(context, good, cancellation);
        FairnessStudy study = judge.Study();
        return plan.Fairness?.Mitigation is not { } method || judging.Any(fold => fold.Unmitigated is null) ? study
            : study with
            {
                Price = FairnessCompare.Of(method, judge, context, [.. judging.SelectMany(fold => fold.Unmitigated!)], good, cancellation),
            };
    }

    /// <summary>Where the plan decides by a rule of its own, groups are compared by that rule.</summary>
    FairnessPlan Decided(IReadOnlyList<StudyFold> judging) =>
        FairnessWishes is { CutOff: null, ApprovalRate: null, Favourable: null } wishes
        && DecisionOf(judging) is { } decision ? wishes with { CutOff = Math.BitIncrement(decision.Policy.CutOff) } : FairnessWishes;

    FairnessContext Groups(Table learned, JudgedRows rows, Table cells) =>
        new(FairnessWishes, schema[Role.Protected], learned, rows, cells, seed, ScoringThreads);

    /// <summary>The settings with what the plan does about gaps, learned from a fold's training rows.</summary>
    ModelPlan Mitigated(ModelPlan settings, SplitTable rows)
    {
        if (plan.Fairness?.Mitigation is not { } method || !ComparesGroups) return settings;
        if (method == Mitigation.Penalty) return settings with { Beside = GapPenalty.Of(FairnessWishes, Target, rows.Train)?.Beside() };
        var reweighing = new Lazy<Reweighing>(() => Reweighing.Of(FairnessWishes, Target, rows.Train));
        return settings with { RowFactors = table => reweighing.Value.Factors(table) };
    }

    /// <summary>What the same network without mitigation says of a fold's test rows; null where nothing is done.</summary>
    double[]? Unmitigated(ModelPlan settings, SplitTable fold, string name)
    {
        if (settings is { RowFactors: null, Beside: null }) return null;
        using Model model = (settings with { RowFactors = null, Beside = null, Checkpoints = null }).Fit(Target, fold.Train, fold.Validation,
            new FitStage(options.Progress, name + "training without mitigation"), cancellation);
        return model.Score(fold.Test, ScoringThreads);
    }

    /// <summary>The gap of a trial on the rows that choose it.</summary>
    Func<JudgedRows, Table, TrialGap?>? TrialGapOf(SplitTable rows)
    {
        if (!ComparesGroups) return null;
        return (judged, cells) =>
        {
            FairnessContext context = Groups(rows.Train.Table, judged, cells);
            return new FairnessJudge(context, context.GoodShare(rows.Train.Weights), cancellation).Trial();
        };
    }
}

namespace Florin;

using System.Collections.Immutable;

/// <content>How groups of people fare, and what training does about it.</content>
public sealed partial class StudyRun
{
    bool ComparesGroups => Target is BinaryTarget && schema[Role.Protected].Count > 0;

    FairnessPlan FairnessWishes => plan.Fairness ?? new FairnessPlan();

    FairnessStudy? Fairness(List<StudyFold> judging, JudgedRows rows, Table cells)
    {
        if (!ComparesGroups) return null;
        Stage("groups");
        FairnessContext context = Groups(Learned, rows, cells) with { Plan = Decided(judging) };
        double good = context.GoodShare(schema.Weights(Learned));
        var judge = new FairnessJudge(context, good, cancellation);
        FairnessStudy study = judge.Study() with { Penalty = Penalty(judging[0]) };
        return plan.Fairness?.Mitigation is not { } method || judging.Any(fold => fold.Unmitigated is null) ? study
            : study with
            {
                Price = FairnessCompare.Of(method, judge, context, [.. judging.SelectMany(fold => fold.Unmitigated!.Test)],
                    good, cancellation),
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

    /// <summary>What the same network without mitigation says of a fold's rows; null where nothing is done.</summary>
    UnmitigatedScores? Unmitigated(ModelPlan settings, SplitTable fold, string name)
    {
        if (settings is { RowFactors: null, Beside: null }) return null;
        using Model model = (settings with { RowFactors = null, Beside = null, Checkpoints = null }).Fit(Target, fold.Train,
            fold.Validation,
            new FitStage(options.Progress, name + "training without mitigation"), cancellation);
        return new UnmitigatedScores(ValidationScores(model, fold), model.Score(fold.Test, ScoringThreads));
    }

    /// <summary>The gap of a trial on the rows that choose it.</summary>
    Func<JudgedRows, Table, TrialGap?>? TrialGapOf(SplitTable rows) => !ComparesGroups ? null
        : (judged, cells) => JudgeOf(rows, judged, cells).Trial();

    FairnessJudge JudgeOf(SplitTable rows, JudgedRows judged, Table cells)
    {
        FairnessContext context = Groups(rows.Train.Table, judged, cells);
        return new FairnessJudge(context, context.GoodShare(rows.Train.Weights), cancellation);
    }

    GapPenalty? Penalised => ComparesGroups ? GapPenalty.Of(FairnessWishes, Target, folds[0].Train) : null;

    /// <summary>Null where the plan asks for none, or no group is large enough for one.</summary>
    PenaltyStudy? Penalty(StudyFold first) => plan.Fairness is not { Mitigation: Mitigation.Penalty } wishes || Penalised is null ? null
        : new PenaltyStudy(wishes.UsedStrength, wishes.UsedGap, wishes.Strengths.Count == 0 ? [] : Trials(wishes, first));

    /// <summary>Penalties of the strengths that the plan names, its own and none, judged on the first fold's validation rows.</summary>
    ImmutableArray<StrengthTrial> Trials(FairnessPlan wishes, StudyFold first)
    {
        SplitTable split = first.Split;
        Table held = split.Validation.Table;
        var trials = ImmutableArray.CreateBuilder<StrengthTrial>();
        foreach (double strength in wishes.Strengths.Append(wishes.UsedStrength).Append(0).Distinct().Order())
        {
            double[] scores = strength == wishes.UsedStrength ? first.Validation : strength == 0 ? first.Unmitigated!.Validation
                : OfStrength(wishes with { Strength = strength }, split);
            var judged = new JudgedRows(Target, scores, Target.Labels(held), split.Validation.Weights);
            if (JudgeOf(split, judged, held).Trial(wishes.UsedGap) is { } gap) trials.Add(new StrengthTrial(strength, gap));
        }

        return trials.ToImmutable();
    }

    /// <summary>What the network says of validation rows when it is trained with a penalty of another strength.</summary>
    double[] OfStrength(FairnessPlan wishes, SplitTable split)
    {
        Stage(FormattableString.Invariant($"groups, penalty of strength {wishes.UsedStrength}"));
        ModelPlan settings = (searches.FirstOrDefault()?.Settings ?? new SearchSettings()).On(Settings()) with
        {
            Checkpoints = null,
            Beside = GapPenalty.Of(wishes, Target, split.Train)?.Beside(),
        };
        using Model model = Paired(settings, Chosen(settings, split.Train, split.Validation)).Fit(Target, split.Train, split.Validation,
            null, cancellation);
        return ValidationScores(model, split);
    }
}

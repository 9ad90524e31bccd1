namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>
/// Fixes a decision rule on validation rows and judges it on test rows, the model's and those of other models alike. Where a split has
/// folds, each fold's test rows are decided by the cut-off of its own validation rows; the model file has that of all of them.
/// </summary>
/// <param name="plan">The rule.</param>
/// <param name="folds">The divisions of the rows that judge.</param>
/// <param name="seed">Keys the bootstrap.</param>
sealed class DecisionJudge(DecisionPlan plan, IReadOnlyList<StudyFold> folds, ulong seed)
{
    const string Model = "the model", All = "approve all", Old = "the old policy";

    /// <summary>The rule of the model file.</summary>
    public DecisionPolicy Policy => field ??= new DecisionPolicy
    {
        CutOff = CutOff(Pooled(fold => Held(fold, fold.Validation))),
        Rule = Rule(),
    }.With(plan.Refer);

    public DecisionStudy Study(CancellationToken cancellation = default)
    {
        Judged model = Of(Model, fold => fold.Validation, fold => fold.Test);
        Judged[] others = [.. Others(), .. OldPolicy(model), model.With(All, _ => true)];
        bool[]? old = others.FirstOrDefault(each => each.Result.Name == Old)?.Approved;
        return new DecisionStudy
        {
            Policy = Policy,
            Groups = [.. Enum.GetValues<CreditDecision>().Select(decision => Group(decision, model.Rows))],
            Results = [model.Result, .. others.Select(other => other.Result with { ModelGain = Gain(model, other) })],
            EmpiricalBest = Best(cancellation),
            Strategies = [.. others.Where(other => other.Result.CutOff is not null).Prepend(model)
                .Select(each => StrategyCurve.Of(each.Result.Name, each.Rows))],
            Swap = old is null ? null : SwapSet.Of(old, model.Approved, model.Rows.Bad, model.Rows.Weights),
            Notes = [.. Notes(model, old)],
        };
    }

    double CutOff(ValuedRows held)
    {
        if (plan.CutOff is { } given) return given;
        if (plan.ApprovalRate is { } rate) return CutOffs.ForApprovalRate(held.Pds, rate, held.Weights);
        if (plan.Cost is { } cost) return CutOffs.ForCost(cost.BadLoss, cost.GoodGain);
        return CutOffs.ForWorth(held.Pds, [.. Enumerable.Range(0, held.Count).Select(held.Expected)], held.Weights);
    }

    string Rule() => plan switch
    {
        { CutOff: not null } => "given by the plan",
        { ApprovalRate: { } rate } => $"{StudyText.Percent(rate)} of the validation rows are approved",
        { Cost: { } cost } => string.Create(CultureInfo.InvariantCulture,
            $"a bad costs {cost.BadLoss}, a good earns {cost.GoodGain}: gain / (gain + loss)"),
        _ => "the highest expected profit of the validation rows by the model's own probabilities",
    };

    ValuedRows Held(StudyFold fold, double[] pds) =>
        Valued(fold.Split.Validation.Table, pds, fold.Split.Target.Labels(fold.Split.Validation.Table), fold.Split.Validation.Weights);

    ValuedRows Test(StudyFold fold, double[] pds) => Valued(fold.Split.Test, pds, fold.Split.TestLabels, fold.Weights);

    ValuedRows Valued(Table table, double[] pds, double[] bad, double[]? weights)
    {
        if (plan.Profit?.Terms(table) is { } terms)
            return new ValuedRows(pds, bad, weights, [.. terms.Select(each => each.Gain)], [.. terms.Select(each => each.Loss)]);
        return plan.Cost is not { } cost ? new ValuedRows(pds, bad, weights, null, null)
            : new ValuedRows(pds, bad, weights, [.. pds.Select(_ => cost.GoodGain)], [.. pds.Select(_ => cost.BadLoss)]);
    }

    ValuedRows Pooled(Func<StudyFold, ValuedRows> part)
    {
        ValuedRows[] each = [.. folds.Select(part)];
        double[]? Joined(Func<ValuedRows, double[]?> of) =>
            each.Any(rows => of(rows) is null) ? null : [.. each.SelectMany(rows => of(rows)!)];
        return new ValuedRows(Joined(rows => rows.Pds)!, Joined(rows => rows.Bad)!, Joined(rows => rows.Weights),
            Joined(rows => rows.Gains), Joined(rows => rows.Losses));
    }

    Judged Of(string name, Func<StudyFold, double[]> held, Func<StudyFold, double[]> test)
    {
        double[] cuts = [.. folds.Select(fold => CutOff(Held(fold, held(fold))))];
        bool[] approved = [.. folds.SelectMany((fold, number) => test(fold).Select(pd => pd <= cuts[number]))];
        ValuedRows rows = Pooled(fold => Test(fold, test(fold)));
        return new Judged(rows, approved, rows.Result(name, cuts[0], row => approved[row]));
    }

    IEnumerable<Judged> Others() =>
        from other in folds[0].Others.Index()
        where other.Item.Held is not null
        select Of(other.Item.Name, fold => fold.Others[other.Index].Held!, fold => fold.Others[other.Index].Scores);

    IEnumerable<Judged> OldPolicy(Judged model)
    {
        if (plan.Old is not { } old) return [];
        bool[] approved = [.. folds.SelectMany(fold => old.Approved(fold.Split.Test))];
        return [model.With(Old, row => approved[row])];
    }

    DecisionGroup Group(CreditDecision decision, ValuedRows rows)
    {
        DecisionPolicy[] rules = [.. folds.SelectMany(fold => Enumerable.Repeat(
            new DecisionPolicy { CutOff = CutOff(Held(fold, fold.Validation)) }.With(plan.Refer), fold.Test.Length))];
        bool[] here = [.. rows.Pds.Select((pd, row) => rules[row].Of(pd) == decision)];
        return new DecisionGroup(decision, RowShares.Share(rows.Count, _ => true, row => here[row] ? 1 : 0, rows.Weights),
            RowShares.Share(rows.Count, row => here[row], row => rows.Bad[row], rows.Weights),
            rows.Mean(row => here[row], row => rows.Pds[row]));
    }

    static MetricValue? Gain(Judged model, Judged other) => model.Rows.Gains is null ? null
        : RowShares.Mean(model.Rows.Count, row => model.Worth(row) - other.Worth(row), model.Rows.Weights);

    MetricValue? Best(CancellationToken cancellation)
    {
        const int Samples = 200;
        ValuedRows held = Pooled(fold => Held(fold, fold.Validation));
        if (held.Gains is null) return null;
        double[] worth = [.. Enumerable.Range(0, held.Count).Select(held.Realised)];
        return Bootstrap.Interval(held.Count,
            drawn => CutOffs.ForWorth(held.Pds, worth, held.Weights is { } own ? [.. drawn.Zip(own, (times, weight) => times * weight)]
                : drawn), new BootstrapOptions { Seed = seed, Stratified = false, Resamples = Samples }, cancellation);
    }

    static IEnumerable<string> Notes(Judged model, bool[]? old)
    {
        if (!model.Approved.Contains(true)) yield return "Nobody is approved: the bad rate of the approved is not defined.";
        if (!model.Approved.Contains(false)) yield return "Everybody is approved: the rule decides nothing.";
        if (old is not null && !old.Contains(false))
            yield return "The rows hold nobody whom the old policy declined: whom the new one would swap in cannot be seen, and the bad "
                + "rate of all applicants is not known.";
    }

    /// <summary>A policy on the test rows.</summary>
    sealed record Judged(ValuedRows Rows, bool[] Approved, PolicyResult Result)
    {
        public double Worth(int row) => Approved[row] ? Rows.Realised(row) : 0;

        /// <summary>Another policy by the same PDs.</summary>
        public Judged With(string name, Func<int, bool> approved) =>
            new(Rows, [.. Enumerable.Range(0, Rows.Count).Select(approved)], Rows.Result(name, null, approved));
    }
}

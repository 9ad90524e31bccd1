namespace Florin.Finance.Tests.Fairness;

using System.Text.Json;
using Florin.Finance.Tests.Credit;

/// <summary>Groups in a study: planted truths are found, nothing is found where there is nothing, small groups are refused.</summary>
public sealed class FairnessStudyTests
{
    static readonly Plan Loans = new()
    {
        Name = "loans",
        Recipe = "credit/default-risk",
        Data = new DataPlan
        {
            Path = "loans.csv", Target = "defaulted", Positive = "1", Drop = ["loan_id", "issued_on"], Protected = ["age", "sex"],
            Special = new([new KeyValuePair<string, EquatableArray<double>>("months_since_delinquency", [-9])]),
        },
        Split = new SplitPlans.Every(3),
        Network = NetworkPlan.Named("logistic"),
        Fairness = new FairnessPlan { Bins = [new("age", [30, 45])], Intersections = false },
    };

    static readonly FairnessPlan ToB = new() { Reference = [new("who", "b")] };

    static StudyResult Run(Plan plan, Table table) => StudyRun.Of(plan, table, new StudySource("", 0));

    static FairnessGap Gap(Study study, string column, string group, string metric) =>
        study.Fairness!.Gaps.Single(gap => (gap.Column, gap.Group, gap.Metric) == (column, group, metric));

    /// <summary>Men default more by 0.2 on the log odds; a model that does not know it expects too little of men and too much of women, by
    /// what the simulator's own probabilities say.</summary>
    [Fact]
    public void A_planted_effect_of_sex_has_its_size()
    {
        CreditSample sample = CreditSimulator.SimulateWithTruth(12000, 5);
        using StudyResult result = Run(Loans, sample.Table);
        Study study = result.Study;
        int[] test = [.. Enumerable.Range(0, 12000).Where(row => (row + 1) % 3 == 0)];
        CategoryColumn sex = sample.Table.Category("sex");
        double[] scores = result.Predictions.Number("score").Values.ToArray();
        string[] part = [.. Enumerable.Range(0, scores.Length).Select(row => result.Predictions["split"].TextAt(row)!)];
        double[] judged = [.. scores.Where((_, row) => part[row] == "test")];
        foreach (string level in new[] { "M", "F" })
        {
            int[] own = [.. Enumerable.Range(0, test.Length).Where(at => sex.TextAt(test[at]) == level)];
            double truth = own.Average(at => judged[at]) - own.Average(at => sample.TruePd[test[at]]);
            FairnessGap gap = Gap(study, "sex", level, "calibration");
            Assert.InRange(truth, gap.Value.Low!.Value, gap.Value.High!.Value);
            Assert.Equal(level == "M" ? -1 : 1, Math.Sign(gap.Value.Value!.Value));
        }

        Assert.Equal(["below 30", "30 to below 45", "from 45"], study.Fairness!.Columns[0].Groups.Select(group => group.Name));
        Assert.DoesNotContain("sex", result.Model.Features.Names);
        Assert.Equal(study.ToJson(), Study.FromJson(study.ToJson()).ToJson());
        Assert.Contains(StudyPage.Of(study).Blocks, block => block is SectionBlock { Title: "Groups" });
        Assert.Contains("comparisons of groups of people", StudyText.Verdict(study), StringComparison.Ordinal);
    }

    /// <summary>The same effect, of probabilities that are true but for sex: found of both; none is found where they are true.</summary>
    [Fact]
    public void A_planted_effect_of_sex_is_found_and_no_other()
    {
        CreditSample sample = CreditSimulator.SimulateWithTruth(100_000, 5);
        CategoryColumn sex = sample.Table.Category("sex");
        double[] blind = [.. sample.TruePd.Select((pd, row) =>
            1 / (1 + Math.Exp(-Math.Log(pd / (1 - pd)) + (sex.TextAt(row) == "M" ? 0.1 : -0.1))))];
        Assert.Equal([("F", 1), ("M", -1)], Found(blind).Order());
        Assert.Empty(Found([.. sample.TruePd]));

        IEnumerable<(string, int)> Found(double[] scores)
        {
            var context = new FairnessContext(new FairnessPlan(), ["sex"], sample.Table, new JudgedRows(ScorecardCases.Bad("defaulted"),
                scores, sample.Table.Number("defaulted").Values.ToArray()), sample.Table, 1, 2)
            { Resamples = 10 };
            return [.. new FairnessJudge(context, 0.9, default).Study().Gaps.Where(gap => gap is { Metric: "calibration", IsFound: true })
                .Select(gap => (gap.Group, Math.Sign(gap.Value.Value!.Value)))];
        }
    }

    /// <summary>Groups drawn by lot, over 100 seeds: a study says "a gap" in about one of twenty, as false discoveries are kept
    /// there.</summary>
    [Fact]
    public void Where_there_is_no_effect_few_studies_find_one()
    {
        int wrong = 0;
        for (int seed = 0; seed < 100; seed++)
            if (Judged(seed, 0, 900).Gaps.Any(gap => gap.IsFound)) wrong++;
        Assert.InRange(wrong, 0, 12);
    }

    [Fact]
    public void Where_there_is_one_nearly_all_find_it()
    {
        int found = 0;
        for (int seed = 0; seed < 20; seed++)
            if (Judged(seed, 0.8, 900, plan: ToB).Gaps.Any(gap =>
                gap is { Metric: "selectionDifference", Group: "a", IsFound: true })) found++;
        Assert.InRange(found, 18, 20);
    }

    /// <summary>A group of three, of which not even the name is told; one group alone; everybody approved.</summary>
    [Fact]
    public void What_cannot_be_judged_is_refused()
    {
        FairnessStudy three = Judged(1, 0, 600, few: 3);
        FairnessColumn column = Assert.Single(three.Columns);
        Assert.Equal(["1 group of fewer than 5 rows"], column.Refused);
        Assert.Equal(["rare"], Judged(1, 0, 600, few: 20).Columns[0].Refused);
        Assert.DoesNotContain(column.Groups, group => group.Name == "rare");
        Assert.DoesNotContain(three.Gaps, gap => gap.Group == "rare");
        FairnessStudy alone = Judged(1, 0, 600, groups: 1);
        Assert.Null(alone.Columns[0].Reference);
        Assert.Equal(["calibration"], alone.Gaps.Select(gap => gap.Metric));
        FairnessStudy all = Judged(1, 0, 600, plan: new FairnessPlan { ApprovalRate = 1 });
        Assert.Equal((null, 1.0), (all.CutOff.Limit, all.CutOff.Share));
        Assert.All(all.Gaps.Where(gap => gap.Metric is "selectionDifference" or "equalOpportunity"), gap => Assert.Equal(0,
            gap.Value.Value));
        Assert.All(all.Gaps.Where(gap => gap.Metric == "selectionDifference"), gap => Assert.Null(gap.QValue));
        FairnessStudy tiny = Judged(1, 0, 40);
        Assert.Empty(tiny.Gaps);
        Assert.Equal(["a", "b", "c", "d"], tiny.Columns[0].Refused);
    }

    [Fact]
    public void The_cut_off_is_the_plans_or_comes_nearest_to_a_rate()
    {
        double[] scores = [0.1, 0.2, 0.2, 0.4, 0.5];
        (DecisionCut cut, bool[] favoured) = DecisionCut.Of(new FairnessPlan { ApprovalRate = 0.5 }, scores, null, 0.9);
        Assert.Equal([true, true, true, false, false], favoured);
        Assert.Equal((0.6, 0.3), (cut.Share, Math.Round(cut.Limit!.Value, 12)));
        (cut, favoured) = DecisionCut.Of(new FairnessPlan(), scores, [1, 1, 1, 1, 6], 0.38);
        Assert.Equal([true, true, true, true, false], favoured);
        Assert.Equal(0.4, cut.Share, 1e-12);
        (_, favoured) = DecisionCut.Of(new FairnessPlan { CutOff = 0.2 }, scores, null, 0.9);
        Assert.Equal([true, false, false, false, false], favoured);
        (cut, favoured) = DecisionCut.Of(new FairnessPlan { CutOff = 0.2, Favourable = Favourable.High }, scores, null, 0.9);
        Assert.Equal([false, true, true, true, true], favoured);
        (_, favoured) = DecisionCut.Of(new FairnessPlan { ApprovalRate = 0.2, Favourable = Favourable.High }, scores, null, 0.9);
        Assert.Equal([false, false, false, false, true], favoured);
        (cut, _) = DecisionCut.Of(new FairnessPlan { ApprovalRate = 0.3 }, [0.2, 0.2, 0.2], null, 0.9);
        Assert.Equal((0.0, null), (cut.Share, cut.Limit));
    }

    /// <summary>A policy that blocks is a gate of the study, whose result is whole; one that reports is none.</summary>
    [Fact]
    public void A_limit_that_blocks_is_a_gate()
    {
        FairnessPolicy rules = new()
        {
            Name = "house",
            Limits = [new("selectionRatio", new Gate(">=", 0.999))],
            Action = FairnessAction.Block,
        };
        Table table = CreditSimulator.Simulate(6000, 5);
        using StudyResult blocked = Run(Loans with { Fairness = Loans.Fairness! with { Rules = rules } }, table);
        Assert.False(blocked.Study.Passed);
        Assert.Equal(["approval, ratio by age", "approval, ratio by sex"], blocked.Study.Gates.Select(gate => gate.Metric));
        Assert.Equal(blocked.Study.Fairness!.Gaps.Where(gap => gap is { Column: "age", Metric: "selectionRatio" })
            .Min(gap => gap.Value.Value!.Value), blocked.Study.Gates[0].Value);
        rules = rules with { Action = FairnessAction.Warn };
        using StudyResult warned = Run(Loans with { Fairness = Loans.Fairness! with { Rules = rules } }, table);
        Assert.True(warned.Study.Passed);
        Assert.Contains("Limits of the policy house that are not kept", StudyText.Verdict(warned.Study), StringComparison.Ordinal);
        Assert.Equal(warned.Study.ToJson(), Study.FromJson(warned.Study.ToJson()).ToJson());
    }

    /// <summary>Four fifths of the highest share, whichever group is the largest: 48 of 100 are less than that of 65.</summary>
    [Fact]
    public void A_ratio_is_to_the_highest_share()
    {
        (string Group, int Rows, int Favoured)[] groups = [("A", 200, 107), ("B", 100, 48), ("C", 100, 65)];
        string[] who = [.. groups.SelectMany(group => Enumerable.Repeat(group.Group, group.Rows))];
        double[] scores = [.. groups.SelectMany(group => Enumerable.Range(0, group.Rows).Select(row => row < group.Favoured ? 0.1 : 0.9))];
        double[] labels = [.. scores.Select((_, row) => (double)(row % 2))];
        Table cells = Table.From(CategoryColumn.From("who", who), new NumberColumn("bad", labels));
        var wishes = new FairnessPlan
        {
            CutOff = 0.5,
            Rules = new FairnessPolicy { Limits = [new("selectionRatio", new Gate(">=", 0.8))], Action = FairnessAction.Block },
        };
        var context = new FairnessContext(wishes, ["who"], cells, new JudgedRows(ScorecardCases.Bad(), scores, labels), cells, 1, 1);
        FairnessGap[] ratios = [.. new FairnessJudge(context, 0.5, default).Study().Gaps.Where(gap => gap.Metric == "selectionRatio")];
        Assert.Equal([("A", "C", 107.0 / 200 / 0.65, true), ("B", "C", 0.48 / 0.65, false)],
            ratios.Select(gap => (gap.Group, gap.Reference!, gap.Value.Value!.Value, gap.Kept!.Value)));
    }

    /// <summary>Four groups by lot, or one whose scores lie higher; scores are true.</summary>
    static FairnessStudy Judged(int seed, double effect, int rows, int few = 0, int groups = 4, FairnessPlan? plan = null)
    {
        var random = new Random(seed);
        double[] scores = new double[rows], labels = new double[rows];
        string[] names = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            int code = random.Next(groups);
            names[row] = row < few ? "rare" : "abcd"[code].ToString();
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            scores[row] = 1 / (1 + Math.Exp(1.0 - normal - (code == 0 ? effect : 0)));
            labels[row] = random.NextDouble() < scores[row] ? 1 : 0;
        }

        Table cells = Table.From(CategoryColumn.From("who", names), new NumberColumn("bad", labels));
        FairnessPlan wishes = plan ?? new FairnessPlan();
        var context = new FairnessContext(wishes, ["who"], cells, new JudgedRows(ScorecardCases.Bad(), scores, labels), cells, 1, 1)
        {
            Resamples = 10,
        };
        return new FairnessJudge(context, context.GoodShare(null), default).Study();
    }
}

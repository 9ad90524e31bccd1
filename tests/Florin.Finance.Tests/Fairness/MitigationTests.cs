namespace Florin.Finance.Tests.Fairness;

using System.Text.Json;
using Florin.Finance.Tests.Credit;

/// <summary>Reweighing: its weights against numpy, its effect on a planted gap; what a search trades.</summary>
public sealed class MitigationTests
{
    static readonly Plan Planted = new()
    {
        Recipe = "generic/classification",
        Data = new DataPlan { Path = "planted.csv", Target = "bad", Positive = "1", Protected = ["sex"] },
        Split = new SplitPlans.Every(2),
        Network = NetworkPlan.Named("logistic"),
        Fairness = new FairnessPlan { Mitigation = Mitigation.Reweighing, ApprovalRate = 0.6 },
    };

    [Theory]
    [InlineData(false, "factors")]
    [InlineData(true, "weightedFactors")]
    public void Weights_are_those_of_Kamiran_and_Calders(bool weighted, string expected)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(ScorecardCases.Root(AppContext.BaseDirectory), "tests", "reference", "fairness.json")));
        JsonElement file = document.RootElement;
        double[] groups = ScorecardCases.Numbers(file, "group"), labels = ScorecardCases.Numbers(file, "label");
        Table table = Florin.Table.From(new NumberColumn("who", groups), new NumberColumn("bad", labels),
            new NumberColumn("x", labels), new NumberColumn("w", ScorecardCases.Numbers(file, "weight")));
        var roles = new ColumnRoles { Target = "bad", Positive = "1", Protected = ["who"], Weight = weighted ? "w" : null };
        Schema schema = Schema.Of(table, roles);
        double[] factors = Reweighing.Of(new FairnessPlan(), ScorecardCases.Bad(), Learned(table, schema)).Factors(table);
        for (int row = 0; row < factors.Length; row++)
            Assert.Equal(file.GetProperty(expected).GetProperty($"{groups[row]}{labels[row]}").GetDouble(), factors[row], 1e-12);
    }

    /// <summary>Of two columns that hang together, each is independent of the outcome by the weights; a group that lacks an outcome keeps
    /// its rows as they are.</summary>
    [Fact]
    public void Each_of_two_columns_becomes_independent()
    {
        var random = new Random(3);
        double[] one = new double[800], two = new double[800], bad = new double[800];
        for (int row = 0; row < 800; row++)
        {
            one[row] = random.Next(3);
            two[row] = random.NextDouble() < 0.3 + 0.2 * one[row] ? 1 : 0;
            bad[row] = random.NextDouble() < 0.1 + 0.15 * one[row] + 0.2 * two[row] ? 1 : 0;
        }

        Table table = Florin.Table.From(new NumberColumn("one", one), new NumberColumn("two", two), new NumberColumn("bad", bad),
            new NumberColumn("x", bad));
        Schema schema = Schema.Of(table, new ColumnRoles { Target = "bad", Positive = "1", Protected = ["one", "two"] });
        double[] w = Reweighing.Of(new FairnessPlan(), ScorecardCases.Bad(), Learned(table, schema)).Factors(table);
        double all = w.Sum(), rate = w.Zip(bad, (a, b) => a * b).Sum() / all;
        foreach ((double[] column, double group) in new[] { (one, 0.0), (one, 1), (one, 2), (two, 0), (two, 1) })
        {
            double own = w.Where((_, row) => column[row] == group).Sum();
            double events = w.Where((_, row) => column[row] == group && bad[row] == 1).Sum();
            Assert.Equal(rate, events / own, 1e-9);
        }
    }

    /// <summary>Women default more in the past; a column stands for sex. Weighted, the net leans on it less: the gap shrinks beyond its
    /// interval, and the report tells the price.</summary>
    [Fact]
    public void It_makes_a_planted_gap_smaller_and_tells_the_price()
    {
        using StudyResult result = StudyRun.Of(Planted, Table(6000), new StudySource("", 0));
        FairnessPrice price = result.Study.Fairness!.Price!;
        FairnessChange change = price.Gaps.Single(gap => gap.Metric == "selectionDifference");
        Assert.InRange(Math.Abs(change.Without.Value!.Value), 0.15, 0.9);
        Assert.True(change.Smaller.Low > 0.1, change.ToString());
        Assert.True(Math.Abs(change.With.Value!.Value) < 0.5 * Math.Abs(change.Without.Value.Value), change.ToString());
        Assert.Equal(Math.Abs(change.Without.Value.Value) - Math.Abs(change.With.Value.Value), change.Smaller.Value!.Value, 1e-12);
        Assert.True(price.AucChange.Value < 0);
        Assert.Equal(price.AucWith.Value!.Value - price.AucWithout.Value!.Value, price.AucChange.Value!.Value, 1e-12);
        Assert.Equal(result.Study.Test["auc"].Value!.Value, price.AucWith.Value!.Value, 1e-12);
        Assert.Contains(StudyPage.Of(result.Study).Blocks, block => block.Title == "What mitigation costs and brings");

        // Without it the model is the one that the price compares with, and challengers are the same either way.
        using StudyResult plain = StudyRun.Of(Planted with { Fairness = Planted.Fairness! with { Mitigation = null } }, Table(6000),
            new StudySource("", 0));
        Assert.Equal(price.AucWithout.Value!.Value, plain.Study.Test["auc"].Value!.Value, 1e-12);
        Assert.Null(plain.Study.Fairness!.Price);
        Assert.Equal(plain.Study.Challengers.Select(other => other.Test["auc"].Value), result.Study.Challengers
            .Select(other => other.Test["auc"].Value));
    }

    /// <summary>The gap in mean log odds that the plan names all but goes, and with it that in approval; a stronger penalty costs more.
    /// Equal
    /// means are not equal shares at every cut-off, so some of the latter stays. No input knows the column.</summary>
    [Theory]
    [InlineData(PenaltyGap.Selection, "selectionDifference", "logistic")]
    [InlineData(PenaltyGap.Opportunity, "equalOpportunity", "logistic")]
    [InlineData(PenaltyGap.Selection, "selectionDifference", "tabm")]
    public void A_penalty_makes_the_gap_it_names_smaller(PenaltyGap gap, string metric, string network)
    {
        Table table = Table(4000);
        (FairnessPrice Price, double Gap) With(double? strength)
        {
            Plan plan = Planted with
            {
                Network = NetworkPlan.Named(network),
                Fit = new FitPlan { Epochs = 8, Folds = 2 },
                Fairness = Planted.Fairness! with
                {
                    Mitigation = strength is null ? null : Mitigation.Penalty,
                    Strength = strength,
                    Gap = strength is null ? null : gap
                },
            };
            using StudyResult result = StudyRun.Of(plan, table, new StudySource("", 0));
            Assert.DoesNotContain("sex", result.Model.Features.Names);
            return (result.Study.Fairness!.Price!, LogOddsGap(result.Model, table, gap == PenaltyGap.Opportunity));
        }

        (FairnessPrice Price, double Gap) none = With(null), weak = With(0.05), strong = With(3);
        Assert.True(none.Gap > weak.Gap && weak.Gap > Math.Abs(strong.Gap), $"{none.Gap} {weak.Gap} {strong.Gap}");
        Assert.True(Math.Abs(strong.Gap) < 0.1 * none.Gap, $"{none.Gap} {weak.Gap} {strong.Gap}");
        FairnessChange one = weak.Price.Gaps.Single(each => each.Metric == metric),
            two = strong.Price.Gaps.Single(each => each.Metric == metric);
        Assert.True(one.Smaller.Low > 0 && two.Smaller.Low > 0, $"{one} {two}");
        Assert.True(strong.Price.AucChange.Value < weak.Price.AucChange.Value && strong.Price.AucChange.High < 0,
            $"{weak.Price.AucChange} {strong.Price.AucChange}");
    }

    /// <summary>Each strength is judged on validation rows, none first; the model has the plan's own, with the same bits on any number of
    /// threads.</summary>
    [Fact]
    public void Strengths_are_tried_on_validation_rows()
    {
        Plan Threads(int threads) => Planted with
        {
            Network = NetworkPlan.Named("tabm"),
            Fit = new FitPlan { Epochs = 3, Folds = 2, Threads = threads },
            Fairness = Planted.Fairness! with { Mitigation = Mitigation.Penalty, Strength = 0.3, Strengths = [3, 0.05] },
        };
        Table table = Table(4000);
        using StudyResult one = StudyRun.Of(Threads(1), table, new StudySource("", 0));
        using StudyResult three = StudyRun.Of(Threads(3), table, new StudySource("", 0));
        Assert.Equal(one.Model.Score(table), three.Model.Score(table));
        PenaltyStudy penalty = one.Study.Fairness!.Penalty!;
        Assert.Equal((0.3, PenaltyGap.Selection), (penalty.Strength, penalty.Gap));
        Assert.Equal([0, 0.05, 0.3, 3], penalty.Trials.Select(trial => trial.Strength));
        Assert.All(penalty.Trials, trial => Assert.Equal(one.Study.Rows.Validation, trial.Gap.Score.N));
        Assert.True(penalty.Trials[0].Gap.Gap.Low > penalty.Trials[^1].Gap.Gap.Value, $"{penalty.Trials[0]} {penalty.Trials[^1]}");
        Assert.Contains(StudyPage.Of(one.Study).Blocks, block => block.Title == "Strengths of the penalty");
        Assert.Equal(one.Study.ToJson(), Study.FromJson(one.Study.ToJson()).ToJson());
    }

    /// <summary>One group alone: there is no penalty, and the study says so instead of naming one.</summary>
    [Fact]
    public void A_penalty_without_groups_is_none()
    {
        Table table = Table(400);
        Plan plan = Planted with { Fairness = new FairnessPlan { Mitigation = Mitigation.Penalty } };
        using StudyResult result = StudyRun.Of(plan, table.With(CategoryColumn.From("sex", [.. Enumerable.Repeat("everyone", 400)])),
            new StudySource("", 0));
        Assert.Null(result.Study.Fairness?.Penalty);
        Assert.Contains(result.Study.Notes, note => note.Contains("so there was none", StringComparison.Ordinal));
    }

    /// <summary>Mean log odds of women less those of men, of all rows or of the good ones.</summary>
    static double LogOddsGap(Model model, Table table, bool goodAlone)
    {
        double[] scores = model.Score(table), bad = table.Number("bad").Values.ToArray();
        CategoryColumn sex = table.Category("sex");
        double Mean(string group) => scores.Where((_, row) => sex.Levels[sex.Values[row]] == group && !(goodAlone && bad[row] == 1))
            .Average(score => Math.Log(score / (1 - score)));
        return Mean("F") - Mean("M");
    }

    [Theory]
    [InlineData(Mitigation.Reweighing)]
    [InlineData(Mitigation.Penalty)]
    public void It_works_over_folds(Mitigation method)
    {
        Plan plan = Planted with { Split = new SplitPlans.KFold { Folds = 3 }, Fairness = Planted.Fairness! with { Mitigation = method } };
        using StudyResult result = StudyRun.Of(plan, Table(3000), new StudySource("", 0));
        Assert.True(result.Study.Fairness!.Price!.Gaps.Single(gap => gap.Metric == "selectionDifference").Smaller.Low > 0);
    }

    [Fact]
    public void A_search_tells_the_gap_of_every_trial()
    {
        Plan plan = Planted with
        {
            Fairness = null,
            Network = NetworkPlan.Named("mlp"),
            Search = new SearchPlan { Trials = 3 },
            Fit = new FitPlan { Epochs = 3 }
        };
        using StudyResult result = StudyRun.Of(plan, Table(3000), new StudySource("", 0));
        foreach (SearchTrial trial in result.Study.Searches[^1].Trials)
        {
            Assert.Equal(trial.Score!.Value, trial.Gap!.Score.Value!.Value, 1e-12);
            Assert.InRange(trial.Gap.Gap.Value!.Value, trial.Gap.Gap.Low!.Value, trial.Gap.Gap.High!.Value);
            Assert.Contains("sex", trial.Gap.Between, StringComparison.Ordinal);
        }

        Assert.Contains(StudyPage.Of(result.Study).Blocks, block => block.Title == "AUC against the gap in approval");
        Assert.Equal(result.Study.ToJson(), Study.FromJson(result.Study.ToJson()).ToJson());
    }

    [Fact]
    public void The_front_holds_what_no_other_beats_in_both()
    {
        static SearchTrial Trial(int number, double gap, double auc) => new(number, new SearchSettings(), auc, 1, 0)
        {
            Gap = new TrialGap(new MetricValue(auc, null, null, 1), new MetricValue(gap, null, null, 1), ""),
        };
        SearchTrial[] trials = [Trial(1, 0.2, 0.8), Trial(2, 0.1, 0.75), Trial(3, 0.15, 0.74), Trial(4, 0.2, 0.79), Trial(5, 0.3, 0.8)];
        Assert.Equal([2, 1], TradeOffBlocks.Front(trials).Select(trial => trial.Number));
    }

    static Table Table(int rows)
    {
        var random = new Random(11);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        string[] sex = new string[rows];
        double[] proxy = new double[rows], own = new double[rows], bad = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double woman = random.Next(2);
            sex[row] = woman == 1 ? "F" : "M";
            proxy[row] = woman + 0.5 * Normal();
            own[row] = Normal();
            bad[row] = random.NextDouble() < 1 / (1 + Math.Exp(1.6 - own[row] - 1.5 * woman)) ? 1 : 0;
        }

        return Florin.Table.From(CategoryColumn.From("sex", sex), new NumberColumn("proxy", proxy), new NumberColumn("own", own),
            new NumberColumn("bad", bad));
    }

    /// <summary>A table as rows to learn from.</summary>
    internal static TrainRows Learned(Table table, Schema schema) =>
        SplitTable.Of(table.Append(table).Append(table).With(Parts(table.RowCount)),
        schema, new ColumnSplit("part", "judge", "stop"), 1).Train;

    static CategoryColumn Parts(int rows) => CategoryColumn.From("part",
        new[] { "learn", "stop", "judge" }.SelectMany(part => Enumerable.Repeat(part, rows)));
}

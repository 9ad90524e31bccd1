namespace Florin.Finance.Tests;

/// <summary>Studies whose split has folds, that go on from a model, or that ask whether more rows would help.</summary>
public class FoldStudyTests
{
    const int Rows = 1200;

    static readonly Plan Loans = new()
    {
        Recipe = "credit/default-risk",
        Data = new DataPlan
        {
            Path = "loans.csv",
            Target = "defaulted",
            Positive = "1",
            Id = "loan_id",
            Drop = ["issued_on", "age", "sex"],
        },
        Network = NetworkPlan.Named("mlp"),
        Fit = new FitPlan { Seed = 3, Epochs = 6, Threads = 1 },
    };

    [Fact]
    public void Every_row_is_judged_once_by_a_model_that_did_not_see_it()
    {
        Table table = CreditSimulator.Simulate(Rows, 5);
        using StudyResult result = Run(Loans with { Split = new SplitPlans.KFold(3, 2) }, table);
        Study study = result.Study;
        Assert.Equal((6, Rows), (study.Folds.Length, study.Rows.Test));
        Assert.Equal(["row", "id", "split", "fold", "target", "score", "points", "grade"], result.Predictions.Names);
        double[] fold = result.Predictions.Number("fold").Values.ToArray(), row = result.Predictions.Number("row").Values.ToArray();
        Assert.Equal(2 * Rows, row.Length);
        for (int number = 1; number <= Rows; number++) Assert.Equal(2, row.Count(number));
        // The first division alone makes the figures; each fold's are its own rows'.
        double[] scores = result.Predictions.Number("score").Values.ToArray(),
            labels = result.Predictions.Number("target").Values.ToArray();
        Assert.Equal(Auc(scores, labels, at => fold[at] <= 3), study.Test["auc"].Value!.Value, 1e-12);
        for (int number = 1; number <= 6; number++)
            Assert.Equal(Auc(scores, labels, at => fold[at] == number), study.Folds[number - 1]["auc"].Value!.Value, 1e-12);
        string page = string.Concat(StudyPage.Of(study).Blocks.Select(block => block.Title));
        Assert.Contains("Over the folds", page);
        Assert.Contains("each judged by a model that never saw it (3 folds", StudyText.Verdict(study));
        Assert.Equal(study.ToJson(), Study.FromJson(study.ToJson()).ToJson());
    }

    /// <summary>What a fold's model says of other rows must not depend on those that judge it.</summary>
    [Fact]
    public void The_cells_of_a_fold_change_no_score_of_the_models_that_judge_it()
    {
        Table table = CreditSimulator.Simulate(Rows, 5);
        Plan plan = Loans with { Split = new SplitPlans.KFold(3) };
        using StudyResult before = Run(plan, table);
        double[] fold = before.Predictions.Number("fold").Values.ToArray();
        double[] income = [.. table.Number("income").Values.ToArray().Select((value, row) => fold[row] == 2 ? value * 100 + 1 : value)];
        using StudyResult after = Run(plan, table.With(new NumberColumn("income", income)));
        Assert.Equal(fold, after.Predictions.Number("fold").Values.ToArray());
        // The second fold's model is the same; its rows have other incomes, so that only rows without one keep their score.
        double[] was = before.Predictions.Number("score").Values.ToArray(), now = after.Predictions.Number("score").Values.ToArray();
        int[] same = [.. Enumerable.Range(0, Rows).Where(row => fold[row] == 2 && double.IsNaN(income[row]))];
        Assert.NotEmpty(same);
        foreach (int row in same) Assert.Equal(was[row], now[row]);
        Assert.Contains(Enumerable.Range(0, Rows), row => fold[row] == 1 && was[row] != now[row]);
    }

    [Fact]
    public void The_learning_curve_ends_in_the_model_itself()
    {
        using StudyResult result = Run(Loans with { LearningCurve = [0.5, 0.2] }, CreditSimulator.Simulate(Rows, 5));
        Study study = result.Study;
        Assert.Equal([0.2, 0.5, 1], study.LearningCurve.Select(each => each.Share));
        Assert.Equal(study.Test["auc"], study.LearningCurve[^1].Test);
        Assert.Equal(study.Rows.Train, study.LearningCurve[^1].Rows);
        Assert.InRange(study.LearningCurve[0].Rows / (0.2 * study.Rows.Train), 0.98, 1.02);
        Assert.Contains(StudyPage.Of(study).Blocks, block => block.Title == "Would more rows help?");
    }

    [Fact]
    public void A_model_before_is_compared_on_the_same_rows()
    {
        Table table = CreditSimulator.Simulate(Rows, 5);
        using StudyResult first = Run(Loans with { Fit = Loans.Fit! with { Epochs = 1 } }, table);
        using StudyResult next = StudyRun.Of(Loans, table, new StudySource("", 0), new StudyOptions { From = first.Model },
            TestContext.Current.CancellationToken);
        StudyChallenger before = next.Study.Challengers[0];
        Assert.Equal("the model before", before.Name);
        Assert.Equal(first.Study.Test["auc"], before.Test["auc"]);
        Assert.Equal(next.Study.Test["auc"].Value - before.Test["auc"].Value, before.Difference!.Value);
        Assert.Contains(next.Study.Notes, note => note.Contains("The model before may have learned", StringComparison.Ordinal));
    }

    /// <summary>Each fold searches within the rows that it learns from, and the model of all rows within all.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_search_is_recorded_trial_by_trial(bool folds)
    {
        Plan plan = Loans with
        {
            Search = new SearchPlan { Trials = 4 },
            Split = folds ? new SplitPlans.KFold(2) : new SplitPlans.Stratified(),
        };
        using StudyResult result = Run(plan, CreditSimulator.Simulate(600, 5));
        Study study = result.Study;
        Assert.Equal(folds ? ["fold1", "fold2", "all"] : ["fold1"], study.Searches.Select(search => search.Part));
        Assert.All(study.Searches, search => Assert.Equal([1, 2, 3, 4], search.Trials.Select(trial => trial.Number)));
        StudySearch last = study.Searches[^1];
        Assert.Equal(last.Trials.Max(trial => trial.Score), last.Trials.Single(trial => trial.Number == last.Best).Score);
        Assert.Contains(StudyPage.Of(study).Blocks, block => block.Title == "The best settings that were tried");
        Assert.Equal(study.ToJson(), Study.FromJson(study.ToJson()).ToJson());
    }

    [Fact]
    public void The_settings_that_a_search_finds_make_the_same_model_when_a_plan_states_them()
    {
        Table table = CreditSimulator.Simulate(600, 5);
        using StudyResult searched = Run(Loans with { Search = new SearchPlan { Trials = 6 } }, table);
        SearchSettings found = searched.Study.Searches[0].Settings;
        Plan stated = Loans with
        {
            Network = NetworkPlan.Named("mlp", new NetworkSizes { Layers = found.Layers, Units = found.Units, Dropout = found.Dropout }),
            Fit = Loans.Fit! with { LearningRate = found.LearningRate, WeightDecay = found.WeightDecay },
        };
        using StudyResult again = Run(PlanFile.Parse(PlanFile.Write(stated)), table);
        Assert.Equal(searched.Study.Model.Sha256, again.Study.Model.Sha256);
    }

    static StudyResult Run(Plan plan, Table table) => StudyRun.Of(plan, table, new StudySource("", 0));

    /// <summary>Pairs that are ranked right, ties half: the definition.</summary>
    static double Auc(double[] scores, double[] labels, Func<int, bool> among)
    {
        int[] rows = [.. Enumerable.Range(0, scores.Length).Where(among)];
        double right = 0, pairs = 0;
        foreach (int bad in rows.Where(row => labels[row] == 1))
            foreach (int good in rows.Where(row => labels[row] == 0))
            {
                pairs++;
                right += scores[bad] > scores[good] ? 1 : scores[bad] == scores[good] ? 0.5 : 0;
            }

        return right / pairs;
    }
}

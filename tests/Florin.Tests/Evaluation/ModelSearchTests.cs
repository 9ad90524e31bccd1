namespace Florin.Tests.Evaluation;

public class ModelSearchTests
{
    static readonly ModelPlan Small = new() { Network = "mlp", Epochs = 4, Seed = 5, Threads = 1 };

    [Fact]
    public void The_trials_do_not_depend_on_threads_and_fewer_are_the_first_of_more()
    {
        SplitTable split = Split();
        SearchResult one = Run(split, Small, 11), two = Run(split, Small with { Threads = 2 }, 11), fewer = Run(split, Small, 4);
        Assert.Equal(Enumerable.Range(1, 11), one.Trials.Select(trial => trial.Number));
        Assert.Equal(Told(one), Told(two));
        Assert.Equal(Told(one)[..4], Told(fewer));
        Assert.Equal(11, one.Trials.Select(trial => trial.Settings).Distinct().Count());
        Assert.Equal(one.Trials.Max(trial => trial.Score), one.Trials.Single(trial => trial.Number == one.Best).Score);
    }

    /// <summary>The first trial is the plan as it is: its score is that of the model which the plan makes.</summary>
    [Fact]
    public void A_trial_says_what_its_settings_give()
    {
        SplitTable split = Split();
        SearchResult found = Run(split, Small, 3);
        foreach (SearchTrial trial in found.Trials)
        {
            using Model model = trial.Settings.On(Small).Fit(split.Target, split.Train, split.Validation);
            double[] labels = split.Target.Labels(split.Validation.Table);
            Assert.Equal(BinaryMetrics.Auc(model.Score(split.Validation.Table), labels), trial.Score);
        }

        Assert.Equal(new SearchSettings(), found.Trials[0].Settings);
    }

    /// <summary>A learning rate at which nothing is learned is left behind.</summary>
    [Fact]
    public void Settings_that_teach_nothing_are_left_behind()
    {
        SplitTable split = Split();
        SearchResult found = Run(split, Small with { LearningRate = 1e-9 }, 9);
        Assert.InRange(found.Trials[0].Score!.Value, 0, 0.75);
        Assert.True(found.Trials.Single(trial => trial.Number == found.Best).Score > 0.8);
        Assert.NotNull(found.Settings.LearningRate);
    }

    [Fact]
    public void Trials_that_were_kept_are_not_run_again()
    {
        SplitTable split = Split();
        var log = new Log();
        SearchResult whole = Run(split, Small, 10, log);
        Assert.Equal(10, log.Trials.Count);
        var cut = new Log();
        cut.Trials.AddRange(log.Trials.Where(trial => trial.Number is 2 or 3 or 9));
        SearchResult again = Run(split, Small, 10, cut);
        Assert.Equal(Told(whole), Told(again));
        Assert.Equal([1, 4, 5, 6, 7, 8, 10], cut.Trials.Skip(3).Select(trial => trial.Number).Order());
    }

    [Fact]
    public void A_search_without_time_keeps_the_networks_own_settings()
    {
        SplitTable split = Split();
        SearchResult found = ModelSearch.Run(Small, split.Target, split.Train, split.Validation, new SearchOptions(5, 1e-9));
        Assert.Empty(found.Trials);
        Assert.Equal((0, new SearchSettings()), (found.Best, found.Settings));
    }

    [Fact]
    public void Cancelling_ends_it()
    {
        SplitTable split = Split();
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ModelSearch.Run(Small, split.Target, split.Train, split.Validation,
            new SearchOptions(5), cancellation: cancel.Token));
    }

    [Fact]
    public void Layers_of_the_users_own_have_nothing_to_search()
    {
        SplitTable split = Split();
        Assert.Equal("FLR0574", Assert.Throws<FlorinException>(() => Run(split, Small with { Layers = [new Dense(1)] }, 2)).Code);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("tabm")]
    [InlineData("realmlp")]
    [InlineData("logistic")]
    public void Draws_stay_within_their_space_and_fill_it(string network)
    {
        SearchSpace space = SearchSpace.Of(network)!;
        SearchSettings[] drawn = [.. Enumerable.Range(0, 400).Select(trial => space.Draw(3, trial))];
        SearchSettings[] near = [.. drawn.Select((settings, trial) => space.Near(settings, 4, trial))];
        foreach (SearchSettings each in drawn.Concat(near))
        {
            Assert.True(each.WeightDecay == 0 || (each.WeightDecay >= space.WeightDecay.Low * 0.95
                && each.WeightDecay <= space.WeightDecay.High * 1.05));
            if (network == "logistic") Assert.Equal(new SearchSettings(WeightDecay: each.WeightDecay), each);
            else
            {
                Assert.InRange(each.Layers!.Value, space.Layers.Low, space.Layers.High);
                Assert.InRange(each.Units!.Value, space.Units.Low, space.Units.High);
                Assert.InRange(each.Dropout!.Value, 0, space.Dropout);
                Assert.InRange(each.LearningRate!.Value, space.LearningRate.Low, space.LearningRate.High);
            }
        }

        if (network == "logistic") return;
        Assert.Equal(space.Layers.High - space.Layers.Low + 1, drawn.Select(each => each.Layers).Distinct().Count());
        // Even on the log scale: as many below the geometric mean as above it.
        double middle = Math.Sqrt(space.LearningRate.Low * space.LearningRate.High);
        Assert.InRange(drawn.Count(each => each.LearningRate < middle), 160, 240);
        Assert.InRange(drawn.Count(each => each.Dropout == 0), 160, 240);
    }

    static (int, SearchSettings, double?)[] Told(SearchResult found) =>
        [.. found.Trials.Select(trial => (trial.Number, trial.Settings, trial.Score))];

    static SearchResult Run(SplitTable split, ModelPlan plan, int trials, ISearchLog? log = null) =>
        ModelSearch.Run(plan, split.Target, split.Train, split.Validation, new SearchOptions(trials, Log: log));

    static SplitTable Split()
    {
        var random = new Random(4);
        double[] x = [.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())], z = [.. x.Select(_ => random.NextDouble())];
        string[] bad = [.. x.Select((value, row) => random.NextDouble() < 1 / (1 + Math.Exp(9 - 18 * value)) ? "yes" : "no")];
        Table table = Table.From(new NumberColumn("x", x), new NumberColumn("z", z), CategoryColumn.From("bad", bad));
        return SplitTable.Of(table, Schema.Of(table, new ColumnRoles { Target = "bad" }), new StratifiedSplit(), 1);
    }

    sealed class Log : ISearchLog
    {
        public List<SearchTrial> Trials { get; } = [];

        public IReadOnlyList<SearchTrial> Load() => [.. Trials];

        public void Add(SearchTrial trial) => Trials.Add(trial);
    }
}

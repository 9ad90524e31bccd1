namespace Florin;

using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

/// <summary>When a search ends, at whichever comes first, and where its trials are kept.</summary>
/// <param name="Trials">The most trials, from 1.</param>
/// <param name="Minutes">The most minutes; null: no limit. How many trials they allow depends on the machine.</param>
/// <param name="Log">Keeps trials, so that a search that is cut off goes on; null: nothing does.</param>
public sealed record SearchOptions(int Trials, double? Minutes = null, ISearchLog? Log = null)
{
    /// <summary>A second measure of each trial on the rows that decide, given their scores and cells; it decides nothing. Called from
    /// several threads. Null: none.</summary>
    public Func<JudgedRows, Table, TrialGap?>? Measure { get; init; }
}

/// <summary>One try of a search.</summary>
/// <param name="Number">From 1; the first has the network's own settings.</param>
/// <param name="Settings">What was tried.</param>
/// <param name="Score">The primary metric on the rows that decide; null where training diverged.</param>
/// <param name="Epochs">Epochs that the net was trained.</param>
/// <param name="Seconds">What it took.</param>
public sealed record SearchTrial(int Number, SearchSettings Settings, double? Score, int Epochs, double Seconds)
{
    /// <summary>Score and gap between groups of people with their intervals; null where no groups are compared.</summary>
    public TrialGap? Gap { get; init; }
}

/// <summary>What a trial's model says of groups of people, on the rows that decide.</summary>
/// <param name="Score">The area under the ROC curve with its interval.</param>
/// <param name="Gap">The largest difference between two groups in the share that is favoured, without its sign, with the interval of
/// these two groups.</param>
/// <param name="Between">The column and the groups.</param>
public sealed record TrialGap(MetricValue Score, MetricValue Gap, string Between);

/// <summary>Where a search is.</summary>
/// <param name="Done">Trials done.</param>
/// <param name="Share">Of trials or of minutes, whichever is nearer its end.</param>
/// <param name="Best">The best score so far.</param>
public sealed record SearchProgress(int Done, double Share, double? Best);

/// <summary>A place that keeps trials, so that a search that is cut off does not begin anew.</summary>
public interface ISearchLog
{
    /// <summary>The trials that were kept, in any order.</summary>
    IReadOnlyList<SearchTrial> Load();

    /// <summary>Keeps a trial; called from several threads, one at a time.</summary>
    void Add(SearchTrial trial);
}

/// <summary>What a search found.</summary>
/// <param name="Space">What was searched.</param>
/// <param name="Trials">Every trial, in order.</param>
/// <param name="Best">The number of the best.</param>
public sealed record SearchResult(SearchSpace Space, ImmutableArray<SearchTrial> Trials, int Best)
{
    /// <summary>The settings of the best trial; the network's own where no trial was finished.</summary>
    public SearchSettings Settings => Trials.FirstOrDefault(trial => trial.Number == Best)?.Settings ?? new SearchSettings();
}

/// <summary>
/// Tries settings of a network on training rows and keeps those with the best primary metric on the validation rows; test rows have no
/// part in
/// it. Trials are proposed in rounds: the first at random, later ones half at random and half near the best so far. Each is trained on one
/// thread, several beside each other; what a number of trials finds does not depend on threads or machine.
/// </summary>
public sealed class ModelSearch
{
    const int Round = 8;
    const uint Node = 0x7E58;

    readonly ModelPlan plan;
    readonly ModelTarget target;
    readonly TrainRows train;
    readonly TrainRows validation;
    readonly SearchSpace space;
    readonly SearchOptions limits;
    readonly Stopwatch clock = Stopwatch.StartNew();
    readonly Lock key = new();
    readonly SortedDictionary<int, SearchTrial> done = [];

    ModelSearch(ModelPlan plan, ModelTarget target, TrainRows train, TrainRows validation, SearchOptions limits)
    {
        (this.plan, this.target, this.train, this.validation, this.limits) = (plan, target, train, validation, limits);
        string network = plan.Layers is null ? plan.Choose(train.Count, target).Name : "layers";
        space = SearchSpace.Of(network) ?? throw new FlorinException("FLR0574", "there is nothing to search", "search",
            "a network that lists its layers", "name the network, or leave search out");
        // Resolved once, so that a trial's number alone says what it is. One net: nets over folds would learn from the rows that decide.
        this.plan = plan with { Network = network, Checkpoints = null, Folds = 0, Ensemble = 1 };
        Loss = ModelEvaluation.IsLoss(ModelEvaluation.Primary(target));
    }

    /// <summary>Whether less is better.</summary>
    bool Loss { get; }

    /// <summary>Searches.</summary>
    /// <param name="plan">The model; its settings are the first trial.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows that stop the training and choose the settings.</param>
    /// <param name="options">When it ends, and where its trials are kept.</param>
    /// <param name="progress">Told after each trial.</param>
    /// <param name="cancellation">Checked every step.</param>
    /// <exception cref="FlorinException">FLR0574: the network lists its layers.</exception>
    public static SearchResult Run(ModelPlan plan, ModelTarget target, TrainRows train, TrainRows validation, SearchOptions options,
        IProgress<SearchProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(options);
        return new ModelSearch(plan, target, train, validation, options).Run(progress, cancellation);
    }

    SearchResult Run(IProgress<SearchProgress>? progress, CancellationToken cancellation)
    {
        foreach (SearchTrial trial in limits.Log?.Load() ?? []) done.TryAdd(trial.Number, trial);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (limits.Minutes is { } minutes) end.CancelAfter(TimeSpan.FromMinutes(minutes));
        int threads = plan.Threads == 0 ? Environment.ProcessorCount : plan.Threads;
        try
        {
            for (int first = 1; first <= limits.Trials; first += Round)
            {
                SearchTrial[] before = [.. done.Values.Where(trial => trial.Number < first)];
                int last = Math.Min(first + Round, limits.Trials + 1);
                Parallel.For(first, last, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = end.Token },
                    number => Try(number, before, progress, end.Token));
            }
        }
        catch (AggregateException error) when (error.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            cancellation.ThrowIfCancellationRequested();
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions.First(inner => inner is not OperationCanceledException));
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return Result();
    }

    /// <summary>Without a gap: the same number of trials finds the same again.</summary>
    SearchResult Result()
    {
        ImmutableArray<SearchTrial> whole = [.. Enumerable.Range(1, limits.Trials).TakeWhile(done.ContainsKey).Select(number =>
            done[number])];
        return new SearchResult(space, whole, Ranked(whole).FirstOrDefault()?.Number ?? 0);
    }

    IEnumerable<SearchTrial> Ranked(IEnumerable<SearchTrial> trials) => trials.Where(trial => trial.Score is not null)
        .OrderBy(trial => Loss ? trial.Score : -trial.Score).ThenBy(trial => trial.Number);

    void Try(int number, SearchTrial[] before, IProgress<SearchProgress>? progress, CancellationToken cancellation)
    {
        lock (key)
            if (done.ContainsKey(number)) return;
        if (clock.Elapsed.TotalMinutes >= limits.Minutes) throw new OperationCanceledException();
        long begin = Stopwatch.GetTimestamp();
        SearchSettings settings = Proposed(number, before);
        (double? score, int epochs, TrialGap? gap) = Judged(settings.On(plan) with { Threads = 1 }, cancellation);
        var trial = new SearchTrial(number, settings, score, epochs, Stopwatch.GetElapsedTime(begin).TotalSeconds)
        {
            Gap = gap,
        };
        lock (key)
        {
            done[number] = trial;
            limits.Log?.Add(trial);
            double share = Math.Max((double)done.Count / limits.Trials,
                limits.Minutes is { } minutes ? clock.Elapsed.TotalMinutes / minutes : 0);
            progress?.Report(new SearchProgress(done.Count, Math.Min(1, share), Ranked(done.Values).FirstOrDefault()?.Score));
        }
    }

    /// <summary>The best quarter of the trials of earlier rounds has one child in turn for every second trial.</summary>
    SearchSettings Proposed(int number, SearchTrial[] before)
    {
        if (number == 1) return new SearchSettings();
        SearchTrial[] best = [.. Ranked(before).Take((before.Length + 3) / 4)];
        if (best.Length == 0 || number % 2 == 0) return space.Draw(plan.Seed ^ Node, number);
        return space.Near(best[number / 2 % best.Length].Settings, plan.Seed ^ Node, number);
    }

    (double? Score, int Epochs, TrialGap? Gap) Judged(ModelPlan tried, CancellationToken cancellation)
    {
        try
        {
            using Model model = tried.Fit(target, train, validation, null, cancellation);
            Table held = validation.Table;
            var judged = new JudgedRows(model.Target, model.Score(held), target.Labels(held), validation.Weights, target.ExposuresOf(held));
            return (ModelEvaluation.PrimaryOf(judged), model.Nets[0].History.Epochs.Count, limits.Measure?.Invoke(judged, held));
        }
        catch (FlorinException error) when (error.Code == "FLR0310")
        {
            return (null, 0, null);
        }
    }
}

namespace Florin;

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <content>The search over settings, within the rows that a fold learns from.</content>
public sealed partial class StudyRun
{
    const int UsualTrials = 40;

    readonly List<StudySearch> searches = [];

    /// <summary>The settings of the plan, or the best that its search finds for these rows.</summary>
    ModelPlan Searched(SplitTable rows, string part, string name)
    {
        ModelPlan settings = Mitigated(Settings(part), rows);
        settings = Paired(settings, pairs = Chosen(settings, rows.Train, rows.Validation));
        if (plan.Search is not { } search) return settings;
        var limits = new SearchOptions(search.Trials ?? (search.Minutes is null ? UsualTrials : 100_000), search.Minutes,
            options.Checkpoint is { } state ? new TrialLog(state, part) : null)
        { Measure = TrialGapOf(rows) };
        SearchResult found = ModelSearch.Run(settings, Target, rows.Train, rows.Validation, limits,
            new SearchStage(options.Progress, name, limits),
                cancellation);
        searches.Add(new StudySearch(part, found.Space.ToString(), limits.Trials, found.Trials, found.Best, found.Settings));
        return found.Settings.On(settings);
    }

    sealed class SearchStage(IProgress<StudyProgress>? progress, string name, SearchOptions limits) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value)
        {
            string of = limits.Minutes is null ? FormattableString.Invariant($" of {limits.Trials}") : "";
            progress?.Report(new StudyProgress(FormattableString.Invariant($"{name}search, {value.Done}{of} trials, best {value.Best:F4}"),
                value.Share));
        }
    }

    /// <summary>A line for each trial; a line that was cut off is as if it were not there.</summary>
    sealed class TrialLog(StudyCheckpoint state, string part) : ISearchLog
    {
        string File => state.PathOf(part + "-trials.jsonl");

        public IReadOnlyList<SearchTrial> Load()
        {
            if (!System.IO.File.Exists(File)) return [];
            return [.. System.IO.File.ReadAllLines(File).Select(Read).OfType<SearchTrial>()];
        }

        public void Add(SearchTrial trial)
        {
            state.Make();
            string line = JsonSerializer.Serialize(trial, TrialJson.Default.SearchTrial);
            System.IO.File.AppendAllText(File, "\n" + line + "\n", new UTF8Encoding(false));
        }

        static SearchTrial? Read(string line)
        {
            try
            {
                return line.Length == 0 ? null : JsonSerializer.Deserialize(line, TrialJson.Default.SearchTrial);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}

[JsonSerializable(typeof(SearchTrial))]
sealed partial class TrialJson : JsonSerializerContext;

namespace Florin;

using System.Collections.Immutable;
using System.Diagnostics;

/// <summary>Where a run is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Share">Share of the stage that is done, 0 to 1.</param>
public sealed record StudyProgress(string Stage, double Share);

/// <summary>Where the rows came from.</summary>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="ReadSeconds">What reading took.</param>
public sealed record StudySource(string Sha256, double ReadSeconds);

/// <summary>
/// Runs a plan: split, train, challenge, judge, explain. What it gives is a value; <see cref="StudyFolder"/>
/// writes it.
/// </summary>
public sealed class StudyRun
{
    const int MostDependences = 6;

    readonly Plan plan;
    readonly Table table;
    readonly SplitTable split;
    readonly IProgress<StudyProgress>? progress;
    readonly CancellationToken cancellation;
    readonly ulong seed;
    readonly int threads;

    StudyRun(Plan plan, Table table, IProgress<StudyProgress>? progress, CancellationToken cancellation)
    {
        (this.plan, this.table, this.progress, this.cancellation) = (plan, table, progress, cancellation);
        seed = plan.Fit?.Seed ?? 0;
        threads = plan.Fit?.Threads ?? 0;
        Schema schema = Schema.Of(table, plan.ToRoles());
        Split = plan.Split is { } given ? Splits.Of(given) : Florin.Split.Default(schema);
        split = SplitTable.Of(table, schema, Split, seed, StudyTargets.Of(plan, table, schema));
    }

    Split Split { get; }

    int ScoringThreads => threads == 0 ? Environment.ProcessorCount : threads;

    /// <summary>Runs a plan on a table.</summary>
    /// <exception cref="FlorinException">With every problem of plan and data at once; or what training throws.</exception>
    public static StudyResult Of(Plan plan, Table table, StudySource source, IProgress<StudyProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(source);
        if (plan.Check(table) is { Count: > 0 } problems) throw PlanProblem.Exception(problems, plan.Name ?? "plan");
        return new StudyRun(plan, table, progress, cancellation).Run(source);
    }

    StudyResult Run(StudySource source)
    {
        var clock = Stopwatch.StartNew();
        Model model = Settings().Fit(split.Target, split.Train, split.Validation, new FitStage(progress, "training"), cancellation);
        double fit = clock.Elapsed.TotalSeconds;
        double[] test = model.Score(split.Test, ScoringThreads), validation = model.Score(split.Validation.Table, ScoringThreads);
        double scored = clock.Elapsed.TotalSeconds - fit;
        double[]? weights = split.Train.Schema.Given.Weight is { } name ? split.Test.Number(name).Values.ToArray() : null;
        var rows = new JudgedRows(split.Target, test, split.TestLabels, weights, StudyEvidence.Exposures(split.Target, split.Test));
        Judgement judged = Judge(model, rows);
        Stage("writing");
        byte[] file = ModelBytes(model);
        var timing = new StudyTiming(source.ReadSeconds, fit, scored, source.ReadSeconds + clock.Elapsed.TotalSeconds);
        Study study = Written(model, judged, new StudyModel(Hash(file), model.ParameterCount), source, timing);
        return new StudyResult(study, model, file, Predictions.Of(table, split, plan.Data.Id, validation, test));
    }

    Judgement Judge(Model model, JudgedRows rows)
    {
        Stage("challengers");
        ImmutableArray<StudyChallenger> challengers = new StudyChallengers(split, Settings(), rows).Fit(progress, cancellation);
        Stage("intervals");
        IReadOnlyDictionary<string, MetricValue> metrics = ModelEvaluation.Of(rows, seed, cancellation);
        Stage("importance");
        ImmutableArray<ColumnImportance> importance = ColumnImportance.Of(model, split.Test, split.TestLabels, seed,
            threads: ScoringThreads, cancellation: cancellation);
        return new Judgement(new StudyEvidence(split, model, rows, ScoringThreads), metrics, challengers, importance);
    }

    Study Written(Model model, Judgement judged, StudyModel file, StudySource source, StudyTiming timing) => new()
    {
        Name = Name,
        Recipe = plan.Recipe,
        Version = typeof(Model).Assembly.GetName().Version!.ToString(3),
        Rows = new StudyRows(split.Rows.Train.Length, split.Rows.Validation.Length, split.Rows.Test.Length),
        Target = judged.Evidence.Target(),
        Split = Splits.InWords(Split, split.Target.Task),
        Network = Network(model),
        Metric = ModelEvaluation.Primary(split.Target),
        Test = judged.Metrics,
        Challengers = judged.Challengers,
        Calibration = judged.Evidence.Calibration(),
        Groups = judged.Evidence.Groups(),
        Confusion = judged.Evidence.Confusion(),
        Stability = judged.Evidence.Stability(),
        Importance = judged.Importance,
        Dependence = Dependence(model, judged.Importance),
        Curves = judged.Evidence.Curves(),
        Gates = [.. plan.Gates.Select(gate => Checked(gate.Key, gate.Value, judged.Metrics))],
        Notes = Notes(model),
        Timing = timing,
        Model = file,
        Data = new StudyData(source.Sha256, table.RowCount, table.Columns.Count),
        Seed = seed,
    };

    ImmutableArray<ColumnDependence> Dependence(Model model, ImmutableArray<ColumnImportance> importance) =>
        split.Target.Outputs > 1 ? [] : [.. importance.Take(MostDependences).Select(each =>
            ColumnDependence.Of(model, split.Test, each.Column, seed, ScoringThreads, cancellation)).OfType<ColumnDependence>()];

    string Name => plan.Name ?? Path.GetFileNameWithoutExtension(plan.Data.Path.Replace(".csv.gz", ".csv", StringComparison.Ordinal));

    ModelPlan Settings() => new()
    {
        Network = plan.Network?.Name ?? "auto",
        Layers = plan.Network is { Name: null } own ? Net.Create(own.Layers.Span) : null,
        Epochs = plan.Fit?.Epochs,
        Patience = plan.Fit?.Patience,
        BatchSize = plan.Fit?.BatchSize,
        LearningRate = plan.Fit?.LearningRate,
        Seed = seed,
        Threads = threads,
        Reading = ModelReading.Of(plan.Data.ToCsvOptions()),
        Features = new FeatureOptions
        {
            Categorical = [.. plan.Data.Categorical],
            Optional = [.. plan.Data.Optional],
            Special = plan.Data.Special.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray()),
        },
    };

    StudyNetwork Network(Model model)
    {
        NetworkChoice choice = Settings().Choose(split.Train.Count, split.Target);
        History history = model.Nets[0].History;
        return new StudyNetwork(choice.Name, choice.Reason, model.Nets[0].Net.ToString(), history.Epochs.Count, history.Best?.Number ?? 0);
    }

    static StudyGate Checked(string metric, Gate gate, IReadOnlyDictionary<string, MetricValue> metrics)
    {
        double? value = metrics.TryGetValue(metric, out MetricValue? found) ? found.Value : null;
        return new StudyGate(metric, gate.ToString(), value, value is { } number && gate.Passes(number));
    }

    ImmutableArray<string> Notes(Model model)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        if (table.Problems.BadRows > 0)
            notes.Add(FormattableString.Invariant($"{table.Problems.BadRows} rows could not be read and were left out."));
        if (model.Features.Unused.Length > 0)
            notes.Add($"Without use, because constant, text or too rare: {string.Join(", ", model.Features.Unused)}.");
        if (split.Train.Schema[Role.Protected] is { Count: > 0 } guarded)
            notes.Add($"Protected, so not inputs: {string.Join(", ", guarded)}. Differences between groups were not tested.");
        notes.Add("One split was judged; how much the numbers move between splits was not tested.");
        return notes.ToImmutable();
    }

    void Stage(string name) => progress?.Report(new StudyProgress(name, 0));

    static string Hash(byte[] file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));

    byte[] ModelBytes(Model model)
    {
        using var memory = new MemoryStream();
        model.Save(memory, Name, plan.Recipe);
        return memory.ToArray();
    }

    /// <summary>What the test rows say of the model.</summary>
    sealed record Judgement(StudyEvidence Evidence, IReadOnlyDictionary<string, MetricValue> Metrics,
        ImmutableArray<StudyChallenger> Challengers, ImmutableArray<ColumnImportance> Importance);

    sealed class FitStage(IProgress<StudyProgress>? progress, string name) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => progress?.Report(new StudyProgress(value.Epoch is { } epoch
            ? FormattableString.Invariant($"{name}, epoch {epoch.Number} of at most {epoch.Of}, validation loss {epoch.ValidationLoss:F4}")
            : name, value.Share));
    }
}

/// <summary>A run's result, not yet written.</summary>
/// <param name="Study">Every number.</param>
/// <param name="Model">The model.</param>
/// <param name="ModelFile">The model as a file.</param>
/// <param name="Predictions">Validation and test rows with their scores.</param>
public sealed record StudyResult(Study Study, Model Model, ReadOnlyMemory<byte> ModelFile, Table Predictions) : IDisposable
{
    /// <summary>Frees the model.</summary>
    public void Dispose() => Model.Dispose();
}

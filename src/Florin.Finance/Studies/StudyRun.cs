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
/// writes it. Where the split has folds, every row is judged by a model that did not see it, and the study's model learns from all rows.
/// </summary>
public sealed partial class StudyRun
{
    const int MostDependences = 6, Shuffles = 3;

    readonly Plan plan;
    readonly Table table;
    readonly Schema schema;
    readonly IReadOnlyList<SplitTable> folds;
    readonly StudyOptions options;
    readonly CancellationToken cancellation;
    readonly ulong seed;
    readonly int threads;

    StudyRun(Plan plan, Table table, StudyOptions options, CancellationToken cancellation)
    {
        (this.plan, this.table, this.options, this.cancellation) = (plan, table, options, cancellation);
        seed = plan.Fit?.Seed ?? 0;
        threads = plan.Fit?.Threads ?? 0;
        schema = Schema.Of(table, plan.ToRoles());
        Split = plan.Split is { } given ? Splits.Of(given) : Florin.Split.Default(schema);
        folds = SplitTable.Folds(table, schema, Split, seed, StudyTargets.Of(plan, table, schema));
    }

    Split Split { get; }

    ModelTarget Target => folds[0].Target;

    /// <summary>What the study's model learned from.</summary>
    Table Learned => folds.Count == 1 ? folds[0].Train.Table : table;

    int ScoringThreads => threads == 0 ? Environment.ProcessorCount : threads;

    /// <summary>Runs a plan on a table.</summary>
    /// <exception cref="FlorinException">With every problem of plan and data at once; or what training throws.</exception>
    public static StudyResult Of(Plan plan, Table table, StudySource source, IProgress<StudyProgress>? progress = null,
        CancellationToken cancellation = default) =>
        Of(plan, table, source, new StudyOptions { Progress = progress }, cancellation);

    /// <summary>Runs a plan on a table, going on from a model or from an interrupted run.</summary>
    /// <exception cref="FlorinException">With every problem of plan and data at once; or what training throws.</exception>
    public static StudyResult Of(Plan plan, Table table, StudySource source, StudyOptions options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        if (plan.Check(table, options.Declined) is { Count: > 0 } problems) throw PlanProblem.Exception(problems, plan.Name ?? "plan");
        return new StudyRun(plan, table, options, cancellation).Run(source);
    }

    StudyResult Run(StudySource source)
    {
        var clock = Stopwatch.StartNew();
        (double fit, double score) = (0, 0);
        List<StudyFold> found = [];
        foreach (SplitTable fold in folds) found.Add(Fold(fold, found.Count, ref fit, ref score));
        Model model = folds.Count == 1 ? found[0].Model : Whole(found, ref fit);
        // Repeats judge the same rows again: the first alone counts, the others say how much the numbers move.
        List<StudyFold> judging = Split is KFoldSplit { Count: var count } ? found[..count] : found;
        Judgement judged = Judge(model, judging);
        Stage("writing");
        model = Based(model, judged);
        byte[] file = ModelBytes(model);
        ImmutableArray<IReadOnlyDictionary<string, MetricValue>> byFold = ByFold(found);
        Study study = Written(model, judged, new StudyModel(Hash(file), model.ParameterCount), source) with
        {
            Folds = byFold,
            Additive = Drawn(model) ?? (model.Network == "additive" ? null
                : found[0].Others.Select(other => other.Curves).FirstOrDefault(each => each is not null)),
            Monotone = Proof(model),
            Scorecard = found[0].Others.Select(other => other.Card).FirstOrDefault(card => card is not null),
            LearningCurve = LearningCurve(byFold is [var first, ..] ? first : judged.Metrics),
            Searches = [.. searches],
            Timing = new StudyTiming(source.ReadSeconds, fit, score, source.ReadSeconds + clock.Elapsed.TotalSeconds)
            {
                Finished = Now(),
            },
        };
        return new StudyResult(study, model, file, Predictions.Of(table, found, plan.Data.Id, policyOf));
    }

    /// <summary>Calibrated anew, the model is proved anew: none is written that does not keep what the plan promises.</summary>
    MonotoneProof? Proof(Model model)
    {
        if (plan.Monotone.Count == 0) return null;
        MonotoneProof proof = MonotoneProof.Of(model, plan.Monotone.ToDictionary(pair => pair.Key, pair => pair.Value));
        proof.Demand();
        return proof;
    }

    StudyFold Fold(SplitTable fold, int number, ref double fitSeconds, ref double scoreSeconds)
    {
        var clock = Stopwatch.StartNew();
        string name = folds.Count == 1 ? "" : FormattableString.Invariant($"fold {number + 1} of {folds.Count}, ");
        ModelPlan settings = Searched(fold, FormattableString.Invariant($"fold{number + 1}"), name);
        (Model model, RejectFold? rejects) = Trained(settings, fold, name);
        fitSeconds += clock.Elapsed.TotalSeconds;
        clock.Restart();
        double[] test = model.Score(fold.Test, ScoringThreads);
        UnmitigatedScores? unmitigated = Unmitigated(settings, fold, name);
        double[] validation = ValidationScores(model, fold);
        scoreSeconds += clock.Elapsed.TotalSeconds;
        Stage(name + "challengers");
        ImmutableArray<OtherScores> others = new StudyChallengers(fold, settings, IsCredit).Scores(options.Progress, cancellation);
        Stage(name + "importance");
        double[]? raw = folds.Count > 1 && Target is BinaryTarget or ClassTarget or ShareTarget
            ? model.With(null).Score(fold.Test, ScoringThreads) : null;
        var done = new StudyFold(fold, model, validation, test, raw, others, [], []) { Unmitigated = unmitigated, Rejects = rejects };
        done = done with
        {
            Importance = ColumnImportance.Of(model, fold.Test, done.Judged(), seed, Shuffles, ScoringThreads, cancellation),
            Stability = StudyStabilities.Of(fold, model, done.Judged(), ScoringThreads),
        };
        if (folds.Count > 1) model.Dispose();
        return done;
    }

    /// <summary>What nets say of validation rows that they did not see: of nets over folds, those that held them back.</summary>
    double[] ValidationScores(Model model, SplitTable fold) => model.HeldScores?[^(fold.Validation.Count * Target.Outputs)..]
        ?? model.Score(fold.Validation.Table, ScoringThreads);

    /// <summary>The model that learns from all rows; its probabilities are calibrated by what the folds' models said of rows that they
    /// did not see.</summary>
    Model Whole(List<StudyFold> found, ref double fitSeconds)
    {
        var clock = Stopwatch.StartNew();
        SplitTable all = SplitTable.Whole(table, schema, Target, seed);
        (Model model, _) = Trained(Searched(all, "all", "all rows, "), all, "all rows, ");
        fitSeconds += clock.Elapsed.TotalSeconds;
        // Where the declined have outcomes by a factor, known outcomes alone would take back what it says.
        return found[0].Raw is null || Rejects is { HasFactor: true } ? model
            : model.Calibrated([.. found.SelectMany(fold => fold.Raw!)], [.. found.SelectMany(fold => fold.Split.TestLabels)],
                found[0].Weights is null ? [] : [.. found.SelectMany(fold => fold.Weights!)], Settings().Calibration);
    }

    /// <summary>The model with what later rows will be compared with: its training rows, and the rows that judged it.</summary>
    Model Based(Model model, Judgement judged)
    {
        string metric = ModelEvaluation.Primary(Target);
        MetricValue judgedBy = judged.Metrics[metric];
        BaselineMetric? performance = judgedBy.Value is { } value
            ? new BaselineMetric(metric, value, judgedBy.Low, judgedBy.High, judged.Cells.RowCount) : null;
        ModelBaseline? baseline = ModelBaseline.Of(model, Learned, ModelCheck.Told(judged.Rows), performance);
        Model based = model.WithBaseline(baseline is null ? null : baseline with { Development = DevelopmentRows.HashOf(model, table) });
        return CreditPolicyOf(model, judged) is { } policy ? based.WithPolicy(policy.ToJson()) : based;
    }

    Judgement Judge(Model model, List<StudyFold> judging)
    {
        Stage("intervals");
        JudgedRows rows = StudyFold.Pooled(judging);
        ImmutableArray<StudyChallenger> challengers = StudyChallengers.Judged(rows, [.. judging.Select(fold => fold.Others)], seed,
            cancellation);
        IReadOnlyDictionary<string, MetricValue> metrics = StudyMetrics.Of(rows, seed, cancellation);
        Table cells = judging.Count == 1 ? folds[0].Test : table.Rows([.. judging.SelectMany(fold => fold.Split.Rows.Test)]);
        return new Judgement(new StudyEvidence(Learned, model, rows, cells), rows, cells, metrics, challengers,
            StudyFold.ImportanceOf(judging), StudyFold.StabilityOf(judging), Fairness(judging, rows, cells))
        {
            Folds = judging,
        };
    }

    ImmutableArray<IReadOnlyDictionary<string, MetricValue>> ByFold(List<StudyFold> found)
    {
        if (found.Count == 1) return [];
        Stage("intervals by fold");
        return [.. found.Select(fold => StudyMetrics.Of(fold.Judged(), seed, cancellation))];
    }

    Study Written(Model model, Judgement judged, StudyModel file, StudySource source) => new()
    {
        Name = Name,
        Recipe = plan.Recipe,
        Version = typeof(Model).Assembly.GetName().Version!.ToString(3),
        Rows = new StudyRows(folds[0].Rows.Train.Length, folds[0].Rows.Validation.Length, judged.Cells.RowCount),
        Target = judged.Evidence.Target(),
        Split = Splits.InWords(Split, Target.Task),
        Network = Network(model),
        Metric = ModelEvaluation.Primary(Target),
        Test = judged.Metrics,
        Challengers = judged.Challengers,
        Calibration = judged.Evidence.Calibration(),
        MeanScore = judged.Evidence.MeanScore(),
        Groups = judged.Evidence.Groups(),
        Confusion = judged.Evidence.Confusion(),
        Credit = Credit(model, judged),
        Shares = ShareStudy.Of(plan.Credit?.Share, judged.Rows, judged.Cells),
        Fairness = judged.Fairness,
        Stability = judged.Stability,
        Importance = judged.Importance,
        Dependence = Dependence(model, judged),
        Curves = judged.Evidence.Curves(),
        Gates = [.. plan.Gates.Select(gate => Checked(gate.Key, gate.Value, judged.Metrics)), .. FairnessText.Gates(judged.Fairness)],
        Report = [.. plan.Report],
        Notes = Notes(model),
        Plan = PlanFile.Write(plan with { Fit = plan.Fit is { } fit ? fit with { Threads = null } : null }),
        Timing = new StudyTiming(source.ReadSeconds, 0, 0, 0),
        Model = file,
        Data = new StudyData(source.Sha256, table.RowCount, table.Columns.Count),
        Seed = seed,
    };

    ImmutableArray<ColumnDependence> Dependence(Model model, Judgement judged) => Target.Outputs > 1 ? []
        : [.. judged.Importance.Take(MostDependences).Select(each =>
            ColumnDependence.Of(model, judged.Cells, each.Column, seed, ScoringThreads, cancellation)).OfType<ColumnDependence>()];

    bool IsCredit => plan.Recipe.StartsWith("credit/", StringComparison.Ordinal);

    string Name => plan.Name ?? (plan.Data.Path is not { } path ? plan.Data.Called
        : Path.GetFileNameWithoutExtension(path.Replace(".csv.gz", ".csv", StringComparison.Ordinal)));

    ModelPlan Settings(string part = "") => new()
    {
        Network = plan.Network?.Name ?? "auto",
        Layers = plan.Network is { Name: null } own ? Net.Create(own.Layers.Span) : null,
        Sizes = plan.Network?.Sizes,
        Monotone = plan.Monotone.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value),
        WeightDecay = plan.Fit?.WeightDecay,
        Epochs = plan.Fit?.Epochs,
        Patience = plan.Fit?.Patience,
        BatchSize = plan.Fit?.BatchSize,
        LearningRate = plan.Fit?.LearningRate,
        Ensemble = plan.Fit?.Ensemble ?? 1,
        Folds = plan.Fit?.Folds,
        Calibration = plan.Fit?.Calibration ?? CalibrationMethod.Temperature,
        Start = options.From,
        Checkpoints = options.Checkpoint is { } state ? net => state.Net(FormattableString.Invariant($"{part}-net{net + 1}")) : null,
        Seed = seed,
        Threads = threads,
        Reading = ModelReading.Of(plan.Data.ToCsvOptions()),
        Scaling = plan.Features?.Scaling,
        Features = FeaturesOf(plan),
    };

    static FeatureOptions FeaturesOf(Plan plan)
    {
        var options = new FeatureOptions
        {
            Categorical = [.. plan.Data.Categorical],
            Optional = [.. plan.Data.Optional],
            Special = plan.Data.Special.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray()),
        };
        return plan.Features?.On(options) ?? options;
    }

    static StudyNetwork Network(Model model)
    {
        History history = model.Nets[0].History;
        return new StudyNetwork(model.Network, model.Choice!.Reason, model.Nets[0].Net.ToString(), history.Epochs.Count,
            history.Best?.Number ?? 0);
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
        if (plan.Data.Id is { } id && RepeatedIds.Of(table[id], folds.Select(fold => fold.Rows)).Note(id) is { } repeated)
            notes.Add(repeated);
        if (model.Features.Unused.Length > 0)
            notes.Add($"Without use, because constant, text or too rare: {string.Join(", ", model.Features.Unused)}.");
        if (schema[Role.Protected] is { Count: > 0 } guarded)
            notes.Add($"Protected, so not inputs: {string.Join(", ", guarded)}. " + FairnessText.Note(Target));
        if (plan.Fairness?.Mitigation == Mitigation.Penalty && Penalised is null)
            notes.Add("The plan asks for a penalty on gaps; no protected column has two groups of 20 rows, so there was none.");
        notes.Add(folds.Count == 1 ? "One split was judged; how much the numbers move between splits was not tested."
            : FormattableString.Invariant($"The model of the file learned from all rows; the {folds.Count} models that are judged here ")
                + "each learned without the rows that judge them.");
        if (options.From is not null)
            notes.Add("The model before may have learned from rows that judge here: then it looks better than it is.");
        return notes.ToImmutable();
    }

    void Stage(string name) => options.Progress?.Report(new StudyProgress(name, 0));

    static DateTime Now() => new(DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    static string Hash(byte[] file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));

    byte[] ModelBytes(Model model)
    {
        using var memory = new MemoryStream();
        model.Save(memory, Name, plan.Recipe);
        return memory.ToArray();
    }

    /// <summary>What the test rows say of the model.</summary>
    sealed record Judgement(StudyEvidence Evidence, JudgedRows Rows, Table Cells, IReadOnlyDictionary<string, MetricValue> Metrics,
        ImmutableArray<StudyChallenger> Challengers, ImmutableArray<ColumnImportance> Importance, ImmutableArray<StudyStability> Stability,
        FairnessStudy? Fairness)
    {
        /// <summary>The divisions of the rows that they come from.</summary>
        public IReadOnlyList<StudyFold> Folds { get; init; } = [];
    }

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

namespace Florin;

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>
/// The result of a run: every number with its interval, beside its challengers. <c>study.json</c> is this record; the terminal, the report
/// and the model card are views of it.
/// </summary>
public sealed record Study
{
    /// <summary>The plan's name.</summary>
    public required string Name { get; init; }

    /// <summary>The recipe, such as credit/default-risk.</summary>
    public required string Recipe { get; init; }

    /// <summary>The version of Florin.</summary>
    public required string Version { get; init; }

    /// <summary>Rows of each part.</summary>
    public required StudyRows Rows { get; init; }

    /// <summary>What is predicted, and how often it happens.</summary>
    public required StudyTarget Target { get; init; }

    /// <summary>How the rows were split, in words.</summary>
    public required string Split { get; init; }

    /// <summary>The network, and why it was chosen.</summary>
    public required StudyNetwork Network { get; init; }

    /// <summary>The metric by which models are compared.</summary>
    public required string Metric { get; init; }

    /// <summary>The model's metrics on the test rows.</summary>
    public required IReadOnlyDictionary<string, MetricValue> Test { get; init; }

    /// <summary>Other models on the same rows.</summary>
    public required ImmutableArray<StudyChallenger> Challengers { get; init; }

    /// <summary>Of credit: the scorecard among the challengers, before calibration; of folds the first one's. Null elsewhere.</summary>
    public Scorecard? Scorecard { get; init; }

    /// <summary>The curves of an additive net: of the model where it is one, else of the challenger, of folds of the first one's. Null
    /// where there is none.</summary>
    public AdditiveCurves? Additive { get; init; }

    /// <summary>The proof that the model keeps the directions of the plan; null where the plan names none.</summary>
    public MonotoneProof? Monotone { get; init; }

    /// <summary>Of credit: what a lender and a validator ask of the probabilities. Null elsewhere.</summary>
    public CreditStudy? Credit { get; init; }

    /// <summary>Of shares such as LGD and CCF: whether estimates hold, and what they amount to. Null elsewhere.</summary>
    public ShareStudy? Shares { get; init; }

    /// <summary>How groups of people fare by it; null where no column is protected or the score is no probability of two values.</summary>
    public FairnessStudy? Fairness { get; init; }

    /// <summary>Metrics by fold, where the split has folds.</summary>
    public ImmutableArray<IReadOnlyDictionary<string, MetricValue>> Folds { get; init; } = [];

    /// <summary>Whether the probabilities are true; null where the score is none.</summary>
    public required StudyCalibration? Calibration { get; init; }

    /// <summary>Of amounts, shares and counts: the mean score of the test rows, of counts all scores for all exposure; null where the score
    /// is none, and in studies of versions that did not keep it.</summary>
    public double? MeanScore { get; init; }

    /// <summary>Of amounts, shares and counts: what was expected and observed, in ten groups of test rows by rising score.</summary>
    public ImmutableArray<ScoreGroup> Groups { get; init; } = [];

    /// <summary>Of classes: test rows by their class and by the likeliest one, in the order of the target's classes.</summary>
    public ImmutableArray<ImmutableArray<int>> Confusion { get; init; } = [];

    /// <summary>Whether score and inputs are distributed in the test rows as in the training rows.</summary>
    public required ImmutableArray<StudyStability> Stability { get; init; }

    /// <summary>How much the model needs each column.</summary>
    public required ImmutableArray<ColumnImportance> Importance { get; init; }

    /// <summary>How the score moves with the columns that matter most; empty for classes.</summary>
    public ImmutableArray<ColumnDependence> Dependence { get; init; } = [];

    /// <summary>Curves of the test rows.</summary>
    public required StudyCurves Curves { get; init; }

    /// <summary>Searches over settings: one, or one for each fold and one for the model of all rows. Empty where the plan has
    /// none.</summary>
    public ImmutableArray<StudySearch> Searches { get; init; } = [];

    /// <summary>The study's metric on the test rows by the number of training rows; empty where the plan asks for none.</summary>
    public ImmutableArray<StudyShare> LearningCurve { get; init; } = [];

    /// <summary>The sections of the report that the plan chooses, in its order; empty for all.</summary>
    public ImmutableArray<ReportSection> Report { get; init; } = [];

    /// <summary>Limits that the plan sets, and whether they are kept.</summary>
    public required ImmutableArray<StudyGate> Gates { get; init; }

    /// <summary>What a reader must know: rows left out, columns without use, what was not tested.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>The plan as YAML, with every setting that the command line put in the place of the file's; threads, which change nothing,
    /// are left out. Empty in studies of versions that did not keep it.</summary>
    public string Plan { get; init; } = "";

    /// <summary>How long it took.</summary>
    public required StudyTiming Timing { get; init; }

    /// <summary>The model file.</summary>
    public required StudyModel Model { get; init; }

    /// <summary>The data file.</summary>
    public required StudyData Data { get; init; }

    /// <summary>Keys every random draw.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether every gate is passed.</summary>
    [JsonIgnore]
    public bool Passed => Gates.All(gate => gate.Passed);

    /// <summary>As it stands in study.json.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StudyJson.Default.Study);

    /// <summary>Reads study.json.</summary>
    /// <exception cref="FlorinException">FLR1101: not a study.</exception>
    public static Study FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StudyJson.Default.Study)!;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new FlorinException("FLR1101", "this is not a study", "study.json", error.Message.Split('\n')[0],
                "give the study.json that florin run wrote", error);
        }
    }
}

/// <summary>Rows of each part.</summary>
public sealed record StudyRows(int Train, int Validation, int Test);

/// <summary>What is predicted.</summary>
/// <param name="Column">The column.</param>
/// <param name="Positive">The value that is the event; null where there are not two.</param>
/// <param name="TrainRate">Share of events among the training rows, or the mean (of counts for an exposure of 1).</param>
/// <param name="TestRate">The same of the test rows.</param>
public sealed record StudyTarget(string Column, string? Positive, double TrainRate, double TestRate)
{
    /// <summary>What kind of thing it is.</summary>
    public ModelTask Kind { get; init; }

    /// <summary>The column of the exposure; null: none.</summary>
    public string? Exposure { get; init; }

    /// <summary>Several classes with their shares.</summary>
    public ImmutableArray<StudyClass> Classes { get; init; } = [];
}

/// <summary>One of several classes and its share of the training and test rows.</summary>
public sealed record StudyClass(string Name, double TrainShare, double TestShare);

/// <summary>The network.</summary>
public sealed record StudyNetwork(string Name, string Reason, string Code, int Epochs, int BestEpoch);

/// <summary>Another model on the same rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Test">Its metrics.</param>
/// <param name="Difference">The study's metric of the model less that of the challenger; null where it says nothing.</param>
/// <param name="PValue">Of the hypothesis that both rank equally well; null where only an interval is known.</param>
public sealed record StudyChallenger(string Name, IReadOnlyDictionary<string, MetricValue> Test, MetricValue? Difference, double? PValue);

/// <summary>Whether the probabilities are true.</summary>
/// <param name="Method">What was done to the probabilities, in words, fitted to rows that the nets did not see; null: nothing.</param>
/// <param name="MeanScore">Mean predicted probability on the test rows.</param>
/// <param name="Slope">Of the logistic line through the log odds: 1 is right.</param>
/// <param name="Intercept">Of that line: 0 is right.</param>
/// <param name="SpiegelhalterP">Spiegelhalter's test: small means the probabilities are not true.</param>
/// <param name="Bins">Ten bins of equal rows.</param>
public sealed record StudyCalibration(string? Method, double MeanScore, double? Slope, double? Intercept, double? SpiegelhalterP,
    ImmutableArray<ReliabilityBin> Bins);

/// <summary>Population stability of the score or a column between training and test rows.</summary>
/// <param name="Name">"score", or the column.</param>
/// <param name="Psi">The index.</param>
/// <param name="Limit">What chance alone exceeds once in twenty times with so many rows.</param>
public sealed record StudyStability(string Name, double Psi, double Limit);

/// <summary>Curves of the test rows.</summary>
public sealed record StudyCurves(RocCurve? Roc, PrecisionRecallCurve? PrecisionRecall, KsCurve? Ks, GainsCurve? Gains,
    ScoreHistogram? Histogram, ImmutableArray<LiftBin> Lift, ImmutableArray<StudyEpoch> Training)
{
    /// <summary>Of counts: share of the claims in the share of exposure with the lowest rates.</summary>
    public LorenzCurve? Lorenz { get; init; }
}

/// <summary>A search over settings, inside the rows to learn from.</summary>
/// <param name="Part">The rows: "fold1", "all".</param>
/// <param name="Space">What was searched, in words.</param>
/// <param name="Limit">The most trials that the plan asks for.</param>
/// <param name="Trials">Every trial; scores are the study's metric on the validation rows.</param>
/// <param name="Best">The number of the best trial; 0: none was finished.</param>
/// <param name="Settings">What the model was trained with.</param>
public sealed record StudySearch(string Part, string Space, int Limit, ImmutableArray<SearchTrial> Trials, int Best,
    SearchSettings Settings);

/// <summary>A model of a share of the training rows.</summary>
/// <param name="Share">The share, 1 for all.</param>
/// <param name="Rows">The training rows.</param>
/// <param name="Test">The study's metric on the test rows.</param>
public sealed record StudyShare(double Share, int Rows, MetricValue Test);

/// <summary>Losses of an epoch.</summary>
public sealed record StudyEpoch(int Epoch, double Loss, double? ValidationLoss);

/// <summary>A limit that the plan sets.</summary>
public sealed record StudyGate(string Metric, string Limit, double? Value, bool Passed);

/// <summary>Seconds by the clock.</summary>
public sealed record StudyTiming(double ReadSeconds, double FitSeconds, double ScoreSeconds, double TotalSeconds)
{
    /// <summary>When the study was finished, in UTC to the second; null in studies of versions that did not keep it.</summary>
    public DateTime? Finished { get; init; }
}

/// <summary>The model file: SHA-256, and how many numbers were learned.</summary>
public sealed record StudyModel(string Sha256, long Parameters);

/// <summary>The data file: SHA-256, rows and columns.</summary>
public sealed record StudyData(string Sha256, int Rows, int Columns);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UseStringEnumConverter = true,
    Converters = [typeof(MapJson<Gate>), typeof(ListJson<string>)])]
[JsonSerializable(typeof(Study))]
[JsonSerializable(typeof(Gate))]
sealed partial class StudyJson : JsonSerializerContext;

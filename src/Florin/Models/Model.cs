namespace Florin;

using System.Collections.Immutable;
using System.Data.Common;

/// <summary>
/// From a row of a table to a probability or an amount: fitted features, one net or several, calibration. Immutable and safe to use from
/// many threads; a row's score has the same bits alone and in any table.
/// </summary>
public sealed class Model : IDisposable
{
    internal Model(ModelTarget target, string network, FittedFeatures features, ImmutableArray<TrainedNet> nets,
        Calibrator? calibration, double? balance = null)
    {
        Target = target;
        Network = network;
        Features = features;
        Nets = nets;
        Calibration = calibration;
        Balance = balance;
    }

    /// <summary>What is predicted.</summary>
    public ModelTarget Target { get; }

    /// <summary>The name of the network.</summary>
    public string Network { get; }

    /// <summary>The steps from columns to inputs.</summary>
    public FittedFeatures Features { get; }

    /// <summary>The nets, whose predictions are averaged.</summary>
    public ImmutableArray<TrainedNet> Nets { get; }

    /// <summary>What brings the mean of the nets to the observed rate; null: nothing does.</summary>
    public Calibrator? Calibration { get; }

    /// <summary>Of counts: the factor that makes the training rows' expected counts add up to the observed; null: none.</summary>
    public double? Balance { get; }

    /// <summary>The column that names a row, copied to what is scored; null: none.</summary>
    public string? Id { get; init; }

    /// <summary>How files of rows are read.</summary>
    public ModelReading Reading { get; init; } = new();

    /// <summary>The columns that a file must have, with the form of their dates.</summary>
    public IReadOnlyList<ColumnSpec> Columns =>
    [
        .. Features.Columns.Select(column => column with { DateForm = Reading.Dates.GetValueOrDefault(column.Name) }),
        .. Target.Beside.Where(name => Features.Columns.All(column => column.Name != name))
            .Select(name => new ColumnSpec(name, ColumnKind.Number)),
    ];

    /// <summary>Whom rows are compared with when they are explained; null: there were too few training rows.</summary>
    public ReferenceRow? Reference { get; init; }

    /// <summary>What later rows are compared with; null: there were too few rows, or nothing was kept.</summary>
    public ModelBaseline? Baseline { get; init; }

    /// <summary>What its field makes of the scores, as JSON that the field reads: of credit the points, grades, cut-off and reasons. Null:
    /// nothing.</summary>
    public string? Policy { get; init; }

    /// <summary>How the network was chosen; null where the model comes from a file.</summary>
    internal NetworkChoice? Choice { get; init; }

    /// <summary>
    /// Of nets over folds, the scores of the training and then the validation rows by the nets that did not see them; null: one net, which
    /// learned from all training rows and no validation row, or a model from a file.
    /// </summary>
    internal double[]? HeldScores { get; private init; }

    /// <summary>Learned numbers.</summary>
    public long ParameterCount => Nets.Sum(net => net.ParameterCount);

    /// <summary>Reads a file of any length as the training rows were read, in tables of few rows.</summary>
    /// <param name="path">A delimited file, packed or not.</param>
    /// <param name="others">Further columns, such as the target; the id is read where it is there.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="FlorinException">As <see cref="Table.ReadCsvBatches(string, IReadOnlyList{ColumnSpec}, int, CsvOptions?,
    /// CancellationToken)"/>.</exception>
    public IEnumerable<TableBatch> ReadCsv(string path, IReadOnlyList<ColumnSpec>? others = null, int rows = 8192,
        CancellationToken cancellation = default) =>
        Table.ReadCsvBatches(path, Wanted(others), rows, Reading.ToCsvOptions(), cancellation);

    /// <summary>Reads the result of a query as the training rows were read, in tables of few rows.</summary>
    /// <param name="reader">The result; it is read to its end and stays open.</param>
    /// <param name="others">Further columns, such as the target; the id is read where it is there.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="FlorinException">As <see cref="Table.ReadBatches"/>.</exception>
    public IEnumerable<TableBatch> Read(DbDataReader reader, IReadOnlyList<ColumnSpec>? others = null, int rows = 8192,
        CancellationToken cancellation = default) =>
        Table.ReadBatches(reader, Wanted(others), rows, Reading.ToCsvOptions(), cancellation);

    ColumnSpec[] Wanted(IReadOnlyList<ColumnSpec>? others)
    {
        List<ColumnSpec> columns = [.. Columns];
        if (Id is { } id) columns.Add(new ColumnSpec(id, ColumnKind.Text, Optional: true));
        columns.AddRange(others ?? []);
        return [.. columns.DistinctBy(column => column.Name)];
    }

    /// <summary>
    /// The scores of each row, row after row: the probability of the event, of each class, the expected amount, or the expected count of
    /// the row's exposure. There are <see cref="ModelTarget.Outputs"/> for each row.
    /// </summary>
    /// <exception cref="FlorinException">FLR0507: a column is not there, with the nearest name; FLR0551, FLR0552: a cell of another
    /// kind; FLR0569: an exposure that is not above 0.</exception>
    public double[] Score(Table table, int threads = 1)
    {
        return ForExposure(Score(Features.Encode(table, threads), threads), table);
    }

    double[] ForExposure(double[] scores, Table table)
    {
        if (Target.ExposuresOf(table) is not { } exposures) return scores;
        for (int row = 0; row < scores.Length; row++) scores[row] *= exposures[row];
        return scores;
    }

    /// <summary>The scores of rows that are encoded already; counts for an exposure of 1.</summary>
    public double[] Score(EncodedRows rows, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Finished(Means(rows, threads));
    }

    double[] Finished(double[] scores)
    {
        for (int at = 0; at < scores.Length; at += Target.Outputs) Finish(scores.AsSpan(at, Target.Outputs));
        return scores;
    }

    /// <summary>What the nets predict, on average.</summary>
    double[] Means(EncodedRows rows, int threads)
    {
        double[] means = new double[rows.Count * Target.Outputs];
        float[] results = new float[means.Length];
        foreach (TrainedNet net in Nets)
        {
            net.PredictRows(rows.Numbers, results, threads);
            for (int at = 0; at < means.Length; at++) means[at] += results[at];
        }

        for (int at = 0; at < means.Length; at++) means[at] /= Nets.Length;
        return means;
    }

    void Finish(Span<double> score)
    {
        switch (Target)
        {
            case BinaryTarget or ShareTarget:
                double mean = Math.Clamp(score[0], 0, 1);
                score[0] = Calibration?.Apply(mean) ?? mean;
                break;
            case ClassTarget:
                if (Calibration is TemperatureCalibration calibration) ClassTemperature.Apply(score, calibration.Temperature);
                break;
            case NumberTarget number:
                score[0] = number.Mean + number.Deviation * score[0];
                break;
            default:
                score[0] *= Balance ?? 1;
                break;
        }
    }

    /// <summary>The gradient of one score with respect to every input: rows · width.</summary>
    internal double[] Slopes(EncodedRows rows, int output = 0)
    {
        double[] means = Means(rows, 1), slopes = new double[rows.Numbers.Length];
        for (int each = 0; each < Target.Outputs; each++)
        {
            // Without a temperature the other classes say nothing about this one.
            if (each != output && Calibration is null) continue;
            double[] own = NetSlopes(rows, each);
            for (int row = 0; row < rows.Count; row++)
            {
                double factor = Factor(means.AsSpan(row * Target.Outputs, Target.Outputs), output, each);
                for (int at = row * rows.Width; at < (row + 1) * rows.Width; at++) slopes[at] += factor * own[at];
            }
        }

        return slopes;
    }

    double[] NetSlopes(EncodedRows rows, int output)
    {
        double[] slopes = new double[rows.Numbers.Length];
        float[] gradients = new float[slopes.Length];
        foreach (TrainedNet net in Nets)
        {
            net.SlopeRows(rows.Numbers, gradients, output);
            for (int at = 0; at < slopes.Length; at++) slopes[at] += (double)gradients[at] / Nets.Length;
        }

        return slopes;
    }

    /// <summary>The derivative of a score by one of the nets' mean predictions.</summary>
    double Factor(ReadOnlySpan<double> means, int output, int by)
    {
        switch (Target)
        {
            case BinaryTarget or ShareTarget:
                return Calibration?.Derivative(Math.Clamp(means[0], 0, 1)) ?? 1;
            case ClassTarget when Calibration is TemperatureCalibration calibration:
                double[] scores = means.ToArray();
                ClassTemperature.Apply(scores, calibration.Temperature);
                return scores[output] * ((output == by ? 1 : 0) - scores[by]) / (calibration.Temperature * Math.Max(means[by], 1e-12));
            case NumberTarget number:
                return number.Deviation;
            default:
                return Balance ?? 1;
        }
    }

    /// <summary>Calibrated by scores of rows that its nets, or nets like them, did not see.</summary>
    /// <param name="scores">Row after row, without calibration.</param>
    /// <param name="labels">As the target gives them.</param>
    /// <param name="weights">Row by row; empty: each counts once.</param>
    /// <param name="method">How.</param>
    internal Model Calibrated(double[] scores, double[] labels, double[] weights, CalibrationMethod method) => Target switch
    {
        ShareTarget when method != CalibrationMethod.None => With(LogOddsShift.ToMean(scores, labels, weights)),
        BinaryTarget => With(Florin.Calibration.Fit(method, scores, labels, weights), Balance),
        ClassTarget classes when method != CalibrationMethod.None => With(new TemperatureCalibration(ClassTemperature.Fit(scores,
            classes.Outputs, labels, weights.Length == 0 ? null : [.. weights.Select(weight => (float)weight)])), Balance),
        _ => this,
    };

    /// <summary>The same model, which can tell how it scores rows as if it had not learned from them.</summary>
    /// <param name="means">What the nets that did not see them predict.</param>
    /// <param name="rows">The training and then the validation rows.</param>
    internal Model Holding(double[] means, Table rows) => With(Calibration, Balance, ForExposure(Finished(means), rows));

    /// <summary>The same model with what later rows are compared with. Both share their nets: dispose one of them.</summary>
    public Model WithBaseline(ModelBaseline? baseline) => With(Calibration, Balance, HeldScores, baseline);

    /// <summary>The same model with what its field makes of its scores. Both share their nets: dispose one of them.</summary>
    /// <param name="json">One JSON value; written into the model file as it is.</param>
    public Model WithPolicy(string json) => With(Calibration, Balance, HeldScores, Baseline, json);

    internal Model With(Calibrator? calibration, double? balance = null, double[]? held = null, ModelBaseline? baseline = null,
        string? policy = null) => new(Target, Network, Features, Nets, calibration, balance)
        {
            Id = Id,
            Reference = Reference,
            Reading = Reading,
            Choice = Choice,
            Baseline = baseline ?? Baseline,
            Policy = policy ?? Policy,
            HeldScores = held,
        };

    /// <summary>That training may go on from this model.</summary>
    internal void DemandFit(ModelPlan plan, ModelTarget target)
    {
        bool alike = Target switch
        {
            BinaryTarget own => target is BinaryTarget other && own == other,
            ClassTarget own => target is ClassTarget other && own.Column == other.Column && own.Levels.SequenceEqual(other.Levels),
            CountTarget own => target is CountTarget other && own.Column == other.Column && own.Beside.SequenceEqual(other.Beside),
            _ => target.Task == Target.Task && target.Column == Target.Column,
        };
        if (!alike)
            throw new FlorinException("FLR0573", "the model to go on from predicts something else", "data.target", target.InWords,
                $"it predicts {Target.InWords}; use a plan with the same target, or train from scratch");
        if (plan.Layers is not null || (plan.Network != "auto" && plan.Network != Network))
            throw new FlorinException("FLR0573", "the model to go on from has another network", "network",
                plan.Layers is null ? $"\"{plan.Network}\"" : "a list of layers",
                $"its network is \"{Network}\"; write network: auto, or train from scratch");
    }

    /// <summary>Frees the nets' native memory.</summary>
    public void Dispose()
    {
        foreach (TrainedNet net in Nets) net.Dispose();
    }
}

namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// From a row of a table to a probability: fitted features, one net or several, calibration. Immutable and safe to use from many threads; a
/// row's score has the same bits alone and in any table.
/// </summary>
public sealed class Model : IDisposable
{
    internal Model(BinaryTarget target, string network, FittedFeatures features, ImmutableArray<TrainedNet> nets,
        TemperatureCalibration? calibration)
    {
        Target = target;
        Network = network;
        Features = features;
        Nets = nets;
        Calibration = calibration;
    }

    /// <summary>What is predicted.</summary>
    public BinaryTarget Target { get; }

    /// <summary>The name of the network.</summary>
    public string Network { get; }

    /// <summary>The steps from columns to inputs.</summary>
    public FittedFeatures Features { get; }

    /// <summary>The nets, whose predictions are averaged.</summary>
    public ImmutableArray<TrainedNet> Nets { get; }

    /// <summary>What brings the mean of the nets to the observed rate; null: nothing does.</summary>
    public TemperatureCalibration? Calibration { get; }

    /// <summary>The column that names a row, copied to what is scored; null: none.</summary>
    public string? Id { get; init; }

    /// <summary>How files of rows are read.</summary>
    public ModelReading Reading { get; init; } = new();

    /// <summary>The columns that a file must have, with the form of their dates.</summary>
    public IReadOnlyList<ColumnSpec> Columns =>
        [.. Features.Columns.Select(column => column with { DateForm = Reading.Dates.GetValueOrDefault(column.Name) })];

    /// <summary>Whom rows are compared with when they are explained; null: there were too few training rows.</summary>
    public ReferenceRow? Reference { get; init; }

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
        CancellationToken cancellation = default)
    {
        List<ColumnSpec> columns = [.. Columns];
        if (Id is { } id) columns.Add(new ColumnSpec(id, ColumnKind.Text, Optional: true));
        columns.AddRange(others ?? []);
        return Table.ReadCsvBatches(path, [.. columns.DistinctBy(column => column.Name)], rows, Reading.ToCsvOptions(), cancellation);
    }

    /// <summary>The probability of the event for each row.</summary>
    /// <exception cref="FlorinException">FLR0507: a column is not there, with the nearest name; FLR0551, FLR0552: a cell of another
    /// kind.</exception>
    public double[] Score(Table table, int threads = 1) => Score(Features.Encode(table), threads);

    /// <summary>The probability of the event for rows that are encoded already.</summary>
    public double[] Score(EncodedRows rows, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[] scores = new double[rows.Count];
        float[] results = new float[rows.Count];
        foreach (TrainedNet net in Nets)
        {
            net.PredictRows(rows.Numbers, results, threads);
            for (int row = 0; row < scores.Length; row++) scores[row] += results[row];
        }

        for (int row = 0; row < scores.Length; row++)
        {
            double mean = Math.Clamp(scores[row] / Nets.Length, 0, 1);
            scores[row] = Calibration?.Apply(mean) ?? mean;
        }

        return scores;
    }

    /// <summary>The gradient of the score with respect to every input: rows · width.</summary>
    internal double[] Slopes(EncodedRows rows)
    {
        double[] means = new double[rows.Count], slopes = new double[rows.Numbers.Length];
        float[] results = new float[rows.Count], gradients = new float[rows.Numbers.Length];
        foreach (TrainedNet net in Nets)
        {
            net.PredictRows(rows.Numbers, results);
            for (int row = 0; row < means.Length; row++) means[row] += (double)results[row] / Nets.Length;
            net.SlopeRows(rows.Numbers, gradients);
            for (int at = 0; at < slopes.Length; at++) slopes[at] += (double)gradients[at] / Nets.Length;
        }

        for (int at = 0; at < slopes.Length && Calibration is not null; at++)
            slopes[at] *= Calibration.Slope(Math.Clamp(means[at / rows.Width], 0, 1));
        return slopes;
    }

    internal Model With(TemperatureCalibration? calibration) =>
        new(Target, Network, Features, Nets, calibration) { Id = Id, Reference = Reference, Reading = Reading };

    /// <summary>Frees the nets' native memory.</summary>
    public void Dispose()
    {
        foreach (TrainedNet net in Nets) net.Dispose();
    }
}

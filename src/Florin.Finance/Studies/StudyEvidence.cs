namespace Florin;

using System.Collections.Immutable;

/// <summary>What the rows of a study say of a model, by what it predicts.</summary>
/// <param name="split">The rows.</param>
/// <param name="model">The model.</param>
/// <param name="test">The test rows with the model's scores.</param>
/// <param name="threads">Threads that score.</param>
sealed class StudyEvidence(SplitTable split, Model model, JudgedRows test, int threads)
{
    readonly BinaryRows? binary = test.Target is BinaryTarget ? test.Binary() : null;

    public StudyTarget Target()
    {
        double[] train = split.Target.Labels(split.Train.Table);
        return split.Target switch
        {
            BinaryTarget two => new StudyTarget(two.Column, two.Positive, train.Average(), test.Labels.Average()),
            ClassTarget several => new StudyTarget(several.Column, null, 0, 0)
            {
                Kind = ModelTask.Classes,
                Classes = [.. several.Levels.Select((level, code) => new StudyClass(level, Share(train, code), Share(test.Labels, code)))],
            },
            CountTarget count => new StudyTarget(count.Column, null, Rate(train, split.Train.Table), Rate(test.Labels, split.Test))
            {
                Kind = ModelTask.Count,
                Exposure = count.Exposure,
            },
            _ => new StudyTarget(split.Target.Column, null, train.Average(), test.Labels.Average()) { Kind = ModelTask.Number },
        };
    }

    static double Share(double[] labels, int code) => (double)labels.Count(code) / labels.Length;

    double Rate(double[] labels, Table table) => labels.Sum() / (Exposures(split.Target, table)?.Sum() ?? labels.Length);

    /// <summary>Exposures of counts; null: each row counts as one.</summary>
    public static double[]? Exposures(ModelTarget target, Table table) =>
        target is CountTarget { Beside.Length: > 0 } count ? count.Exposures(table) : null;

    public StudyCalibration? Calibration()
    {
        if (binary is null) return null;
        CalibrationLine? line = CalibrationTests.Line(binary);
        return new StudyCalibration(model.Calibration?.Temperature, test.Scores.Average(), line?.Slope, line?.Intercept,
            CalibrationTests.Spiegelhalter(binary)?.PValue, BinaryCurves.Reliability(binary));
    }

    public ImmutableArray<ScoreGroup> Groups() => test.Target is NumberTarget or CountTarget ? ScoreGroup.Of(test) : [];

    public ImmutableArray<ImmutableArray<int>> Confusion()
    {
        if (test.Target is not ClassTarget classes) return [];
        int[][] counts = [.. classes.Levels.Select(_ => new int[classes.Outputs])];
        int[] decided = test.Decided();
        for (int row = 0; row < test.Count; row++) counts[(int)test.Labels[row]][decided[row]]++;
        return [.. counts.Select(row => row.ToImmutableArray())];
    }

    public StudyCurves Curves()
    {
        ImmutableArray<StudyEpoch> training = [.. model.Nets[0].History.Epochs.Select(epoch =>
            new StudyEpoch(epoch.Number, epoch.Loss, epoch.ValidationLoss))];
        LorenzCurve? lorenz = test.Target is CountTarget ? Lorenz.Curve(test.Rates(), test.Labels, test.Exposures ?? []) : null;
        return binary is null ? new StudyCurves(null, null, null, null, null, [], training) { Lorenz = lorenz }
            : new StudyCurves(BinaryCurves.Roc(binary), BinaryCurves.PrecisionRecall(binary), BinaryCurves.Ks(binary),
                BinaryCurves.Gains(binary), BinaryCurves.Histogram(binary), BinaryCurves.Lift(binary), training);
    }

    public ImmutableArray<StudyStability> Stability()
    {
        var found = ImmutableArray.CreateBuilder<StudyStability>();
        JudgedRows train = test with
        {
            Scores = model.Score(split.Train.Table, threads),
            Labels = split.Target.Labels(split.Train.Table),
            Exposures = Exposures(split.Target, split.Train.Table),
        };
        found.Add(Compared("score", split.Target is ClassTarget classes
            ? PopulationStability.OfCategories(Names(train, classes)).Compare(Names(test, classes))
            : PopulationStability.Of(train.Rates()).Compare(test.Rates())));
        foreach (ColumnEncoder encoder in model.Features.Encoders)
        {
            if (!split.Test.Contains(encoder.Column)) continue;
            Column before = split.Train.Table[encoder.Column], after = split.Test[encoder.Column];
            found.Add(Compared(encoder.Column, encoder is CategoryEncoder
                ? PopulationStability.OfCategories(Texts(before)).Compare(Texts(after))
                : PopulationStability.Of(Amounts(before)).Compare(Amounts(after))));
        }

        return found.ToImmutable();
    }

    static string[] Names(JudgedRows rows, ClassTarget target) => [.. rows.Decided().Select(code => target.Levels[code])];

    static StudyStability Compared(string name, StabilityTable table) => new(name, table.Psi, table.Limit);

    static string[] Texts(Column column) => [.. Enumerable.Range(0, column.Count).Select(row => column.TextAt(row) ?? "(missing)")];

    static double[] Amounts(Column column) => column switch
    {
        DateColumn dates => [.. Enumerable.Range(0, dates.Count).Where(row => !dates.IsMissing(row))
            .Select(row => (dates.Values[row] - DateTime.UnixEpoch).TotalDays)],
        NumberColumn numbers => [.. numbers.Values.ToArray().Where(value => !double.IsNaN(value))],
        _ => [],
    };
}

namespace Florin;

using System.Collections.Immutable;

/// <summary>What the rows of a study say of a model, by what it predicts.</summary>
/// <param name="learned">The rows that the model learned from.</param>
/// <param name="model">The model.</param>
/// <param name="test">The test rows with scores of models that did not see them.</param>
/// <param name="cells">The cells of the test rows.</param>
sealed class StudyEvidence(Table learned, Model model, JudgedRows test, Table cells)
{
    readonly BinaryRows? binary = test.Target is BinaryTarget ? test.Binary() : null;

    public StudyTarget Target()
    {
        double[] train = test.Target.Labels(learned);
        return test.Target switch
        {
            BinaryTarget two => new StudyTarget(two.Column, two.Positive, train.Average(), test.Labels.Average()),
            ClassTarget several => new StudyTarget(several.Column, null, 0, 0)
            {
                Kind = ModelTask.Classes,
                Classes = [.. several.Levels.Select((level, code) => new StudyClass(level, Share(train, code), Share(test.Labels, code)))],
            },
            CountTarget count => new StudyTarget(count.Column, null, Rate(train, learned), Rate(test.Labels, cells))
            {
                Kind = ModelTask.Count,
                Exposure = count.Exposure,
            },
            _ => new StudyTarget(test.Target.Column, null, train.Average(), test.Labels.Average()) { Kind = test.Target.Task },
        };
    }

    static double Share(double[] labels, int code) => (double)labels.Count(code) / labels.Length;

    double Rate(double[] labels, Table table) => labels.Sum() / (test.Target.ExposuresOf(table)?.Sum() ?? labels.Length);

    public StudyCalibration? Calibration()
    {
        if (binary is null) return null;
        CalibrationLine? line = CalibrationTests.Line(binary);
        return new StudyCalibration(model.Calibration?.InWords, test.Scores.Average(), line?.Slope, line?.Intercept,
            CalibrationTests.Spiegelhalter(binary)?.PValue, BinaryCurves.Reliability(binary));
    }

    /// <summary>Comparable with <see cref="StudyTarget.TestRate"/>.</summary>
    public double? MeanScore() => test.Target is NumberTarget or CountTarget or ShareTarget
        ? test.Scores.Sum() / (test.Exposures?.Sum() ?? test.Count) : null;

    public ImmutableArray<ScoreGroup> Groups() => test.Target is NumberTarget or CountTarget or ShareTarget ? ScoreGroup.Of(test) : [];

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
}

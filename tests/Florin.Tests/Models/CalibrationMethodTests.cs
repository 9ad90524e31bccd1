namespace Florin.Tests.Models;

/// <summary>Each way to calibrate, in models, in their files and in explanations.</summary>
public class CalibrationMethodTests
{
    static readonly Table Loans = Made(6000);

    static readonly ModelPlan Small = new() { Network = "mlp", Epochs = 3, Seed = 2, Threads = 2 };

    [Theory]
    [InlineData(CalibrationMethod.Temperature)]
    [InlineData(CalibrationMethod.Platt)]
    [InlineData(CalibrationMethod.Beta)]
    [InlineData(CalibrationMethod.Isotonic)]
    public void A_calibrated_model_is_true_on_average_is_kept_and_can_be_explained(CalibrationMethod method)
    {
        SplitTable split = Split(Loans);
        // More validation than training rows: isotonic asks for a thousand events.
        using Model model = (Small with { Calibration = method }).Fit(split.Target, split.Validation, split.Train);
        using Model raw = (Small with { Calibration = CalibrationMethod.None }).Fit(split.Target, split.Validation, split.Train);
        Assert.Null(raw.Calibration);
        double[] before = raw.Score(split.Test), scores = model.Score(split.Test);
        for (int row = 0; row < scores.Length; row++) Assert.Equal(model.Calibration!.Apply(before[row]), scores[row]);
        using var memory = new MemoryStream();
        model.Save(memory, "calibrated");
        using Model read = ModelFile.Load(memory.ToArray(), "memory");
        Assert.Equal(model.Calibration, read.Calibration);
        Assert.Equal(scores, read.Score(split.Test));
        double[] held = model.Score(split.Train.Table), labels = split.Target.Labels(split.Train.Table);
        if (method != CalibrationMethod.Temperature) Assert.Equal(labels.Average(), held.Average(), 0.002);
        var explainer = new RowExplainer(model);
        for (int row = 0; row < 20; row++)
        {
            RowExplanation explanation = explainer.Explain(split.Test, row);
            Assert.Equal(explanation.Score - explanation.ReferenceScore, explanation.Shares.Sum(share => share.Share), 1e-4);
        }
    }

    /// <summary>Slopes against differences of the map itself, between the knots of isotonic.</summary>
    [Fact]
    public void Derivatives_are_those_of_the_maps()
    {
        Calibrator[] maps =
        [
            new TemperatureCalibration(1.7), new PlattCalibration(0.8, -0.3), new BetaCalibration(0.7, 1.4, 0.2), new LogOddsShift(0.5),
            new IsotonicCalibration([0.1, 0.4, 0.9], [0.05, 0.5, 0.7]),
        ];
        foreach (Calibrator map in maps)
            for (double p = 0.015; p < 1; p += 0.05)
                Assert.Equal((map.Apply(p + 1e-6) - map.Apply(p - 1e-6)) / 2e-6, map.Derivative(p), 1e-5);
    }

    [Fact]
    public void Isotonic_asks_for_many_events()
    {
        SplitTable split = Split(Made(600));
        FlorinException error = Assert.Throws<FlorinException>(() =>
            (Small with { Calibration = CalibrationMethod.Isotonic }).Fit(split.Target, split.Train, split.Validation));
        Assert.Equal(("FLR0575", "fit.calibration"), (error.Code, error.Place));
    }

    static SplitTable Split(Table table) =>
        SplitTable.Of(table, Schema.Of(table, new ColumnRoles { Target = "bad" }), new StratifiedSplit(), 1);

    static Table Made(int rows)
    {
        var random = new Random(8);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())], z = [.. x.Select(_ => random.NextDouble())];
        string[] bad = [.. x.Select((value, row) => random.NextDouble() < 0.2 + 0.6 * value * z[row] ? "yes" : "no")];
        return Table.From(new NumberColumn("x", x), new NumberColumn("z", z), CategoryColumn.From("bad", bad));
    }
}

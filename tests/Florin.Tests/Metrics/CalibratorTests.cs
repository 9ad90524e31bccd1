namespace Florin.Tests.Metrics;

using System.Text.Json;

/// <summary>Calibrators against scikit-learn, statsmodels and scipy's searches.</summary>
public class CalibratorTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => MetricCases.Names("calibrators");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fits_are_the_references(string name)
    {
        JsonElement test = MetricCases.Of("calibrators", name), expected = test.GetProperty("expected");
        (double[] p, double[] y, double[] w) =
            (MetricCases.Column(test, "scores"), MetricCases.Column(test, "targets"), MetricCases.Column(test, "weights"));
        MetricCases.Near(test, "temperature", TemperatureCalibration.Fit(p, y, w).Temperature, 1e-9);
        MetricCases.Near(test, "shiftTo07", LogOddsShift.To(p, 0.07, w).Shift, 1e-9);
        PlattCalibration platt = PlattCalibration.Fit(p, y, w);
        All("platt", [platt.Slope, platt.Intercept]);
        BetaCalibration beta = BetaCalibration.Fit(p, y, w);
        All("beta", [beta.A, beta.B, beta.C]);
        IsotonicCalibration isotonic = IsotonicCalibration.Fit(p, y, w);
        All("isotonic", [.. MetricCases.Column(test, "grid").Select(isotonic.Apply)]);
        CalibrationLine line = CalibrationTests.Line(MetricCases.Rows(test))!;
        All("line", [line.Slope, line.Intercept, line.SlopeError, line.InterceptError]);
        CalibrationTest z = CalibrationTests.Spiegelhalter(MetricCases.Rows(test))!;
        All("spiegelhalter", [z.Statistic, z.PValue]);

        void All(string what, double[] found)
        {
            double[] values = MetricCases.Column(expected, what);
            Assert.Equal(values.Length, found.Length);
            for (int i = 0; i < found.Length; i++) MetricCases.Near($"{what} {i}", values[i], found[i], 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void All_are_monotone_and_survive_JSON(string name)
    {
        JsonElement test = MetricCases.Of("calibrators", name);
        (double[] p, double[] y) = (MetricCases.Column(test, "scores"), MetricCases.Column(test, "targets"));
        Check(TemperatureCalibration.Fit(p, y));
        Check(PlattCalibration.Fit(p, y));
        Check(BetaCalibration.Fit(p, y));
        Check(IsotonicCalibration.Fit(p, y));
        Check(LogOddsShift.To(p, 0.02));

        static void Check<T>(T calibrator) where T : Calibrator
        {
            T copy = JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(calibrator))!;
            Assert.Equal(calibrator, copy);
            double last = 0;
            for (int i = 0; i <= 1000; i++)
            {
                double found = calibrator.Apply(i / 1000.0);
                Assert.Equal(found, copy.Apply(i / 1000.0));
                Assert.InRange(found, last, 1);
                last = found;
            }
        }
    }

    [Fact]
    public void Without_need_nothing_changes()
    {
        foreach (double p in new[] { 1e-9, 0.02, 0.5, 0.93 })
        {
            Assert.Equal(p, new TemperatureCalibration(1).Apply(p), 1e-15);
            Assert.Equal(p, new PlattCalibration(1, 0).Apply(p), 1e-15);
            Assert.Equal(p, new BetaCalibration(1, 1, 0).Apply(p), 1e-15);
            Assert.Equal(p, new LogOddsShift(0).Apply(p), 1e-15);
        }

        Assert.Equal(0, new IsotonicCalibration([0, 1], [0, 1]).Apply(0));
    }

    [Fact]
    public void A_planted_distortion_is_taken_back()
    {
        var random = new Random(2);
        double[] truth = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        double[] y = [.. truth.Select(p => random.NextDouble() < p ? 1.0 : 0)];
        double[] tooSure = [.. truth.Select(new PlattCalibration(2.5, -0.7).Apply)];
        PlattCalibration back = PlattCalibration.Fit(tooSure, y); // logit p = (logit q + .7) / 2.5
        Assert.Equal((0.4, 0.28), (back.Slope, back.Intercept), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 0.03);
        foreach (Calibrator fit in new Calibrator[] { back, BetaCalibration.Fit(tooSure, y), IsotonicCalibration.Fit(tooSure, y) })
            Assert.True(BinaryMetrics.Ece(new BinaryRows([.. tooSure.Select(fit.Apply)], y)) < 0.01);
        Assert.Equal(2, TemperatureCalibration.Fit([.. truth.Select(new TemperatureCalibration(0.5).Apply)], y).Temperature, 0.04);
    }

    [Fact]
    public void Degenerate_rows()
    {
        double[] p = [.1, .2, .8, .9], apart = [0, 0, 1, 1], turned = [1, 1, 0, 0];
        Assert.Equal(0.01, TemperatureCalibration.Fit(p, apart).Temperature, 1e-12);
        Assert.Equal(100, TemperatureCalibration.Fit(p, turned).Temperature, 1e-12);
        Assert.Equal(1, TemperatureCalibration.Fit([.5, .5], [0, 1]).Temperature);
        Assert.True(PlattCalibration.Fit(p, apart).Slope > 0);
        Assert.Equal(0, PlattCalibration.Fit(p, turned).Slope);
        Assert.Equal(0.25, PlattCalibration.Fit([.3, .3, .3, .3], [0, 0, 1, 0]).Apply(0.9), 0.1);
        Assert.Equal(0.5, BetaCalibration.Fit(p, turned).Apply(0.3), 1e-9);
        Assert.Equal(0.5, IsotonicCalibration.Fit(p, turned).Apply(0.3));
        MetricCases.Refused("FLR0612", () => BetaCalibration.Fit(p, apart));
        MetricCases.Refused("FLR0611", () => PlattCalibration.Fit(p, [1, 1, 1, 1]));
        MetricCases.Refused("FLR0611", () => IsotonicCalibration.Fit([], []));
        MetricCases.Refused("FLR0611", () => TemperatureCalibration.Fit(p, apart, [1, 1, 0, 0]));
        MetricCases.Refused("FLR0605", () => PlattCalibration.Fit([.1, 1.2], [0, 1]));
        MetricCases.Refused("FLR0605", () => new LogOddsShift(1).Apply(double.NaN));
        MetricCases.Refused("FLR0607", () => LogOddsShift.To(p, 0));
        MetricCases.Refused("FLR0607", () => new TemperatureCalibration(0));
        MetricCases.Refused("FLR0607", () => new BetaCalibration(1, -1, double.NaN));
        MetricCases.Refused("FLR0615", () => new IsotonicCalibration([0.5, 0.4], [0, 1]));
        MetricCases.Refused("FLR0615", () => new IsotonicCalibration([], []));
    }
}

namespace Florin.Tests;

using System.Text.Json;

/// <summary>Regressions against statsmodels, closed forms, and data that have no fit.</summary>
public class RegressionTests
{
    const double Tolerance = Reference.Double ? 1e-9 : 1e-4;

    static readonly Real[] Area = [50, 60, 80, 100, 120, 150], Price = [152, 179, 243, 301, 356, 452];

    public static IEnumerable<TheoryDataRow<string>> Cases => Reference.Names("regressions.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_statsmodels(string name)
    {
        JsonElement test = Reference.Case("regressions.json", name);
        (RegressionNet net, Examples examples, RegressionOptions options) = Read(test);
        if (test.TryGetProperty("problem", out JsonElement problem))
        {
            string code = problem.GetString() == "separable" ? "FLR0326" : name == "logisticConstantColumn" ? "FLR0321" : "FLR0322";
            Assert.Equal(code, Assert.Throws<FlorinException>(() => net.Fit(examples, options)).Code);
            return;
        }

        RegressionFit fit = net.Fit(examples, options);
        Assert.Equal(test.GetProperty("names").EnumerateArray().Select(item => item.GetString()), fit.Coefficients.Select(c => c.Name));
        Near(test, "coefficients", fit.Coefficients.Select(c => c.Value));
        Near(test, "standardErrors", fit.Coefficients.Select(c => c.StandardError));
        Near(test, "statistics", fit.Coefficients.Select(c => c.Statistic));
        Near(test, "pValues", fit.Coefficients.Select(c => c.PValue), Reference.Double ? 1 : 50);
        Near(test, "covariance", Enumerable.Range(0, 16).Select(i => fit.Covariance(i / 4, i % 4)), Reference.Double ? 1 : 10);
        Near(test, "fitted", fit.Predict(examples).Select(value => (double)value));
        foreach ((string key, double? value) in new[] { ("rSquared", fit.RSquared), ("residualVariance", fit.ResidualVariance),
            ("logLikelihood", fit.LogLikelihood), ("deviance", fit.Deviance), ("nullDeviance", fit.NullDeviance), ("degreesOfFreedom",
                fit.DegreesOfFreedom) })
            if (test.TryGetProperty(key, out _)) Near(test, key, [value!.Value]);
    }

    [Fact]
    public void One_column_has_a_closed_form_and_prints_as_a_table()
    {
        RegressionFit line = Net.Linear.Fit(Area, Price);
        double mx = Area.Average(v => (double)v), my = Price.Average(v => (double)v);
        double slope = Area.Zip(Price, (x, y) => (x - mx) * (y - my)).Sum() / Area.Sum(x => (x - mx) * (x - mx));
        Assert.Equal(slope, line.Coefficients[1].Value, 1e-12);
        Assert.Equal(my - slope * mx, line.Coefficients[0].Value, 1e-10);
        Assert.Equal("330", FormattableString.Invariant($"{line.Predict(110):F0}"));
        string[] lines = line.ToString().Split('\n');
        Assert.Equal("           coefficient   std. error         t        p  95 % interval", lines[0]);
        Assert.StartsWith("x1 ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("Net.Linear: 6 rows, R² 0.999", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void An_exact_fit_gives_no_NaN()
    {
        RegressionFit fit = Net.Linear.Fit([1, 2, 3, 4], [1, 2, 3, 4]);
        Assert.Equal(1, fit.Coefficients[1].Value, 1e-12);
        Assert.All(fit.Coefficients, c => Assert.False(double.IsNaN(c.Statistic + c.PValue + c.Low + c.High)));
    }

    [Theory]
    [InlineData("leastSquaresWeighted")]
    [InlineData("logistic")]
    public void The_order_of_rows_and_columns_does_not_matter(string name)
    {
        (RegressionNet net, Examples examples, RegressionOptions options) = Read(Reference.Case("regressions.json", name));
        int[] order = [.. Enumerable.Range(0, examples.Count).Reverse()];
        Examples turned = examples.Rows(order);
        turned = turned with
        {
            Numbers = [.. turned.Numbers!.Chunk(3).SelectMany(row => row.Reverse())],
            Names = ["count", "ratio",
            "income"]
        };
        RegressionFit expected = net.Fit(examples, options), found = net.Fit(turned, options);
        foreach (Coefficient c in found.Coefficients)
        {
            Coefficient other = expected.Coefficients.Single(o => o.Name == c.Name);
            Assert.Equal(other.Value, c.Value, 1e-9 * Math.Abs(other.Value));
            Assert.Equal(other.StandardError, c.StandardError, 1e-9 * other.StandardError);
        }
    }

    [Fact]
    public void Bad_data_are_named()
    {
        Refused("FLR0302", () => Net.Linear.Fit([1, Real.NaN, 3, 4], [1, 2, 3, 4]));
        Refused("FLR0323", () => Net.Linear.Fit([1, 2], [1, 2]));
        Refused("FLR0324", () => Net.Logistic.Fit([1, 2, 3, 4], [0, 1, 2, 1]));
        Refused("FLR0325", () => Net.Logistic.Fit([1, 2, 3, 4], [1, 1, 1, 1]));
        Refused("FLR0325", () => Net.Linear.Fit([1, 2, 3, 4], [1, 1, 1, 1]));
        Refused("FLR0326", () => Net.Logistic.Fit([1, 2, 3, 3, 4], [0, 0, 0, 1, 1]));
        Refused("FLR0327", () => Net.Linear.Fit(new Real[,] { { 1, 2 }, { 2, 1 }, { 3, 5 }, { 4, 4 } }, [1, 2, 3, 5], "one"));
        Refused("FLR0329", () => Net.Linear.Fit(Examples.Of(Area, Price), new RegressionOptions { Confidence = 95 }));
        FlorinException error = Refused("FLR0322", () =>
            Net.Linear.Fit(new Real[,] { { 1, 7, 2 }, { 2, 1, 4 }, { 3, 5, 6 }, { 4, 4, 8 }, { 6, 1, 12 } }, [1, 2, 3, 5, 4], "a", "b",
                "c"));
        Assert.Equal("\"c\", \"a\"", error.Place);
    }

    static FlorinException Refused(string code, Func<object> fit)
    {
        FlorinException error = Assert.Throws<FlorinException>(fit);
        Assert.Equal(code, error.Code);
        return error;
    }

    static (RegressionNet Net, Examples Examples, RegressionOptions Options) Read(JsonElement test)
    {
        var examples = Examples.Of(Reference.Numbers(test.GetProperty("input")), [3], Reference.Numbers(test.GetProperty("target"))) with
        {
            Names = [.. test.GetProperty("features").EnumerateArray().Select(item => item.GetString()!)],
            Weight = test.TryGetProperty("weights", out JsonElement weights) ? Reference.Numbers(weights) : null,
        };
        bool counts = test.TryGetProperty("weightsAre", out JsonElement meaning) && meaning.GetString() == "rowCounts";
        return (test.GetProperty("kind").GetString() == "logistic" ? Net.Logistic : Net.Linear, examples,
            new RegressionOptions { WeightsAre = counts ? WeightMeaning.RowCounts : WeightMeaning.Precisions });
    }

    static void Near(JsonElement test, string key, IEnumerable<double> found, double slack = 1)
    {
        JsonElement item = test.GetProperty(key);
        double[] expected = item.ValueKind == JsonValueKind.Number ? [item.GetDouble()]
            : [.. item.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())];
        double worst = expected.Zip(found, (e, f) => Math.Abs(e - f) / Math.Abs(e)).Max();
        TestContext.Current.SendDiagnosticMessage($"{test.GetProperty("name")} {key}: {worst:E1}");
        Assert.True(worst <= Tolerance * slack, $"{key}: {worst:E1} from statsmodels");
    }
}

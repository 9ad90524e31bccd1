namespace Florin.Tests.Features;

using System.Collections.Immutable;

/// <summary>Steps that a plan asks for: limits, fillings, cycles, mean targets.</summary>
public class FeatureStepTests
{
    /// <summary>101 amounts 0 to 100: the 5th and the 95th percentile are 5 and 95; beyond them nothing moves.</summary>
    [Fact]
    public void Amounts_beyond_the_quantiles_count_as_the_quantiles()
    {
        FittedFeatures features = Fit(new FeatureOptions { Scaling = NumberScaling.Standard, Winsor = 0.05 });
        var encoder = (NumberEncoder)features.Encoders[0];
        Assert.Equal((5.0, 95.0), (encoder.Low, encoder.High));
        float[] scaled = Encoded(features, [-1e9, 0, 5, 50, 95, 100, 1e9]);
        Assert.Equal(scaled[2], scaled[0]);
        Assert.Equal(scaled[2], scaled[1]);
        Assert.Equal(scaled[4], scaled[6]);
        Assert.Equal(0, scaled[3], 1e-6);
        // Mean and deviation are those of the amounts within the limits: 2 (6 5² + 5 95² + Σ 6²..94² - 101 50²...) by the closed form.
        double[] within = [.. Enumerable.Range(0, 101).Select(x => Math.Clamp((double)x, 5, 95))];
        double deviation = Math.Sqrt(within.Average(x => (x - 50) * (x - 50)));
        Assert.Equal(45 / deviation, scaled[4], 1e-5);
    }

    /// <summary>With few rows the limit moves inwards: no limit is the amount of one customer.</summary>
    [Fact]
    public void A_limit_has_some_rows_beyond_it()
    {
        var encoder = (NumberEncoder)Fit(new FeatureOptions { Scaling = NumberScaling.Standard, Winsor = 0.001 }).Encoders[0];
        Assert.Equal(5, Enumerable.Range(0, 101).Count(x => x < encoder.Low));
        Assert.Equal(5, Enumerable.Range(0, 101).Count(x => x > encoder.High));
    }

    [Fact]
    public void A_missing_number_counts_as_what_the_plan_says()
    {
        FeatureOptions options = new() { Scaling = NumberScaling.Standard, Fill = ImmutableDictionary<string, double>.Empty.Add("x", 75) };
        float[] scaled = Encoded(Fit(options), [75, double.NaN]);
        Assert.Equal(scaled[0], scaled[1]);
        Assert.Equal(0, Encoded(Fit(options with { Fill = options.Fill.Clear() }), [75, double.NaN])[1]);
    }

    /// <summary>A year after a day the yearly inputs are as before, seven days after it the weekly ones; no two days of a week are
    /// alike.</summary>
    [Fact]
    public void A_date_has_the_time_of_year_and_the_day_of_the_week()
    {
        var start = new DateTime(2022, 3, 7);
        DateColumn days = new("d", Enumerable.Range(0, 400).Select(day => (DateTime?)start.AddDays(day)));
        Table table = Table.From(days, new NumberColumn("bad", [.. Enumerable.Range(0, 400).Select(row => row % 2.0)]));
        FittedFeatures features = FittedFeatures.Fit(Rows(table, "bad"), new FeatureOptions { Cycles = ["d"] });
        Assert.Equal(["d", "d year sine", "d year cosine", "d week sine", "d week cosine"], features.Names);
        float[][] rows = [.. features.Encode(table).Numbers.Chunk(5)];
        for (int day = 0; day < 300; day++)
        {
            double year = 2 * Math.PI * (start.AddDays(day) - new DateTime(2022, 1, 1)).TotalDays / 365.25;
            Assert.Equal(Math.Sin(year), rows[day][1], 1e-6);
            Assert.Equal(Math.Cos(year), rows[day][2], 1e-6);
            Assert.Equal(rows[day][3], rows[day + 7][3], 1e-5);
            Assert.Equal(rows[day][4], rows[day + 7][4], 1e-5);
        }

        Assert.Equal(7, rows[..7].Select(row => (MathF.Round(row[3], 3), MathF.Round(row[4], 3))).Distinct().Count());
        Assert.Equal([0, 0, 0, 0, 0], features.Encode(Table.From(new DateColumn("d", [null]), new NumberColumn("bad", [1]))).Numbers);
    }

    /// <summary>
    /// Level a: 30 rows, 20 bad; b: 10 rows, none bad; all: 20 of 40. With 20 rows of the mean of all: a (20 + 10) / 50 = 0.6, b 10 / 30
    /// = 1/3,
    /// unknown 1/2; then less the mean of the rows, over their deviation.
    /// </summary>
    [Fact]
    public void A_level_is_its_mean_target_drawn_to_that_of_all()
    {
        Table table = Levels();
        FittedFeatures features = FittedFeatures.Fit(Rows(table, "bad"), new FeatureOptions { TargetMean = ["level"] }, Outcomes(table));
        Assert.Equal(["level by mean target"], features.Names);
        float[] scaled = features.Encode(Table.From(CategoryColumn.From("level", ["a", "b", "never seen", null]))).Numbers;
        double middle = (30 * 0.6 + 10 / 3.0) / 40;
        double deviation = Math.Sqrt((30 * Math.Pow(0.6 - middle, 2) + 10 * Math.Pow(1 / 3.0 - middle, 2)) / 40);
        Assert.Equal((0.6 - middle) / deviation, scaled[0], 1e-5);
        Assert.Equal((1 / 3.0 - middle) / deviation, scaled[1], 1e-5);
        Assert.Equal((0.5 - middle) / deviation, scaled[2], 1e-5);
        Assert.Equal(scaled[2], scaled[3]);
    }

    /// <summary>
    /// Part 2 has 7 of the rows of a, 5 of them bad, and 3 of b, none bad. Without it a has 23 rows, 15 bad, b 7, none bad, all 15 of 30:
    /// its
    /// rows of a are (15 + 10) / 43, those of b 10 / 27, on the scale of all rows.
    /// </summary>
    [Fact]
    public void A_training_row_is_encoded_by_the_outcomes_of_other_parts()
    {
        Table table = Levels();
        TargetValues outcomes = Outcomes(table);
        FittedFeatures features = FittedFeatures.Fit(Rows(table, "bad"), new FeatureOptions { TargetMean = ["level"] }, outcomes);
        float[] learned = features.Encode(table, outcomes).Numbers;
        double middle = (30 * 0.6 + 10 / 3.0) / 40;
        double deviation = Math.Sqrt((30 * Math.Pow(0.6 - middle, 2) + 10 * Math.Pow(1 / 3.0 - middle, 2)) / 40);
        foreach (int row in Enumerable.Range(0, 40).Where(row => outcomes.Parts[row] == 2))
            Assert.Equal(((row < 30 ? 25 / 43.0 : 10 / 27.0) - middle) / deviation, learned[row], 1e-5);
    }

    /// <summary>Noise levels of one to three rows each tell nothing: their out-of-fold numbers rank the rows' outcomes like chance, where
    /// their
    /// own outcomes would rank them all but perfectly.</summary>
    [Fact]
    public void Levels_that_tell_nothing_tell_nothing()
    {
        const int Count = 3000;
        var random = new Random(3);
        string[] levels = [.. Enumerable.Range(0, Count).Select(_ => $"l{random.Next(400)}")];
        double[] bad = [.. levels.Select(_ => (double)random.Next(2))];
        Table table = Table.From(CategoryColumn.From("level", levels), new NumberColumn("bad", bad));
        TargetValues outcomes = new(bad, null, [.. Enumerable.Range(0, Count).Select(row => row % 5)]);
        FittedFeatures features = FittedFeatures.Fit(Rows(table, "bad"), new FeatureOptions { TargetMean = ["level"] }, outcomes);
        double[] learned = [.. features.Encode(table, outcomes).Numbers.Select(value => (double)value)];
        double[] leaking = [.. features.Encode(table).Numbers.Select(value => (double)value)];
        double Auc(double[] scores) => BinaryMetrics.Auc([.. scores.Select(score => 1 / (1 + Math.Exp(-score)))], bad)!.Value;
        Assert.InRange(Auc(learned), 0.45, 0.53);
        Assert.True(Auc(leaking) > 0.6);
    }

    [Theory]
    [InlineData(NumberScaling.Standard)]
    [InlineData(NumberScaling.Quantile)]
    public void Steps_are_read_back_from_a_file(NumberScaling scaling)
    {
        Table table = Levels().With(new NumberColumn("x", [.. Enumerable.Range(0, 40).Select(row => (double)row * row)]));
        FittedFeatures features = FittedFeatures.Fit(Rows(table, "bad"), new FeatureOptions
        {
            Scaling = scaling, Winsor = 0.1, TargetMean = ["level"], Fill = ImmutableDictionary<string, double>.Empty.Add("x", 4),
        }, Outcomes(table));
        FittedFeatures read = FittedFeatures.FromJson(features.ToJson());
        Assert.Equal(features, read);
        Assert.Equal(features.Encode(table).Numbers, read.Encode(table).Numbers);
        string broken = features.ToJson().Replace("\"levels\": [\n        \"a\",", "\"levels\": [", StringComparison.Ordinal);
        Assert.NotEqual(broken, features.ToJson());
        Assert.Equal("FLR0554", Assert.Throws<FlorinException>(() => FittedFeatures.FromJson(broken)).Code);
    }

    static Table Levels() => Table.From(
        CategoryColumn.From("level", Enumerable.Range(0, 40).Select(row => row < 30 ? "a" : "b")),
        new NumberColumn("bad", [.. Enumerable.Range(0, 40).Select(row => row < 20 ? 1.0 : 0)]));

    static TargetValues Outcomes(Table table) =>
        new(table.Number("bad").Values.ToArray(), null, [.. Enumerable.Range(0, table.RowCount).Select(row => row % 4)]);

    static FittedFeatures Fit(FeatureOptions options) => FittedFeatures.Fit(Rows(Table.From(
        new NumberColumn("x", [.. Enumerable.Range(0, 101).Select(x => (double)x)]),
        new NumberColumn("bad", [.. Enumerable.Range(0, 101).Select(row => row % 2.0)])), "bad"), options);

    static TrainRows Rows(Table table, string target) => new(table, Schema.Of(table, new ColumnRoles { Target = target, Positive = "1" }));

    static float[] Encoded(FittedFeatures features, double[] x) => features.Encode(Table.From(new NumberColumn("x", x))).Numbers;
}

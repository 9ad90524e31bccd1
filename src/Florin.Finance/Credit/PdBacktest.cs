namespace Florin;

using System.Collections.Immutable;

/// <summary>A reading of a test at the two levels of <see cref="PdBacktest"/>.</summary>
public enum TrafficLight
{
    /// <summary>Nothing to test: no obligors.</summary>
    None,

    /// <summary>p of 0.05 or more.</summary>
    Green,

    /// <summary>p of 0.01 or more and below 0.05.</summary>
    Amber,

    /// <summary>p below 0.01.</summary>
    Red,
}

/// <summary>A rating grade against what happened.</summary>
/// <param name="Grade">The grade.</param>
/// <param name="Obligors">Rows in it.</param>
/// <param name="Defaults">Those of them that defaulted.</param>
/// <param name="MeanPd">Mean of the PDs that are tested; null without rows.</param>
/// <param name="Rate">Default rate with Jeffreys' 95 % interval; without rows undefined.</param>
/// <param name="Binomial">P(as many defaults or more) at the mean PD; null without rows.</param>
/// <param name="Jeffreys">The ECB's p-value; null without rows.</param>
/// <param name="Normal">P-value of z, for large grades; null without rows.</param>
/// <param name="Light">By <paramref name="Jeffreys"/>.</param>
public sealed record GradeBacktest(RatingGrade Grade, int Obligors, int Defaults, double? MeanPd, MetricValue Rate, double? Binomial,
    double? Jeffreys, double? Normal, TrafficLight Light)
{
    /// <summary>Mean of the PDs that decide the grade, which lie between its limits; null without rows.</summary>
    public double? MeanGradedPd { get; init; }

    /// <summary>Whether far fewer default than the PD says: 1 - <see cref="Jeffreys"/> is below 0.025, the other side of a two-sided test
    /// at 0.05. The light does not look there.</summary>
    public bool IsPdTooHigh => 1 - Jeffreys < PdBacktest.Amber / 2;
}

/// <summary>A grade with fewer defaults than the one before it.</summary>
/// <param name="Grade">The grade.</param>
/// <param name="Before">The last grade with rows before it.</param>
/// <param name="PValue">Two-sided, of the score test of two shares: that both have one rate.</param>
public sealed record GradeStep(GradeBacktest Grade, GradeBacktest Before, double PValue)
{
    /// <summary>Whether the step down is beyond chance.</summary>
    public bool IsFound => PValue < PdBacktest.Amber;
}

/// <summary>PDs against defaults: by grade and over all. Every row is one obligor; weights are not used, as the tests count.</summary>
public sealed record PdBacktest
{
    /// <summary>Levels of the traffic light, usual among validators; no supervisor sets them.</summary>
    public const double Amber = 0.05, Red = 0.01;

    /// <summary>By grade, the best first.</summary>
    public required ImmutableArray<GradeBacktest> Grades { get; init; }

    /// <summary>Sum of the PDs.</summary>
    public required double Expected { get; init; }

    /// <summary>Defaults.</summary>
    public required int Observed { get; init; }

    /// <summary>Rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Calibration in the large: z = (observed - expected) / sqrt(sum p (1 - p)), two-sided; null where no PD is between 0 and
    /// 1.</summary>
    public CalibrationTest? Level { get; init; }

    /// <summary>Hosmer and Lemeshow over the grades with rows, as PDs from elsewhere: as many degrees of freedom as grades.</summary>
    public CalibrationTest? HosmerLemeshow { get; init; }

    /// <summary>The same, were the PDs fitted on these rows: less 2. Null where that leaves none.</summary>
    public CalibrationTest? HosmerLemeshowFitted { get; init; }

    /// <summary>Row by row, without grades.</summary>
    public CalibrationTest? Spiegelhalter { get; init; }

    /// <summary>Slope and intercept of calibration; null where there is none.</summary>
    public CalibrationLine? Line { get; init; }

    /// <summary>Herfindahl's index of obligors over grades, the sum of squared shares: 1 / grades when even, 1 when all are in
    /// one.</summary>
    public required double Herfindahl { get; init; }

    /// <summary>Share of the obligors that are in the largest grade.</summary>
    public required double LargestShare { get; init; }

    /// <summary>Whether default rates rise from grade to grade, grades without rows left out; null with fewer than two.</summary>
    public bool? Monotone { get; init; }

    /// <summary>Grades with fewer defaults than the grade before, grades without rows left out; whether chance explains them.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ImmutableArray<GradeStep> StepsDown
    {
        get
        {
            GradeBacktest[] used = [.. Grades.Where(grade => grade.Obligors > 0)];
            return [.. used.Skip(1).Zip(used).Where(pair => pair.First.Rate.Value < pair.Second.Rate.Value)
                .Select(pair => new GradeStep(pair.First, pair.Second, Share(pair.First).Score(Share(pair.Second)) is { } z
                    ? MetricMath.TwoSided(z) : 1))];
        }
    }

    static Rate Share(GradeBacktest grade) => new(grade.Rate.Value!.Value, grade.Obligors);

    /// <summary>Tests PDs by grades.</summary>
    /// <param name="scale">The grades.</param>
    /// <param name="pds">To be tested, 0 to 1; one or more.</param>
    /// <param name="defaults">1 for a default, else 0; as many.</param>
    /// <param name="graded">The PDs that decide the grade where they are others; empty: <paramref name="pds"/>.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0605: the rows; FLR1524: no rows; FLR1507: no probability.</exception>
    public static PdBacktest Of(MasterScale scale, double[] pds, double[] defaults, double[]? graded = null)
    {
        ArgumentNullException.ThrowIfNull(scale);
        var rows = new BinaryRows(pds, defaults);
        rows.NeedProbabilities();
        if (rows.Rows == 0) throw new FlorinException("FLR1524", "no rows to test", "PdBacktest.Of", "none", "give one row or more");
        double[] deciding = graded ?? pds;
        int[] places = [.. deciding.Select(scale.Place)];
        GradeBacktest[] grades = [.. scale.Grades.Select((grade, at) => Tested(grade,
            [.. pds.Where((_, row) => places[row] == at)], (int)defaults.Where((_, row) => places[row] == at).Sum()) with
        {
            MeanGradedPd = places.Contains(at) ? deciding.Where((_, row) => places[row] == at).Average() : null,
        })];
        GradeBacktest[] used = [.. grades.Where(grade => grade.Obligors > 0)];
        double expected = pds.Sum(), variance = pds.Sum(pd => pd * (1 - pd)), observed = defaults.Sum();
        double z = variance > 0 ? (observed - expected) / Math.Sqrt(variance) : 0;
        (double, double, double)[] bins = [.. used.Select(grade => ((double)grade.Obligors, (double)grade.Defaults, grade.MeanPd!.Value))];
        return new PdBacktest
        {
            Grades = [.. grades],
            Expected = expected,
            Observed = (int)observed,
            Rows = rows.Rows,
            Level = variance > 0 ? new CalibrationTest(z, MetricMath.TwoSided(z)) : null,
            HosmerLemeshow = Finite(PdTests.ChiSquare(bins, false)),
            HosmerLemeshowFitted = Finite(PdTests.ChiSquare(bins, true)),
            Spiegelhalter = CalibrationTests.Spiegelhalter(rows),
            Line = CalibrationTests.Line(rows),
            Herfindahl = used.Sum(grade => Math.Pow((double)grade.Obligors / rows.Rows, 2)),
            LargestShare = (double)used.Max(grade => grade.Obligors) / rows.Rows,
            Monotone = used.Length < 2 ? null : used.Zip(used.Skip(1)).All(pair => pair.First.Rate.Value <= pair.Second.Rate.Value),
        };
    }

    static CalibrationTest? Finite(CalibrationTest? test) => test is { } found && double.IsFinite(found.Statistic) ? found : null;

    static GradeBacktest Tested(RatingGrade grade, double[] pds, int defaults)
    {
        MetricValue rate = DefaultRate.Of(pds.Length, defaults);
        if (pds.Length == 0) return new GradeBacktest(grade, 0, 0, null, rate, null, null, null, TrafficLight.None);
        double mean = pds.Average();
        var tested = new PdGrade(pds.Length, defaults, MetricMath.Clip(mean));
        double jeffreys = PdTests.Jeffreys(tested);
        return new GradeBacktest(grade, pds.Length, defaults, mean, rate, PdTests.Binomial(tested), jeffreys,
            PdTests.Normal(tested).PValue, LightOf(jeffreys));
    }

    /// <summary>The reading of a p-value.</summary>
    internal static TrafficLight LightOf(double p) => p < Red ? TrafficLight.Red : p < Amber ? TrafficLight.Amber : TrafficLight.Green;
}

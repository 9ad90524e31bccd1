namespace Florin;

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

/// <summary>Loans with PDs of a band.</summary>
/// <param name="From">PDs above this; the first band has 0, too.</param>
/// <param name="To">PDs up to this.</param>
/// <param name="Rows">Loans.</param>
/// <param name="Ead">Their exposure.</param>
/// <param name="Expected">Expected loss: the sum of PD · LGD · EAD.</param>
/// <param name="Realised">LGD · EAD of those that defaulted.</param>
/// <param name="Low">Lower end of what chance alone makes of the expected loss (95 %), defaults being independent.</param>
/// <param name="High">Upper end.</param>
/// <param name="RiskWeighted">Risk-weighted assets.</param>
public sealed record LossBand(double From, double To, int Rows, double Ead, double Expected, double Realised, double Low, double High,
    double RiskWeighted)
{
    /// <summary>The mean PD of the loans, weighted as they are; null in studies of versions that did not keep it.</summary>
    public double? MeanPd { get; init; }

    /// <summary>The grade whose PDs these are; null: a band of no scale.</summary>
    public string? Grade { get; init; }

    /// <summary>Capital: 8 % of the risk-weighted assets.</summary>
    [JsonIgnore]
    public double Capital => RiskWeighted / IrbCapital.RiskWeight;
}

/// <summary>Expected loss and capital of the test rows, in the units of the exposure.</summary>
/// <param name="Capital">The kind of borrower that the capital is of.</param>
/// <param name="Total">All rows.</param>
/// <param name="Bands">By PD; bands without rows are left out.</param>
public sealed record LossStudy(CapitalClass Capital, LossBand Total, ImmutableArray<LossBand> Bands)
{
    /// <summary>Edges of the bands.</summary>
    static readonly double[] Edges = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

    /// <summary>By rating grade, the best first; grades without rows are left out. Empty: there is no master scale.</summary>
    public ImmutableArray<LossBand> Grades { get; init; } = [];

    /// <summary>Loans with PDs, LGDs and exposures, beside what became of them.</summary>
    /// <param name="pds">Row by row, 0 to 1.</param>
    /// <param name="lgds">Row by row, 0 to 1.</param>
    /// <param name="eads">Row by row, 0 or more.</param>
    /// <param name="bad">Row by row: 1 for a default, else 0.</param>
    /// <param name="capital">The kind of borrower; companies have a maturity of 2.5 years.</param>
    /// <param name="weights">Row by row; null: each counts once.</param>
    /// <param name="grades">The rating grades; null: there are none.</param>
    /// <exception cref="FlorinException">FLR1540: a number out of its range; FLR1541: not as many of each.</exception>
    public static LossStudy Of(IReadOnlyList<double> pds, IReadOnlyList<double> lgds, IReadOnlyList<double> eads, IReadOnlyList<double> bad,
        CapitalClass capital = CapitalClass.OtherRetail, double[]? weights = null, MasterScale? grades = null)
    {
        ArgumentNullException.ThrowIfNull(pds);
        ArgumentNullException.ThrowIfNull(lgds);
        ArgumentNullException.ThrowIfNull(eads);
        ArgumentNullException.ThrowIfNull(bad);
        CreditCheck.SameLength("LGDs", pds.Count, lgds.Count);
        CreditCheck.SameLength("EADs", pds.Count, eads.Count);
        CreditCheck.SameLength("outcomes", pds.Count, bad.Count);
        LossRow[] rows = [.. Enumerable.Range(0, pds.Count).Select(row => new LossRow(CreditCheck.Share("a PD", pds[row]),
            CreditCheck.Share("an LGD", lgds[row]), CreditCheck.Amount("an EAD", eads[row]), bad[row], weights?[row] ?? 1,
            IrbCapital.K(pds[row], lgds[row], capital)))];
        IEnumerable<RatingGrade> bands = Enumerable.Range(1, Edges.Length - 1)
            .Select(edge => new RatingGrade("", Edges[edge - 1], Edges[edge]));
        return new LossStudy(capital, Band(0, 1, rows), [.. By(bands, rows)])
        {
            Grades = [.. By(grades?.Grades ?? [], rows)],
        };
    }

    /// <summary>A PD at a bound is of the better side; ranges without rows are left out.</summary>
    static IEnumerable<LossBand> By(IEnumerable<RatingGrade> ranges, LossRow[] rows) => ranges
        .Select(range => Graded(range, [.. rows.Where(row => row.Pd <= range.Upper && (range.Lower == 0 || row.Pd > range.Lower))]))
        .Where(band => band.Rows > 0);

    static LossBand Graded(RatingGrade range, LossRow[] rows)
    {
        LossBand band = Band(range.Lower, range.Upper, rows);
        return range.Name.Length == 0 ? band : band with { Grade = range.Name };
    }

    static LossBand Band(double from, double to, LossRow[] rows)
    {
        (double ead, double expected, double realised, double variance, double assets) = (0, 0, 0, 0, 0);
        (double weights, double pds) = (0, 0);
        foreach (LossRow row in rows)
        {
            weights += row.Weight;
            pds += row.Weight * row.Pd;
            double loss = row.Weight * row.Lgd * row.Ead;
            ead += row.Weight * row.Ead;
            expected += row.Pd * loss;
            realised += row.Bad * loss;
            variance += loss * loss * row.Pd * (1 - row.Pd);
            assets += row.Weight * IrbCapital.RiskWeightedAssets(Math.Max(0, row.K), row.Ead);
        }

        double half = MetricMath.Normal95 * Math.Sqrt(variance);
        return new LossBand(from, to, rows.Length, ead, expected, realised, Math.Max(0, expected - half), expected + half, assets)
        {
            MeanPd = weights > 0 ? pds / weights : null,
        };
    }

    readonly record struct LossRow(double Pd, double Lgd, double Ead, double Bad, double Weight, double K);

    internal static LossStudy? Of(CreditContext context)
    {
        if (context.Plan.Credit?.Loss is not { } plan) return null;
        JudgedRows rows = context.Rows;
        return Of(rows.Scores, RowValues.Of(plan.Lgd, context.Cells), RowValues.Of(plan.Ead, context.Cells), rows.Labels,
            plan.Capital ?? CapitalClass.OtherRetail, rows.Weights, context.Policy.Grades);
    }

    /// <summary>"1–2 %", without a place to break the line.</summary>
    internal static string Name(LossBand band) => string.Create(CultureInfo.InvariantCulture,
        $"{100 * band.From:0.##}–{100 * band.To:0.##}\u00A0%");
}

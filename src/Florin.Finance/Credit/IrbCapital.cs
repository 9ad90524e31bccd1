namespace Florin;

using Florin.Kernels;

/// <summary>What kind of borrower a capital requirement is of.</summary>
public enum CapitalClass
{
    /// <summary>Retail that is neither of the other two: correlation 3 to 16 %, falling with the PD.</summary>
    OtherRetail,

    /// <summary>Loans secured by homes: correlation 15 %.</summary>
    Mortgage,

    /// <summary>Qualifying revolving retail, such as cards: correlation 4 %.</summary>
    Revolving,

    /// <summary>Companies: correlation 12 to 24 %, with an adjustment for maturity.</summary>
    Corporate,
}

/// <summary>
/// The capital that the Basel Framework's internal-ratings formulas (CRE31) ask for one loan that is not in default. K is a share of the
/// exposure: the loss that a year exceeds with a probability of 0.1 %, less the expected loss. Floors of PD and LGD (CRE32), the
/// adjustment for small companies and the scaling of large financial ones are not applied.
/// </summary>
public static class IrbCapital
{
    const double Confidence = 0.999;

    /// <summary>Risk-weighted assets for each unit of capital: 1 / 8 %.</summary>
    public const double RiskWeight = 12.5;

    /// <summary>How strongly borrowers of this kind default together, 0 to 1.</summary>
    /// <param name="pd">Probability of default within a year, 0 to 1.</param>
    /// <param name="kind">The kind of borrower.</param>
    /// <exception cref="FlorinException">FLR1540: no probability.</exception>
    public static double Correlation(double pd, CapitalClass kind = CapitalClass.OtherRetail)
    {
        CreditCheck.Share("a PD", pd);
        return kind switch
        {
            CapitalClass.Mortgage => 0.15,
            CapitalClass.Revolving => 0.04,
            CapitalClass.Corporate => Between(0.12, 0.24, 50, pd),
            _ => Between(0.03, 0.16, 35, pd),
        };
    }

    /// <summary>K: capital as a share of the exposure.</summary>
    /// <param name="pd">Probability of default within a year; 0 and 1 need no capital beyond the expected loss.</param>
    /// <param name="lgd">Loss given default in a downturn, 0 to 1.</param>
    /// <param name="kind">The kind of borrower.</param>
    /// <param name="maturityYears">Effective maturity of companies, 1 to 5 years; not read for retail. Default 2.5.</param>
    /// <exception cref="FlorinException">FLR1540: a number out of its range.</exception>
    public static double K(double pd, double lgd, CapitalClass kind = CapitalClass.OtherRetail, double maturityYears = 2.5)
    {
        double correlation = Correlation(pd, kind);
        CreditCheck.Share("an LGD", lgd);
        CreditCheck.Demand(maturityYears is >= 1 and <= 5, "a maturity in years", maturityYears, "1 to 5");
        if (pd is 0 or 1) return 0;
        double stressed = PointInTime.Pd(pd, correlation, -MetricMath.NormalQuantile(Confidence));
        double capital = lgd * (stressed - pd);
        if (kind != CapitalClass.Corporate) return capital;
        double slope = 0.11852 - 0.05478 * Elementary.Log(pd);
        slope *= slope;
        return capital * (1 + (maturityYears - 2.5) * slope) / (1 - 1.5 * slope);
    }

    /// <summary>Risk-weighted assets: 12.5 · K · EAD.</summary>
    /// <param name="capital">K, 0 or more.</param>
    /// <param name="ead">Exposure at default, 0 or more.</param>
    /// <exception cref="FlorinException">FLR1540: a number out of its range.</exception>
    public static double RiskWeightedAssets(double capital, double ead) =>
        RiskWeight * CreditCheck.Amount("K", capital) * CreditCheck.Amount("an EAD", ead);

    static double Between(double low, double high, double speed, double pd)
    {
        double weight = -Elementary.Expm1(-speed * pd) / -Elementary.Expm1(-speed);
        return low * weight + high * (1 - weight);
    }
}

/// <summary>PDs of a year in a given state of the economy, by the model with one factor (Vasicek).</summary>
public static class PointInTime
{
    /// <summary>The PD when the economy is z standard deviations above its mean: Φ((Φ⁻¹(PD) − √ρ z) / √(1 − ρ)).</summary>
    /// <param name="pd">The PD through the cycle, 0 to 1.</param>
    /// <param name="correlation">ρ, 0 to below 1.</param>
    /// <param name="z">State of the economy; below 0 is worse than the mean.</param>
    /// <exception cref="FlorinException">FLR1540: a number out of its range.</exception>
    public static double Pd(double pd, double correlation, double z)
    {
        CreditCheck.Share("a PD", pd);
        CreditCheck.Demand(correlation is >= 0 and < 1, "a correlation", correlation, "0 to below 1");
        CreditCheck.Finite("a state of the economy", z);
        if (pd is 0 or 1) return pd;
        return MetricMath.Normal((MetricMath.NormalQuantile(pd) - Math.Sqrt(correlation) * z) / Math.Sqrt(1 - correlation));
    }
}

namespace Florin;

using Florin.Kernels;

/// <summary>
/// What a loan earns and costs. It is repaid in equal monthly instalments: when it is repaid as agreed, it earns the margin of its rate
/// over
/// the lender's own on the balance of every month; a default costs LGD times the amount, and earns nothing.
/// </summary>
/// <param name="Amount">What is lent, 0 or more.</param>
/// <param name="RateAnnual">The customer's nominal rate a year, such as 0.12; 0 or more.</param>
/// <param name="TermMonths">Instalments, at least 1.</param>
/// <param name="Lgd">Share of the amount that a default loses, 0 to 1.</param>
/// <param name="FundingRateAnnual">What the money costs the lender a year; 0 or more. Default 0.</param>
public readonly record struct LoanTerms(double Amount, double RateAnnual, double TermMonths, double Lgd, double FundingRateAnnual = 0)
{
    /// <summary>The balances at the beginning of each month, summed, in years: what a rate of 1 would earn.</summary>
    public double BalanceYears
    {
        get
        {
            double monthly = RateAnnual / 12;
            if (monthly < 1e-9) return Amount * (TermMonths + 1) / 24;
            double shrunk = -Elementary.Expm1(-TermMonths * Elementary.Log1p(monthly));
            return Amount * (TermMonths * monthly / shrunk - 1) / RateAnnual;
        }
    }

    /// <summary>What the loan earns when it is repaid; below 0 where funding costs more than the customer pays.</summary>
    public double Gain => (RateAnnual - FundingRateAnnual) * BalanceYears;

    /// <summary>What it costs when it defaults.</summary>
    public double Loss => Lgd * Amount;

    /// <summary>Expected profit at a probability of default.</summary>
    public double Profit(double pd) => (1 - pd) * Gain - pd * Loss;

    /// <summary>The PD at which the loan earns nothing: gain / (gain + loss); 0 where it never earns.</summary>
    public double BreakEvenPd => Gain <= 0 ? 0 : Gain / (Gain + Loss);

    /// <summary>These terms, when they make sense.</summary>
    /// <exception cref="FlorinException">FLR1540: a number out of its range.</exception>
    public LoanTerms Checked()
    {
        CreditCheck.Amount("an amount", Amount);
        CreditCheck.Amount("a rate", RateAnnual);
        CreditCheck.Demand(TermMonths >= 1 && double.IsFinite(TermMonths), "a term in months", TermMonths, "1 or more");
        CreditCheck.Share("an LGD", Lgd);
        CreditCheck.Amount("a funding rate", FundingRateAnnual);
        return this;
    }
}

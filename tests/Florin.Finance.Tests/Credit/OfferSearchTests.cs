namespace Florin.Finance.Tests.Credit;

/// <summary>The best offer against a closed form and every offer of the grid.</summary>
public sealed class OfferSearchTests
{
    static readonly OfferPlan Plan = new()
    {
        RateAnnual = new OfferGrid { From = 0, To = 0.5, Step = 0.001 },
        Amount = new OfferGrid { From = 1000, To = 3000, Step = 500 },
        Lgd = 0.4,
        TermMonths = 1,
        TakeUp = new TakeUpPlan { AtRate = 0.2, Share = 0.5, FallPerPoint = 0.25 },
    };

    static readonly Table One = Table.From(new NumberColumn("amount", [2000]), new NumberColumn("ratio", [0.3]));

    /// <summary>A loan of a month earns A · r / 12. With p = 0 the best rate of σ(5 − 25 r) · r has 25 r (1 − σ) = 1: r = 0.1535.</summary>
    [Fact]
    public void The_rate_is_where_margin_and_take_up_balance()
    {
        Offer best = new OfferSearch(Plan, rows => new double[rows.RowCount]).Best(One)[0]!;
        double r = 0.15;
        for (int i = 0; i < 200; i++) r = 0.5 * r + 0.5 / (25 * (1 - 1 / (1 + Math.Exp(25 * r - 5))));
        Assert.Equal(r, best.RateAnnual, 0.0006);
        Assert.Equal(3000, best.Amount);
        Assert.Equal(3000 * best.RateAnnual / 12 / (1 + Math.Exp(25 * best.RateAnnual - 5)), best.ExpectedProfit, 1e-9);
    }

    /// <summary>The PD follows the offer: with 0.1 % for each unit of the ratio, which grows with the amount, a middle amount is
    /// best.</summary>
    [Fact]
    public void The_applicants_columns_follow_the_offer()
    {
        OfferPlan plan = Plan with { AmountColumn = "amount", Scaled = ["ratio"], TermMonths = 12 };
        static double[] Pd(Table rows) => [.. rows.Number("ratio").Values.ToArray().Zip(rows.Number("amount").Values.ToArray(), (ratio,
            amount) =>
        {
            Assert.Equal(0.3 * amount / 2000, ratio, 1e-12);
            return 0.5 * ratio * ratio;
        })];
        var search = new OfferSearch(plan, Pd);
        Offer[] all = search.All(One, 0);
        Assert.Equal(501 * 5, all.Length);
        Offer best = search.Best(One)[0]!;
        Assert.Equal(all.Max(offer => offer.ExpectedProfit), best.ExpectedProfit);
        double Profit(Offer offer)
        {
            double pd = 0.5 * Math.Pow(0.3 * offer.Amount / 2000, 2);
            var loan = new LoanTerms(offer.Amount, offer.RateAnnual, 12, 0.4);
            return 1 / (1 + Math.Exp(25 * offer.RateAnnual - 5)) * ((1 - pd) * loan.Gain - pd * 0.4 * offer.Amount);
        }

        Assert.All(all, offer => Assert.Equal(Profit(offer), offer.ExpectedProfit, 1e-9));
        Assert.InRange(best.Amount, 1500, 2500);
        Offer? strict = new OfferSearch(plan with { MaximumPd = 0.02 }, Pd).Best(One)[0];
        Assert.Equal(1000, strict!.Amount);
    }

    /// <summary>Where nothing is to be earned there is no offer; where offers earn the same, the customer has the better one.</summary>
    [Fact]
    public void No_offer_and_ties()
    {
        Assert.Null(new OfferSearch(Plan, rows => [.. Enumerable.Repeat(0.9, rows.RowCount)]).Best(One)[0]);
        OfferPlan flat = Plan with { TakeUp = null, RateAnnual = new OfferGrid { From = 0.1, To = 0.2, Step = 0.1 } };
        // A PD that eats the higher rate to the last bit: both rates earn the same.
        double[] Even(Table rows) => [.. Enumerable.Range(0, rows.RowCount).Select(at => at < 5 ? 0.0 : 1.0)];
        Offer best = new OfferSearch(flat with { Lgd = 0 }, Even).Best(One)[0]!;
        Assert.Equal((0.1, 3000), (best.RateAnnual, best.Amount));
        var same = new OfferSearch(flat with
        {
            RateAnnual = new OfferGrid { From = 0.1, To = 0.1, Step = 1 },
            Lgd = 0,
            FundingRateAnnual = 0
        },
            rows => [.. rows.Number("amount").Values.ToArray().Select(_ => 0.0)]);
        Assert.Equal(3000, same.Best(One)[0]!.Amount);
    }

    [Fact]
    public void What_cannot_be_searched_is_said()
    {
        static double[] Pd(Table rows) => new double[rows.RowCount];
        OfferPlan back = Plan with { Amount = new OfferGrid { From = 3000, To = 1000, Step = 500 } };
        Assert.Equal("FLR1547", Assert.Throws<FlorinException>(() => new OfferSearch(back, Pd).Best(One)).Code);
        Assert.Equal("FLR1548", Assert.Throws<FlorinException>(() => new OfferSearch(Plan with { RateColumn = "rate" },
            Pd).Best(One)).Code);
        Assert.Equal("FLR1548", Assert.Throws<FlorinException>(() => new OfferSearch(Plan with { Scaled = ["ratio"] }, Pd).Best(One)).Code);
    }
}

namespace Florin;

/// <summary>A first credit part of a plan: what a lender earns is not in the data, so the terms are assumed, and said to be; the reasons of
/// declines have words from the names of the columns, to be written better.</summary>
static class CreditGuess
{
    public const string Comment = "assumed, all of it: who is approved, rates a year, LGD, take-up and terms; also points, grades, "
        + "counterfactuals, validation";

    public const string ReasonComment = "what a declined applicant is told: edit the words; {column} is the applicant's own value; "
        + "missing: words for none";

    static readonly string[] Amounts = ["amount", "loan_amount", "credit_amount", "loan_amnt", "limit", "principal", "exposure"];

    static readonly string[] Terms = ["term_months", "term", "duration", "months", "duration_in_month"];

    public const string ShareComment = "by their names: a score has an amount beside it, and pools are tested one by one; also bands, "
        + "level";

    /// <summary>The columns of amounts and pools; null where there are none.</summary>
    public static CreditPlan? Share(string recipe, Table table)
    {
        string? Column(bool number, params string[] names) => table.Columns.FirstOrDefault(column =>
            names.Contains(column.Name.ToLowerInvariant()) && column is NumberColumn == number
            && (column is not NumberColumn amounts || amounts.Values.ToArray().All(cell => !(cell < 0))))?.Name;
        bool exposure = recipe == "credit/ead";
        string? limit = exposure ? Column(true, "limit", "credit_limit", "commitment") : null;
        string? drawn = exposure ? Column(true, "drawn", "balance", "drawn_amount", "outstanding") : null;
        var plan = new SharePlan
        {
            Ead = exposure ? null : Column(true, "ead", "exposure_at_default", "exposure"),
            Limit = drawn is null ? null : limit,
            Drawn = limit is null ? null : drawn,
            Pool = Column(false, "pool", "segment", "product", "product_type", "facility_type"),
        };
        return plan == new SharePlan() ? null : new CreditPlan { Share = plan };
    }

    public static CreditPlan Of(DataPlan data, Table table)
    {
        CreditPlan plan = new() { Reasons = Reasons(data, table) };
        if (Found(table, data, Amounts, double.Epsilon, double.MaxValue) is not { } amount) return plan;
        return plan with
        {
            Decision = new DecisionPlan
            {
                ApprovalRate = 0.8,
                Profit = new ProfitPlan
                {
                    Amount = amount,
                    RateAnnual = "0.12",
                    Lgd = "0.45",
                    TermMonths = Found(table, data, Terms, 1, 600) ?? "36",
                    FundingRateAnnual = "0.03",
                },
                Refer = new ReferPlan { Below = 0.2, Above = 0.25 },
            },
            Loss = new LossPlan { Lgd = "0.45", Ead = amount },
            Offer = Offers(table.Number(amount), amount),
        };
    }

    /// <summary>A reason for each column that may be an input. Names with braces or colons cannot stand in words.</summary>
    static ReasonPlan? Reasons(DataPlan data, Table table)
    {
        string[] columns = [.. table.Columns.Select(column => column.Name).Where(name => name != data.Target && name != data.Id
            && name != data.Time && !data.Protected.Contains(name) && !data.Drop.Contains(name) && name.IndexOfAny(['{', '}', ':']) < 0)];
        string digits = columns.Length < 100 ? "00" : "000";
        return columns.Length == 0 ? null : new ReasonPlan
        {
            Groups = [.. columns.Select((column, at) => new KeyValuePair<string, ReasonGroupPlan>(
                "R" + (at + 1).ToString(digits, System.Globalization.CultureInfo.InvariantCulture),
                new ReasonGroupPlan { Columns = [column], Text = $"{ReasonWording.Words(column)}: {{{column}}}" }))],
        };
    }

    /// <summary>Rates around the assumed one, and ten amounts up to the ninth tenth of those lent; take-up is assumed, too.</summary>
    static OfferPlan Offers(NumberColumn amounts, string column)
    {
        double[] sorted = [.. amounts.Values.ToArray().Order()];
        double most = Numbers.ThreeDigits(sorted[sorted.Length * 9 / 10]), step = most / 10;
        return new OfferPlan
        {
            RateAnnual = new OfferGrid { From = 0.06, To = 0.24, Step = 0.01 },
            Amount = new OfferGrid { From = step, To = most, Step = step },
            Lgd = 0.45,
            TermMonths = 36,
            FundingRateAnnual = 0.03,
            TakeUp = new TakeUpPlan { AtRate = 0.12, Share = 0.6, FallPerPoint = 0.25 },
            AmountColumn = column,
        };
    }

    static string? Found(Table table, DataPlan data, string[] names, double least, double most) =>
        names.FirstOrDefault(name => name != data.Target && table.Contains(name) && table[name] is NumberColumn column
            && column.Values.ToArray().All(value => value >= least && value <= most));
}

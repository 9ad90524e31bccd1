namespace Florin;

using System.Globalization;

/// <summary>The best offers of a study.</summary>
static class OfferBlocks
{
    public static IEnumerable<PageBlock> Of(OfferStudy? offers)
    {
        if (offers is null) yield break;
        yield return new SectionBlock("Offers")
        {
            Caption = "The rate and the amount that are expected to earn most: take-up · ((1 − PD) · gain − PD · LGD · "
                + "amount), every offer "
                + "of the grid tried. Take-up is assumed by the plan, not learned, so this is what follows from the "
                + "assumption; nothing here "
                + "is judged by outcomes. " + Follows(offers.Plan),
        };
        if (offers.Examples.Length == 0)
        {
            yield return new TextBlock("There are fewer than 100 test rows: typical applicants of so few would tell of single customers.");
            yield break;
        }

        TableBlock block = new TableBlock("Best offers to typical applicants")
        {
            Caption = "Each has the medians and most frequent levels of a group of test rows; none is a customer. Equal profits go to the "
                + "lower rate, then the higher amount.",
        }.Column("applicant").Column("of rows", number: true).Column("rate", number: true).Column("amount", number: true)
            .Column("PD at it", number: true).Column("take-up", number: true).Column("expected profit", number: true);
        foreach (OfferExample each in offers.Examples)
            block = each.Best is not { } offer ? block.Row(each.Applicant, StudyText.Whole(each.Rows), "no offer", "", "", "", "")
                : block.Row(each.Applicant, StudyText.Whole(each.Rows), StudyText.Percent(offer.RateAnnual), Text(offer.Amount),
                    StudyText.Percent(offer.Pd), StudyText.Percent(offer.TakeUp), Text(offer.ExpectedProfit));
        yield return block;
    }

    static string Follows(OfferPlan plan)
    {
        string[] columns = [.. new[] { plan.RateColumn, plan.AmountColumn }.OfType<string>(), .. plan.Scaled];
        return columns.Length == 0 ? "The PD does not follow the offer: the plan names no column that would."
            : $"The PD is scored again at every offer, which changes {string.Join(", ", columns)}; it is what the model found in the past, "
                + "not what a change would cause.";
    }

    static string Text(double amount) => amount.ToString(amount >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}

namespace Florin;

/// <summary>The sections of a report that are credit's own, in the order of reading.</summary>
static class CreditBlocks
{
    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Credit is not { } credit) yield break;
        yield return new SectionBlock("Points") { Caption = $"A point is the same for every model: {credit.Policy.Points}." };
        foreach (PageBlock block in PointsBlocks.Of(credit)) yield return block;
        foreach (PageBlock block in ValidationBlocks.Of(credit)) yield return block;
        foreach (PageBlock block in DecisionBlocks.Of(study, credit.Decision)) yield return block;
        foreach (PageBlock block in RejectBlocks.Of(credit)) yield return block;
        foreach (PageBlock block in OfferBlocks.Of(credit.Offer)) yield return block;
        foreach (PageBlock block in LossBlocks.Of(credit.Loss)) yield return block;
        foreach (PageBlock block in ReasonBlocks.Of(credit)) yield return block;
    }
}

namespace Florin;

using System.Globalization;

/// <summary>The scorecard of a study: the table of its points, and what each column says.</summary>
static class ScorecardBlocks
{
    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Scorecard is not { } card) yield break;
        yield return Card(study, card);
        if (card.Characteristics.Length > 0) yield return Coefficients(card);
        yield return Columns(card);
    }

    static TableBlock Card(Study study, Scorecard card)
    {
        string[] said =
        [
            "The challenger that can be added up by hand: logistic regression on weights of evidence.", $"{card.Scale}.",
            .. card.Training is { } training ? [ScorecardTable.Rounding(card, training)] : (ReadOnlySpan<string>)[],
            "The metrics above are of its probabilities after calibration.",
            .. study.Folds.Length > 0 ? ["This is the card of the first fold."] : (ReadOnlySpan<string>)[], .. card.Remarks,
        ];
        TableBlock block = new TableBlock("The scorecard") { Caption = string.Join(" ", said) }.Column("characteristic").Column("bin")
            .Column("share", number: true).Column("bad rate", number: true).Column("WoE", number: true).Column("points", number: true);
        if (ScorecardTable.HasBase(card)) block = block.Row("everyone", "", "", "", "", ScorecardTable.Points(card, card.BasePoints));
        foreach (Characteristic each in card.Characteristics)
            foreach ((int at, WoeBin bin) in each.Binning.Bins.Index())
                block = block.Row(at == 0 ? each.Column : "", bin.Label, Invariant($"{bin.Share:P1}"), ScorecardTable.BadRate(bin),
                    Invariant($"{bin.Woe:0.000}"), ScorecardTable.Points(card, each.Points[at]));
        return block;
    }

    static TableBlock Coefficients(Scorecard card)
    {
        TableBlock block = new TableBlock("What stands behind the points")
        {
            Caption = "Coefficients of the log odds of a default on weights of evidence, with 95 % intervals by their standard errors, and "
                + "p of the hypothesis that a characteristic adds nothing to the others. A coefficient of -1 is the column's own weight of "
                + "evidence as it is; one near 0 says that others tell the same.",
        }.Column("characteristic").Column("coefficient", number: true).Column("standard error", number: true).Column("p", number: true);
        foreach (Characteristic each in card.Characteristics)
        {
            double? reach = MetricMath.NormalQuantile(0.975) * each.StandardError;
            block = block.Row(each.Column, StudyText.Interval(new MetricValue(each.Coefficient, each.Coefficient - reach,
                each.Coefficient + reach, 0)), each.StandardError is { } error ? StudyText.Number(error) : "not fitted",
                each.PValue is { } p ? StudyText.PValue(p) : "");
        }

        return block;
    }

    static TableBlock Columns(Scorecard card)
    {
        TableBlock block = new TableBlock("What each column says by itself")
        {
            Caption = "Information value of the column's bins on the training rows. Below 0.02 it says next to nothing, above 0.5 so much "
                + "that it may know the outcome. A bin with fewer than five rows counts as the average.",
        }.Column("column").Column("information value", number: true).Column("reading").Column("in the scorecard");
        foreach (ScorecardColumn each in card.Columns)
            block = block.Row(each.Column, each.Iv is { } value ? Invariant($"{value:0.000}") : "", each.Iv is { } iv
                ? WeightOfEvidence.Reading(iv) : "", each.LeftOut is { } reason ? $"no: {reason}" : "yes");
        return block;
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

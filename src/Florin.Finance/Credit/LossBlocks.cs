namespace Florin;

using System.Globalization;

/// <summary>Expected loss and capital of a study's test rows.</summary>
static class LossBlocks
{
    public static IEnumerable<PageBlock> Of(LossStudy? loss)
    {
        if (loss is null) yield break;
        LossBand all = loss.Total;
        yield return new SectionBlock("Expected loss and capital")
        {
            Caption = $"Expected loss is the sum of PD · LGD · EAD over the test rows, in the units of the exposure: {Text(all.Expected)}. "
                + $"{Text(all.Realised)} came of it at the same LGD and EAD, which is "
                + (all.Realised < all.Low ? "less than chance alone makes of it." : all.Realised > all.High
                    ? "more than chance alone makes of it." : "within what chance alone makes of it."),
        };
        TableBlock block = new TableBlock("By PD")
        {
            Caption = "The range is where independent defaults with these PDs would leave the realised loss 19 times of 20; bad years come "
                + $"together, so it is too narrow. Risk-weighted assets: 12.5 · K · EAD with K for {Name(loss.Capital)} "
                + "by the Basel Framework "
                + "(CRE31), the PD taken for that of a year, without floors (CRE32). What LGD and EAD turn out to be "
                + "is not judged.",
        }.Column("PD").Column("loans", number: true).Column("exposure", number: true).Column("expected loss", number: true)
            .Column("realised", number: true).Column("range of chance", number: true).Column("risk-weighted assets", number: true)
            .Column("risk weight", number: true);
        foreach (LossBand band in loss.Bands) block = Row(block, LossStudy.Name(band), band);
        yield return Row(block, "all", all);
    }

    static TableBlock Row(TableBlock block, string name, LossBand band) => block.Row(name, StudyText.Whole(band.Rows), Text(band.Ead),
        Text(band.Expected), Text(band.Realised), $"{Text(band.Low)} to {Text(band.High)}", Text(band.RiskWeighted),
        band.Ead == 0 ? "" : StudyText.Percent(band.RiskWeighted / band.Ead));

    static string Text(double amount) => amount.ToString(amount >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);

    static string Name(CapitalClass kind) => kind switch
    {
        CapitalClass.Mortgage => "residential mortgages",
        CapitalClass.Revolving => "qualifying revolving retail",
        CapitalClass.Corporate => "companies (maturity 2.5 years)",
        _ => "other retail",
    };
}

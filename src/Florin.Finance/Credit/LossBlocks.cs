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
        if (!loss.Grades.IsDefaultOrEmpty) yield return Grades(loss);
    }

    static TableBlock Grades(LossStudy loss)
    {
        TableBlock block = new TableBlock("By grade")
        {
            Caption = "The same sums by the grades of the master scale. The mean PD is that of the grade's loans, each counted as it "
                + "weighs; the range is that of chance as above; capital is 8 % of the risk-weighted assets.",
        }.Column("grade").Column("PD").Column("loans", number: true).Column("mean PD", number: true).Column("exposure", number: true)
            .Column("expected loss", number: true).Column("realised", number: true).Column("range of chance", number: true)
            .Column("capital", number: true);
        foreach (LossBand band in loss.Grades) block = Row(block, band.Grade!, LossStudy.Name(band), band);
        return Row(block, "all", "", loss.Total);
    }

    static TableBlock Row(TableBlock block, string grade, string pds, LossBand band) => block.Row(grade, pds,
        StudyText.Whole(band.Rows), band.MeanPd is { } pd ? StudyText.Percent(pd) : "", Text(band.Ead), Text(band.Expected),
        Text(band.Realised), $"{Text(band.Low)} to {Text(band.High)}", Text(band.Capital));

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

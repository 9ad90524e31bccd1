namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>What a report says of shares.</summary>
static class ShareBlocks
{
    /// <summary>Where shares lie, and how well they rank.</summary>
    public static IEnumerable<PageBlock> Ranking(Study study)
    {
        if (study.Shares is not { } shares) yield break;
        if (shares.Losses is { } model && shares.Best is { } best)
            yield return new Chart("Loss capture")
            {
                XLabel = "share of the rows, highest score first",
                YLabel = $"share of all {study.Target.Column} found in them",
                XPercent = true,
                YPercent = true,
                Caption = $"Loss capture ratio {StudyText.Interval(study.Test["lossCapture"])}: the area between the curve and the "
                    + "diagonal, over that of the perfect order (Li et al. 2009); 0 is no order. Generalised AUC "
                    + $"{StudyText.Interval(study.Test["generalisedAuc"])}: the share of pairs with different outcomes in which the higher "
                    + "one has the higher score, (Somers' D + 1) / 2; 0.5 is no order. Intervals: bootstrap, 95 %." + Weighted(shares),
            }.Line(Upside(model.Exposure), Upside(model.Claims), study.Network.Name)
                .Line(Upside(best.Exposure), Upside(best.Claims), "perfect order").Reference([0.0, 1], [0.0, 1], "no order");
        TableBlock block = new TableBlock("Where shares lie")
        {
            Caption = "Share of the test rows; bars are the outcomes. Outcomes often pile up at 0 and 1, where expected values are not: a "
                + "score is a mean, not an outcome." + (shares.Clipped > 0 ? string.Create(CultureInfo.InvariantCulture,
                    $" {shares.Clipped:N0} outcomes below 0 or above 1 count as 0 and 1, as the plan says.") : ""),
            Bars = [.. shares.Distribution.Select(bin => bin.Realised)],
        }.Column("from, to").Column("outcomes", number: true).Column("scores", number: true);
        foreach (ShareBin bin in shares.Distribution)
            block = block.Row(bin.Name, StudyText.Percent(bin.Realised), StudyText.Percent(bin.Estimated));
        yield return block;
    }

    /// <summary>Whether estimates hold: bands, pools and amounts.</summary>
    public static IEnumerable<PageBlock> Backtest(Study study)
    {
        if (study.Shares is not { } shares) yield break;
        yield return Tests("Back-test by band of scores", "score", shares, [.. shares.Bands, shares.All,
            .. shares.Once is { } once ? [once] : (ReadOnlySpan<ShareTest>)[]],
            "Hypothesis: estimates are not too low. Paired one-sided t-test, T = √N · mean(realised - estimated) / standard deviation, "
            + "p from the t-distribution with N - 1 degrees of freedom (ECB, instructions for validation reporting). "
            + Level(shares) + " The interval is that of the realised mean, 95 %, rows being independent. By chance alone "
            + $"{StudyText.Percent(shares.Level)} of true bands would be called too low." + Weighted(shares));
        if (shares.Pools.Length > 0)
            yield return Tests($"Back-test by {shares.Pool}", shares.Pool!, shares, [.. shares.Pools],
                "The same test of the rows of each pool, the largest first, 20 at most.");
        if (shares.Amounts.Length > 0) yield return Amounts(study, shares);
    }

    /// <summary>The verdict of the back-test in a sentence.</summary>
    public static IEnumerable<string> Points(Study study)
    {
        if (study.Shares is not { All: var all, Bands: var bands, Level: var level }) yield break;
        int low = bands.Count(band => band.Verdict(level) == "too low");
        yield return (all.PValue is not { } p ? "The back-test of all rows cannot be made."
            : p < level ? $"Estimates are too low as a whole (t-test, p {StudyText.PValue(p)})."
            : p > 1 - level ? $"Estimates are cautious: higher than what was realised, beyond chance (t-test, p {StudyText.PValue(p)})."
            : $"Estimates hold as a whole (t-test, p {StudyText.PValue(p)}).")
            + string.Create(CultureInfo.InvariantCulture, $" In {low} of {bands.Length} bands they are too low; ")
            + string.Create(CultureInfo.InvariantCulture, $"chance alone makes {level * bands.Length:0.#} so.");
    }

    static string Level(ShareStudy shares) =>
        $"Too low: p below {StudyText.Number(shares.Level)}; cautious: above {StudyText.Number(1 - shares.Level)}.";

    static string Weighted(ShareStudy shares) => shares.Once is null ? "" : " Rows count by their weights.";

    static TableBlock Tests(string title, string first, ShareStudy shares, ShareTest[] tests, string caption)
    {
        TableBlock block = new TableBlock(title) { Caption = caption }.Column(first).Column("rows", number: true)
            .Column("estimated", number: true).Column("realised", number: true).Column("T", number: true).Column("p", number: true)
            .Column("reading");
        foreach (ShareTest test in tests)
            block = block.Row(test.Name, StudyText.Whole(test.N), StudyText.Percent(test.Estimated),
                StudyText.Percent(test.Realised) + Between(test.Low, test.High, StudyText.Percent),
                test.T is { } t ? StudyText.Number(t) : "", test.PValue is { } p ? StudyText.PValue(p) : "", test.Verdict(shares.Level));
        return block;
    }

    static TableBlock Amounts(Study study, ShareStudy shares)
    {
        bool exposure = study.Recipe == "credit/ead";
        TableBlock block = new TableBlock(exposure ? "Exposure at default" : "Amounts")
        {
            Caption = (exposure ? "drawn + score · (limit - drawn), summed over the test rows, beside the same with the realised factor."
                : "Score times exposure, summed over the test rows, beside the realised share times exposure.")
                + " The interval is that of realised less expected, 95 %, rows being independent; rows without these cells are left out.",
        }.Column("score").Column("rows", number: true).Column("expected", number: true).Column("realised", number: true)
            .Column("realised less expected", number: true);
        foreach (ShareAmount each in shares.Amounts)
            block = block.Row(each.Name, StudyText.Whole(each.Rows), Text(each.Expected), Text(each.Realised),
                Text(each.Realised - each.Expected) + Between(each.Low, each.High, Text));
        return block;
    }

    static string Between(double? low, double? high, Func<double, string> text) =>
        low is { } from && high is { } to ? $" [{text(from)}, {text(to)}]" : "";

    static string Text(double amount) => amount.ToString(Math.Abs(amount) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);

    /// <summary>A curve from the lowest score as one from the highest.</summary>
    static double[] Upside(ImmutableArray<double> cumulated) => [.. cumulated.Reverse().Select(value => 1 - value)];
}

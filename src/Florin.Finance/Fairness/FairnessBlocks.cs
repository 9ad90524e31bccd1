namespace Florin;

using System.Globalization;

/// <summary>The section of the report on groups of people.</summary>
static class FairnessBlocks
{
    const int MostRefused = 12, MostGaps = 24;

    public static IEnumerable<PageBlock> Of(Study study)
    {
        if (study.Fairness is not { } fairness) yield break;
        yield return new SectionBlock("Groups") { Caption = Caption(study, fairness) };
        foreach (FairnessColumn column in fairness.Columns.Where(column => column.Groups.Length > 0))
            yield return Groups(column);
        if (Chart(fairness) is { } chart) yield return chart;
        if (fairness.Gaps.Length > 0) yield return Gaps(fairness);
        foreach (PageBlock block in Price(fairness)) yield return block;
        foreach (PageBlock block in StrengthBlocks.Of(study)) yield return block;
        yield return new ListBlock("How to read it") { Items = [.. Notes(fairness)] };
    }

    static string Caption(Study study, FairnessStudy fairness)
    {
        string where = fairness.CutOff switch
        {
            { Limit: null } => "No score parts them: all rows stand on one side",
            { Favours: Favourable.Low } => $"Approved is who scores below {StudyText.Percent(fairness.CutOff.Limit.Value)}",
            _ => $"Approved is who scores {StudyText.Percent(fairness.CutOff.Limit.Value)} or more",
        };
        return $"How groups of people fare on the test rows by protected columns, which are no input. {where} "
            + $"({fairness.CutOff.Chosen}): {StudyText.Percent(fairness.CutOff.Share)} of the rows. "
            + $"Good is {(fairness.CutOff.Favours == Favourable.Low ? "any other outcome than" : "the outcome")} "
            + $"{study.Target.Column} = {study.Target.Positive}. Policy: {fairness.Policy.Name ?? "the plan's own"}.";
    }

    static TableBlock Groups(FairnessColumn column)
    {
        TableBlock block = new TableBlock($"By {column.Column}")
        {
            Caption = column.Reference is null ? "Only one group is large enough: there is nothing to hold it against."
                : $"Others are held against \"{column.Reference}\". 95 % intervals by Wilson, of the AUC by DeLong (rows with weights: "
                    + "bootstrap).",
            Bars = [.. column.Groups.Select(group => group.Selection.Value ?? 0)],
            FullBar = 1,
        }.Column("group").Column("rows", number: true).Column("approved", number: true).Column("goods approved", number: true)
            .Column("bads approved", number: true).Column("good among approved", number: true).Column("mean score", number: true)
            .Column("events", number: true).Column("AUC", number: true);
        foreach (FairnessGroup group in column.Groups)
            block = block.Row(group.Name, StudyText.Whole(group.Rows), Share(group.Selection), Share(group.TruePositive),
                Share(group.FalsePositive), Share(group.Precision), StudyText.Percent(group.MeanScore), Share(group.EventRate),
                StudyText.Interval(group.Auc));
        return block;
    }

    static string Share(MetricValue value) => value is { Value: { } share, Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} % [{100 * low:F1}, {100 * high:F1}]") : "undefined";

    static Chart? Chart(FairnessStudy fairness)
    {
        FairnessGap[] gaps = [.. fairness.Gaps.Where(gap => gap.Value.Low is not null && gap.Reference is not null
            && gap.Metric is "selectionDifference" or "equalOpportunity" && !gap.Column.Contains('×', StringComparison.Ordinal))];
        if (gaps.Length == 0) return null;
        (string Column, string Group)[] who = [.. gaps.Select(gap => (gap.Column, gap.Group)).Distinct()];
        Chart chart = new Chart("Gaps in approval")
        {
            XLabel = "comparison",
            YLabel = "share approved, less that of the reference",
            YPercent = true,
            Caption = "With 95 % intervals by Newcombe; 0 is equal. "
                + string.Join("; ", who.Index().Select(each => string.Create(CultureInfo.InvariantCulture,
                    $"{each.Index + 1}: {each.Item.Column} {each.Item.Group}"))) + ".",
        };
        foreach ((string metric, string name, double shift) in ((string, string, double)[])
            [("selectionDifference", "all", -0.08), ("equalOpportunity", "goods alone", 0.08)])
        {
            FairnessGap[] own = [.. gaps.Where(gap => gap.Metric == metric)];
            if (own.Length == 0) continue;
            double[] x = [.. own.Select(gap => Array.IndexOf(who, (gap.Column, gap.Group)) + 1 + shift)];
            chart = chart.Points(x, [.. own.Select(gap => gap.Value.Value!.Value)], name)
                .Whiskers(x, [.. own.Select(gap => gap.Value.Low!.Value)], [.. own.Select(gap => gap.Value.High!.Value)],
                    "95 % interval");
        }

        return chart.Reference([0.5, who.Length + 0.5], [0.0, 0], "equal");
    }

    static TableBlock Gaps(FairnessStudy fairness)
    {
        bool limits = fairness.Policy.Limits.Count > 0;
        TableBlock block = new TableBlock("Gaps between groups")
        {
            Caption = string.Create(CultureInfo.InvariantCulture,
                $"Surest first. q is p adjusted for the number of tests, {fairness.Tests} (Benjamini and Hochberg): of what has at most ")
                + "0.05, at most one in twenty is a false alarm on average, were the tests independent. Differences are the group "
                + "less what it is held against; ratios are to the group with the highest share, whose p counts that it was picked; "
                + "calibration is mean score less what happened in the group itself.",
        }.Column("column").Column("group").Column("against").Column("metric").Column("gap", number: true).Column("p", number: true)
            .Column("q", number: true).Column("reading");
        if (limits) block = block.Column("limit").Column("kept");
        FairnessGap[] sorted = [.. fairness.Gaps.OrderBy(gap => gap.QValue ?? 2).ThenBy(gap => gap.PValue ?? 2)];
        FairnessGap[] shown = [.. sorted.Where((gap, at) => at < MostGaps || gap.IsFound || gap.Kept == false)];
        foreach (FairnessGap gap in shown)
        {
            string[] cells = [gap.Column, gap.Group, gap.Reference ?? "its own outcomes", FairnessText.Label(gap.Metric),
                FairnessText.Text(gap), gap.PValue is null ? "unknown" : StudyText.PValue(gap.PValue),
                gap.QValue is null ? "unknown" : StudyText.PValue(gap.QValue), gap.IsFound ? "a gap" : "within chance"];
            block = block.Row(limits ? [.. cells, gap.Limit is null ? "none" : StudyText.Limit(gap.Limit), gap.Kept switch
            {
                true => "yes",
                false => "no",
                null => gap.Limit is null ? "" : "cannot be judged",
            }] : cells);
        }

        return shown.Length == sorted.Length ? block
            : block with
            {
                Caption = block.Caption + string.Create(CultureInfo.InvariantCulture,
                $" Shown are {shown.Length} of {sorted.Length}, every finding among them; all stand in study.json.")
            };
    }

    static IEnumerable<PageBlock> Price(FairnessStudy fairness)
    {
        if (fairness.Price is not { } price) yield break;
        TableBlock block = new TableBlock("What mitigation costs and brings")
        {
            Caption = "The same network and seed, with " + (price.Method == Mitigation.Penalty
                ? "a penalty" + (fairness.Penalty is { } penalty
                    ? string.Create(CultureInfo.InvariantCulture, $" of strength {penalty.Strength}") : "")
                    + " on differences between the groups' mean log odds in its loss"
                : "training rows weighted so that group and outcome are independent") + ", and without; both "
                + "judged on the same unweighted test rows, each with its own cut-off for one approval rate. Smaller: by how much the gap "
                + "without its sign shrinks; changes have paired bootstrap intervals.",
        }.Column("what").Column("without", number: true).Column("with", number: true).Column("change", number: true)
            .Row("AUC", StudyText.Interval(price.AucWithout), StudyText.Interval(price.AucWith), StudyText.Interval(price.AucChange));
        foreach (FairnessChange change in price.Gaps)
            block = block.Row($"{FairnessText.Label(change.Metric)}, {change.Column} {change.Group} against {change.Reference}",
                StudyText.Interval(change.Without), StudyText.Interval(change.With), $"smaller by {StudyText.Interval(change.Smaller)}");
        yield return block;
    }

    static IEnumerable<string> Notes(FairnessStudy fairness)
    {
        int least = fairness.Policy.Least ?? FairnessPolicy.UsualLeast;
        foreach (FairnessColumn column in fairness.Columns.Where(column => column.Refused.Length > 0))
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Refused by {column.Column}, with fewer than {least} events or {least} others: ")
                + string.Join("; ", column.Refused.Take(MostRefused))
                + (column.Refused.Length > MostRefused ? string.Create(CultureInfo.InvariantCulture,
                    $" and {column.Refused.Length - MostRefused} more.") : ".") + " Nothing is said of them, good or bad.";
        yield return "Equal opportunity: goods approved. Equalised odds: the larger of the two distances, of goods approved and of bads "
            + "approved; its interval is a bootstrap and lies above 0 even of equal groups, its p is that of both at once. Predictive "
            + "parity: goods among the approved. No model has all of them where the groups' rates of events differ.";
        yield return "A gap is no proof of unequal treatment, and its absence none of equal treatment: rows that were never approved in "
            + "the past are not in the data.";
        if (fairness.Policy.Source is { } source)
            yield return $"The policy rests on: {source}" + (fairness.Policy.Date is { } date ? $" ({date})." : ".")
                + (fairness.Policy.Attributes is { } attributes ? $" Protected columns: {attributes}." : "");
    }
}

namespace Florin;

using System.Globalization;

/// <summary>The section of the report on applicants who were declined.</summary>
static class RejectBlocks
{
    public static IEnumerable<PageBlock> Of(CreditStudy credit)
    {
        if (credit.Rejects is not { } study) yield break;
        yield return new SectionBlock("Declined applicants") { Caption = Caption(study) };
        yield return new ListBlock("Before you use any of it") { Items = study.Warnings };
        yield return Numbers(study);
        if (study.Distribution.Length > 0) yield return Scores(study, credit.Policy.Points);
        if (study.Sensitivity.Length > 0) yield return Sensitivity(study);
    }

    static string Caption(RejectStudy study) => $"{StudyText.Whole(study.Rows)} applicants of the past were declined. What training made "
        + "of them: " + study.Method switch
        {
            RejectMethod.None => "nothing; they are described by the model of known outcomes.",
            RejectMethod.Augmentation => "accepted rows count for the declined who are like them: in bands of the probability of having "
                + "been accepted (boosted trees on the inputs), each by all over accepted. The heaviest row counts "
                + $"{StudyText.Number(study.LargestWeight)} times. {Learned(study)}",
            RejectMethod.Parcelling => string.Create(CultureInfo.InvariantCulture,
                $"whole outcomes. In bands of the PD of known outcomes their bad rate is {study.Factor} times that of known rows that the ")
                + "nets did not see: "
                + $"{Percent(study.InferredBadRate!)} of them are taken for bad, drawn by the seed. {Learned(study)}",
            _ => string.Create(CultureInfo.InvariantCulture,
                $"each counts as a bad by its PD of known outcomes times {study.Factor}, and as a good by the rest: ")
                + $"{Percent(study.InferredBadRate!)} bads. {Learned(study)}",
        };

    static string Learned(RejectStudy study) => (study.Learned == study.Rows ? ""
        : $"Learned from were the {StudyText.Whole(study.Learned)} that are not later than the training rows. ")
        + (study.Factor is null ? "Nets stop, are calibrated and judged by known outcomes alone."
            : "Nets stop and are calibrated by known rows and by declined ones that they did not learn from, as many for each known row as "
                + "in the data; they are judged by known outcomes alone.") + " Challengers learn from known outcomes alone.";

    static TableBlock Numbers(RejectStudy study)
    {
        bool both = study.MeanPdWithout is not null;
        TableBlock block = new TableBlock(both ? "With and without inference" : "What the model says of them")
        {
            Caption = (both ? "The same network and seed, trained on known outcomes alone and with what was inferred. AUC and log-loss are "
                + "of the same test rows, all accepted, with paired intervals of the change (DeLong, bootstrap). " : "")
                + "Intervals of means and shares say which applicants there happen to be, not how wrong the model may be about them. "
                + (study.CutOff is { } cut
                    ? $"Approved: PD up to {StudyText.Percent(cut)}, the study's cut-off{(both ? ", by either model" : "")}."
                    : "The plan has no decision, so nobody is approved or declined here; add credit: decision.")
                + $" Stability index of the PD, declined against accepted, each row once: {StudyText.Psi(study.Psi)} (chance gives "
                + $"up to {StudyText.Psi(study.PsiLimit)}).",
        }.Column("");
        block = both ? block.Column("without", number: true).Column("with", number: true).Column("change", number: true)
            : block.Column("", number: true);
        foreach (RejectChange each in study.Changes)
            block = block.Row($"{StudyText.Label(each.Metric)}, known outcomes", StudyText.Interval(each.Without),
                StudyText.Interval(each.With), StudyText.Interval(each.Change));
        block = Row(block, "mean PD of the declined", study.MeanPdWithout, study.MeanPd, both);
        if (study.Approved is { } approved)
            block = Row(block, "declined who would be approved", study.ApprovedWithout, approved, both);
        block = Row(block, "mean PD of the accepted (test rows)", null, study.AcceptedPd, both);
        return Row(block, "declined with under 5 % probability of acceptance", null, study.Unlike, both);
    }

    static TableBlock Row(TableBlock block, string name, MetricValue? without, MetricValue with, bool both) => !both
        ? block.Row(name, Percent(with))
        : without is null ? block.Row(name, "", Percent(with), "")
        : block.Row(name, Percent(without), Percent(with), string.Create(CultureInfo.InvariantCulture,
            $"{100 * (with.Value - without.Value):+0.0;-0.0;0.0} points"));

    static string Percent(MetricValue value) => value is { Value: { } share, Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} % [{100 * low:F1}, {100 * high:F1}]")
        : value.Value is { } alone ? StudyText.Percent(alone) : "undefined";

    static Chart Scores(RejectStudy study, PointsScale scale)
    {
        double[] x = [.. study.Distribution.Select(band => band.From), study.Distribution[^1].To];
        Chart chart = new Chart("Scores of accepted and declined")
        {
            XLabel = "points, more are better",
            YLabel = "share",
            YPercent = true,
            Caption = string.Create(CultureInfo.InvariantCulture,
                $"Share of each in {study.Distribution.Length} bands of equal width, accepted from the test rows; the outer bands hold ")
                + "what lies beyond. Where only declined stand, nothing is known of outcomes.",
        }.Steps(x, Closed(study, band => band.Accepted), "accepted").Steps(x, Closed(study, band => band.Declined), "declined");
        return study.CutOff is > 0 and < 1 and var cut ? chart.MarkX(scale.Points(cut), "cut-off") : chart;
    }

    static double[] Closed(RejectStudy study, Func<RejectShare, double> of) =>
        [.. study.Distribution.Select(of), of(study.Distribution[^1])];

    static TableBlock Sensitivity(RejectStudy study)
    {
        bool trained = study.Sensitivity.Any(each => each.MeanPd is not null), decides = study.CutOff is not null && trained;
        TableBlock block = new TableBlock("How much hangs on the factor")
        {
            Caption = "How many times as often a declined applicant defaults as an accepted one of the same score: no data here say which "
                + "line is right. Bad rate of those that could be learned from: " + (study.Method == RejectMethod.Fuzzy
                ? "mean of PD times factor, at most 1. "
                : "the rate of known rows that the nets did not see, by band of PD, times the factor, at most 1; the interval is that of "
                    + "which known rows there happen to be. ")
                + (trained ? "The rest: the same network trained with that factor, on the test rows (of folds the first ones), and all "
                    + "declined; AUC and log-loss move as much by chance as the intervals above say." : "No network was trained with it."),
        }.Column("factor", number: true).Column("bad rate of the declined", number: true);
        if (trained) block = block.Column("mean PD of the declined", number: true).Column("AUC, known", number: true)
            .Column("log-loss ↓, known", number: true);
        if (decides) block = block.Column("declined approved", number: true);
        foreach (RejectFactor each in study.Sensitivity)
        {
            string factor = each.Factor.ToString("0.##", CultureInfo.InvariantCulture)
                + (trained && each.Factor == study.Factor ? " (the plan)" : "");
            string[] cells = [factor, Percent(each.BadRate)];
            if (trained) cells = [.. cells, Share(each.MeanPd), StudyText.Number(each.Auc), StudyText.Number(each.LogLoss)];
            block = block.Row(decides ? [.. cells, Share(each.Approved)] : cells);
        }

        return block;
    }

    static string Share(double? share) => share is { } value ? StudyText.Percent(value) : "";
}

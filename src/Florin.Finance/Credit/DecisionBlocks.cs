namespace Florin;

using System.Globalization;

/// <summary>The decisions of a study: rule, outcomes, other policies, what other cut-offs would bring.</summary>
static class DecisionBlocks
{
    public static IEnumerable<PageBlock> Of(Study study, DecisionStudy? decision)
    {
        if (decision is null) yield break;
        yield return new SectionBlock("Decision")
        {
            Caption = $"The model file says: {decision.Policy}. The cut-off: {decision.Policy.Rule}. It was fixed on validation rows; what "
                + "follows is of test rows that had no part in it, with 95 % intervals (shares by Wilson's formula, profits by the "
                + "spread of the rows)." + (study.Folds.Length > 0 ? " Each fold has a cut-off of its own." : ""),
        };
        yield return Groups(decision);
        yield return Results(decision);
        yield return BadRates(study, decision);
        if (decision.Results[0].Profit is not null) yield return Profits(decision);
        if (decision.Swap is { } swap) yield return Swap(swap);
        if (decision.Notes.Length > 0) yield return new ListBlock("") { Items = decision.Notes };
    }

    static TableBlock Groups(DecisionStudy decision)
    {
        TableBlock block = new TableBlock("What becomes of the applicants")
        {
            Caption = "Expected: the mean PD of the group. A bad rate outside its expectation says that the PDs are not true there.",
        }.Column("decision").Column("share", number: true).Column("bad rate", number: true).Column("expected", number: true);
        foreach (DecisionGroup each in decision.Groups)
            if (each.Share.Value > 0 || each.Decision != CreditDecision.Refer)
                block = block.Row(DecisionPolicy.Name(each.Decision), Percent(each.Share), Percent(each.BadRate),
                    each.BadRate.Value is null ? "" : StudyText.Percent(each.ExpectedBadRate));
        return block;
    }

    static TableBlock Results(DecisionStudy decision)
    {
        bool valued = decision.Results[0].Profit is not null;
        string best = decision.EmpiricalBest is { } found ? $" As the validation rows turned out, the best cut-off of the model was "
            + $"{Percent(found)} (200 samples): so far is a best cut-off from certain." : "";
        TableBlock block = new TableBlock("Beside other policies")
        {
            Caption = "Every model has the cut-off that the same rule gives it on the validation rows; nobody is referred here. "
                + (valued ? "Profit is for each applicant, declined ones earning 0: expected is (1 − PD) · gain − PD · "
                + "loss of the approved, "
                    + "realised what their outcomes made of it. The model earns more than another policy where the last "
                    + "column's interval is "
                    + "above 0." : "The plan gives no cost or profit, so policies with other approval rates cannot be weighed.") + best,
        }.Column("policy").Column("cut-off", number: true).Column("approved", number: true).Column("bad rate", number: true)
            .Column("expected", number: true);
        if (valued)
            block = block.Column("expected profit", number: true).Column("realised profit", number: true)
                .Column("the model earns more by", number: true);
        foreach (PolicyResult each in decision.Results)
        {
            string[] cells =
            [
                each.Name, each.CutOff is { } cut ? StudyText.Percent(cut) : "", Percent(each.ApprovalRate), Percent(each.BadRate),
                each.BadRate.Value is null ? "" : StudyText.Percent(each.ExpectedBadRate),
            ];
            block = valued ? block.Row([.. cells, Money(each.ExpectedProfit), Money(each.Profit), Money(each.ModelGain)])
                : block.Row(cells);
        }

        return block;
    }

    static Chart BadRates(Study study, DecisionStudy decision)
    {
        Chart chart = new("Approval rate and bad rate")
        {
            XLabel = "share of applicants approved",
            YLabel = "bad rate of the approved",
            XPercent = true,
            YPercent = true,
            Caption = "Applicants are approved by rising PD; the band is the model's 95 % interval. The lower the line, the better the "
                + "order; at the right end all are approved.",
        };
        foreach ((int number, StrategyCurve curve) in decision.Strategies.Index())
        {
            double[] rates = [.. curve.Points.Select(point => point.ApprovalRate)];
            chart = chart.Line(rates, [.. curve.Points.Select(point => point.BadRate.Value ?? double.NaN)], curve.Model);
            if (number == 0)
                chart = chart.Band(rates, [.. curve.Points.Select(point => point.BadRate.Low ?? double.NaN)],
                    [.. curve.Points.Select(point => point.BadRate.High ?? double.NaN)], "95 % interval");
        }

        return chart.Reference([0, 1], [study.Target.TestRate, study.Target.TestRate], "base rate").MarkX(Approved(decision), "cut-off");
    }

    static Chart Profits(DecisionStudy decision)
    {
        Chart chart = new("Approval rate and profit")
        {
            XLabel = "share of applicants approved",
            YLabel = "profit for each applicant",
            XPercent = true,
            Caption = "What the test rows would have earned at each approval rate, as they turned out, with the model's 95 % interval, and "
                + "what the model expected. The cut-off was fixed before: it need not stand at the top.",
        };
        StrategyCurve model = decision.Strategies[0];
        double[] rates = [.. model.Points.Select(point => point.ApprovalRate)];
        chart = chart.Line(rates, Realised(model), model.Model).Band(rates,
            [.. model.Points.Select(point => point.Profit?.Low ?? double.NaN)],
                [.. model.Points.Select(point => point.Profit?.High ?? double.NaN)], "95 % interval")
            .Line(rates, [.. model.Points.Select(point => point.ExpectedProfit ?? double.NaN)], "expected by the model");
        foreach (StrategyCurve curve in decision.Strategies.Skip(1))
            chart = chart.Line([.. curve.Points.Select(point => point.ApprovalRate)], Realised(curve), curve.Model);
        return chart.Reference([0, 1], [0, 0], "approve nobody").MarkX(Approved(decision), "cut-off");
    }

    static double[] Realised(StrategyCurve curve) => [.. curve.Points.Select(point => point.Profit?.Value ?? double.NaN)];

    static double Approved(DecisionStudy decision) => decision.Results[0].ApprovalRate.Value ?? 0;

    static TableBlock Swap(SwapSet swap)
    {
        TableBlock block = new TableBlock("Swap set: the old policy and the new one")
        {
            Caption = "Swap-ins are newly approved, swap-outs no longer. The change is good where swap-ins have a lower bad rate than "
                + "swap-outs. Outcomes of those whom the old policy declined are seldom known; bad rates are of rows with an outcome.",
        }.Column("").Column("old policy").Column("new policy").Column("share", number: true).Column("bad rate", number: true)
            .Column("rows without outcome", number: true);
        string[] names = ["approved by both", "swap-in", "swap-out", "declined by both"];
        foreach ((string name, SwapCell cell) in names.Zip(swap.Cells))
            block = block.Row(name, Word(cell.Old), Word(cell.New), Percent(cell.Share), Percent(cell.BadRate),
                StudyText.Whole(cell.Unknown));
        return block;
    }

    static string Word(bool approved) => approved ? "approve" : "decline";

    internal static string Percent(MetricValue value) => value is not { Value: { } share } ? "undefined"
        : value is not { Low: { } low, High: { } high } ? StudyText.Percent(share)
        : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} % [{100 * low:0.0}, {100 * high:0.0}]");

    static string Money(double? value) => value is { } number ? number.ToString(Format(number), CultureInfo.InvariantCulture) : "";

    static string Money(MetricValue? value) => value is not { Value: { } number } ? ""
        : value is not { Low: { } low, High: { } high } ? Money(number)
        : string.Create(CultureInfo.InvariantCulture, $"{Money(number)} [{low.ToString(Format(number), CultureInfo.InvariantCulture)}, ")
            + $"{high.ToString(Format(number), CultureInfo.InvariantCulture)}]";

    static string Format(double number) => Math.Abs(number) >= 100 ? "N0" : Math.Abs(number) >= 1 ? "0.00" : "0.0000";
}

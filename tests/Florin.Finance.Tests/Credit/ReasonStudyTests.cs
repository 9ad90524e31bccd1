namespace Florin.Finance.Tests.Credit;

using static ReasonCases;

/// <summary>The reasons of a study, as plan, model file and report have them.</summary>
public sealed class ReasonStudyTests
{
    const string Text = """
        recipe: credit/default-risk
        data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on, protected: [age, sex], drop: [noise]}
        split: {kind: every, k: 3}
        network: mlp
        fit: {epochs: 12, threads: 1}
        credit:
          reasons:
            cutOff: 0.12
            groups: {LATE: {columns: [late_payments_12m, months_since_delinquency], text: "You paid late {late_payments_12m} times"}}
          counterfactuals: {immutable: [region], up: [income], step: {income: 1000}, coupled: [[amount, income]], most: 2}
        """;

    /// <summary>
    /// Moving the first reason's columns to the reference lowers the log odds by half of its contribution in 95 % of the declines: measured
    /// here again, by moving inputs and asking for scores.
    /// </summary>
    [Fact]
    public void The_first_reason_does_what_it_says()
    {
        Plan plan = PlanFile.Parse(Text);
        using StudyResult result = StudyRun.Of(plan, CreditSimulator.Simulate(9000, 31), new StudySource("", 0));
        Model model = result.Model;
        ReasonStudy study = result.Study.Credit!.Reasons!;
        ReasonPolicy policy = CreditPolicy.Of(model)!.Reasons!;
        Assert.Equal(0.12, policy.CutOff.Pd);
        Assert.True(study.Explained >= 100, $"{study.Explained}");
        Assert.True(study.HalfKept.Value >= 0.95, $"{study.HalfKept}");
        Assert.True(study.SameByShapley.Value >= 0.7, $"{study.SameByShapley}");
        Assert.Equal(study.Explained, study.Counts.Sum(count => count.First));
        Table later = CreditSimulator.Simulate(6000, 32);
        int[] declined = Declined(model, later);
        var explainer = new ReasonExplainer(model);
        int kept = declined.Count(row => Kept(model, explainer, later, row));
        Assert.True(kept >= 0.95 * declined.Length, $"{kept} of {declined.Length}");
        Assert.Equal(2, CreditPolicy.Of(model)!.Changes!.Most);
        Assert.Equal(ChangeDirection.Up, CreditPolicy.Of(model)!.Changes!.Columns.Single(each => each.Column == "income").Direction);
        string[] titles = [.. StudyPage.Of(result.Study).Blocks.Select(block => block.Title)];
        Assert.Contains("Reasons that the declined would get", titles);
        Assert.Contains("What an applicant could change", titles);
    }

    static bool Kept(Model model, ReasonExplainer explainer, Table table, int row)
    {
        AdverseReason first = explainer.Explain(table, row).Reasons[0];
        EncodedRows rows = model.Features.Encode(table.Rows([row]));
        double before = LogOdds(model.Score(rows)[0]);
        foreach (string column in explainer.Policy.Groups.Single(group => group.Code == first.Code).Columns)
        {
            (int from, int count) = model.Features.InputsOf(column);
            for (int input = from; input < from + count; input++) rows.Numbers[input] = explainer.Policy.Reference.Inputs[input];
        }

        return before - LogOdds(model.Score(rows)[0]) >= first.LogOdds / 2;
    }

    [Fact]
    public void A_plan_says_the_same_after_it_was_written()
    {
        Plan plan = PlanFile.Parse(Text);
        Assert.Equal(plan, PlanFile.Parse(PlanFile.Write(plan)));
        Assert.Equal(["amount", "income"], plan.Credit!.Counterfactuals!.Coupled[0]);
    }

    /// <summary>Whole points hardly move a metric: judged by the metrics of the PDs, computed here from the predictions.</summary>
    [Fact]
    public void Whole_points_are_judged_again()
    {
        Plan plan = PlanFile.Parse(Text.Replace("network: mlp", "network: logistic", StringComparison.Ordinal));
        using StudyResult result = StudyRun.Of(plan, CreditSimulator.Simulate(3000, 33), new StudySource("", 0));
        PointsStudy points = result.Study.Credit!.PointsOfNet!;
        Assert.Equal(result.Study.Test["auc"].Value!.Value, points.Exact.Auc!.Value, 1e-12);
        Assert.Equal(result.Study.Test["logLoss"].Value!.Value, points.Exact.LogLoss!.Value, 1e-12);
        Assert.InRange(points.Whole.Auc!.Value - points.Exact.Auc!.Value, -0.005, 0.005);
        Assert.NotEqual(points.Exact.LogLoss, points.Whole.LogLoss);
        Assert.Equal(1, points.Ranges.Sum(range => range.Goods), 1e-9);
        Assert.Equal(1, points.Ranges.Sum(range => range.Bads), 1e-9);
        // Half a point is at most this much of the odds.
        Assert.InRange(points.LargestPdChange, 1e-6, 0.25 * Math.Log(2) / 20 * 0.5 + 1e-6);
    }
}

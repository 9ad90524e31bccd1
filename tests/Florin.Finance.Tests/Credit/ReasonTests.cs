namespace Florin.Finance.Tests.Credit;

using static ReasonCases;

/// <summary>Reasons of declines.</summary>
public sealed class ReasonTests
{
    static readonly CreditPlan Grouped = new()
    {
        Reasons = new ReasonPlan
        {
            Most = 3,
            CutOff = 0.1,
            Groups =
            [
                By("R1", new ReasonGroupPlan
                {
                    Columns = ["utilisation"], Text = "Your balances are {utilisation:0 %} of your limits", Missing = "No limits are known",
                }),
                By("R2", new ReasonGroupPlan { Columns = ["income", "amount"], Text = "You asked for {amount} on {income}" }),
            ],
        },
    };

    /// <summary>
    /// A scorecard is a straight line in the weights of evidence. For a net that is the same line, compared with the average applicant, the
    /// shares are the points below average: found by the gradients of the net on one side, by the table of points on the other.
    /// </summary>
    [Fact]
    public void Of_a_scorecard_they_are_the_points_below_average()
    {
        SplitTable split = Split(4000, 5);
        Scorecard card = Scorecard.Fit((BinaryTarget)split.Target, split.Train, new ScorecardOptions { Round = false });
        Table evidence = Evidence(card, split.Train.Table);
        TrainRows rows = ScorecardCases.All(evidence, "defaulted");
        using Model model = new ModelPlan { Network = "logistic", Threads = 1, Scaling = NumberScaling.Standard }
            .Fit(split.Target, rows, rows);
        // What a unit of evidence is worth, read off two scores: the model's own slope, without its gradients.
        Scorecard line = (card with
        {
            Rounded = true,
            Layout = PointsLayout.Base,
            Characteristics = [.. card.Characteristics.Select(each => each with { Coefficient = Slope(model, evidence, each.Column) })],
        }).Exact();
        var explainer = new RowExplainer(model, new ExplainOptions { Scale = AttributionScale.LogOdds });
        for (int row = 0; row < 25; row++)
        {
            RowExplanation found = explainer.Explain(evidence, row);
            foreach (LostPoints lost in line.LostBy(split.Train.Table, row))
                Assert.Equal(lost.Lost, card.Scale.Factor * found.Shares.Single(share => share.Column == lost.Column).Share, 0.005);
        }
    }

    static Table Evidence(Scorecard card, Table table) => Table.From([.. card.Characteristics.Select(each => new NumberColumn(each.Column,
        [.. each.Binning.BinsOf(table[each.Column]).Select(bin => each.Binning.Bins[bin].Woe)])), table["defaulted"]]);

    static double Slope(Model model, Table evidence, string column)
    {
        double At(double woe) => LogOdds(model.Score(evidence.Take(1).With(new NumberColumn(column, [woe])))[0]);
        double[] cells = evidence.Number(column).Values.ToArray();
        return (At(cells.Max()) - At(cells.Min())) / (cells.Max() - cells.Min());
    }

    [Fact]
    public void Points_below_the_maximum_and_the_average_are_added_by_hand()
    {
        SplitTable split = Split(3000, 6);
        Scorecard card = Scorecard.Fit((BinaryTarget)split.Target, split.Train);
        Table table = split.Train.Table;
        double[] points = card.Score(table).Points;
        // Over all rows the points below average cancel, and those below the maximum are the maximum less the mean.
        double below = 0, under = 0;
        for (int row = 0; row < table.RowCount; row++)
        {
            below += card.LostBy(table, row).Sum(each => each.Lost);
            Assert.All(card.LostBy(table, row, PointsBaseline.Maximum), each => Assert.True(each.Lost >= 0));
            under += card.LostBy(table, row, PointsBaseline.Maximum).Sum(each => each.Lost);
        }

        Assert.Equal(0, below / table.RowCount, 1e-9);
        Assert.Equal(card.Range.Most - points.Average(), under / table.RowCount, 1e-9);
    }

    [Fact]
    public void Most_shares_ties_and_small_ones()
    {
        ReasonShare[] shares = [new("b", 2), new("a", 2), new("c", 5), new("d", 0.9), new("tiny", 0.15), new("helps", -50), new("e", 0.5)];
        AdverseReason[] four = [.. ReasonExplainer.Adverse(shares, 4)];
        Assert.Equal(["c", "a", "b", "d"], four.Select(reason => reason.Code));
        Assert.Equal(5 / 10.55, four[0].Share, 1e-12);
        // 0.15 of 10.55 is less than 2 %: never told, even where there is room.
        Assert.Equal(["c", "a", "b", "d", "e"], ReasonExplainer.Adverse(shares, 20).Select(reason => reason.Code));
        Assert.Empty(ReasonExplainer.Adverse([new("helps", -1)], 4));
    }

    /// <summary>Every decline has reasons that add up against the reference; whoever is approved has none, unless it is asked
    /// for.</summary>
    [Theory]
    [InlineData("logistic")]
    [InlineData("mlp")]
    public void They_add_up_and_are_worded_with_the_own_value(string network)
    {
        SplitTable split = Split(4000, 7);
        using Model model = Fit(split, network, Grouped);
        var explainer = new ReasonExplainer(model);
        Table table = split.Test;
        double[] pds = model.Score(table);
        bool[] seen = new bool[3];
        for (int row = 0; row < 200; row++)
        {
            ReasonSet found = explainer.Explain(table, row);
            Assert.Equal(pds[row] > 0.1, found.Declined);
            Assert.Equal(LogOdds(pds[row]) - explainer.ReferenceLogOdds, found.Shares.Sum(share => share.LogOdds), 2e-3);
            if (!found.Declined)
            {
                Assert.Empty(found.Reasons);
                Assert.Contains("approved", found.Says);
                seen[0] |= explainer.Explain(table, row, evenApproved: true).Reasons.Length > 0;
                continue;
            }

            Assert.InRange(found.Reasons.Length, 1, 3);
            foreach (AdverseReason reason in found.Reasons) seen[1] |= Worded(reason, table, row);
            seen[2] |= found.Reasons.Length < 3;
        }

        Assert.True(seen[0] && seen[1]);
        Assert.InRange(explainer.ReferenceLogOdds, LogOdds(0.05), LogOdds(0.1));
        Assert.InRange(explainer.Policy.Reference.Rows, 20, 100);
    }

    static bool Worded(AdverseReason reason, Table table, int row)
    {
        NumberColumn income = table.Number("income"), amount = table.Number("amount"), used = table.Number("utilisation");
        if (reason.Code == "R1" && !used.IsMissing(row))
            Assert.Equal($"Your balances are {Math.Round(100 * used.Values[row], MidpointRounding.AwayFromZero)} % of your limits",
                reason.Text);
        if (reason.Code == "R1" && used.IsMissing(row)) Assert.Equal("No limits are known", reason.Text);
        if (reason.Code == "R2" && !income.IsMissing(row))
            Assert.Equal(FormattableString.Invariant($"You asked for {amount.Values[row]:N0} on {income.Values[row]:N0}")
                .Replace(",000,", ",000,", StringComparison.Ordinal), reason.Text);
        if (reason.Code == "R2" && income.IsMissing(row))
            Assert.Equal(FormattableString.Invariant($"You asked for {amount.Values[row]:N0} on not given"), reason.Text);
        if (reason.Code == "purpose") Assert.Equal("Purpose: " + table["purpose"].TextAt(row), reason.Text);
        return reason.Code is "R1" or "R2";
    }

    /// <summary>Without a cut-off as many are declined as default, and the average of those next to it is approved itself.</summary>
    [Fact]
    public void The_default_cut_off_declines_as_many_as_default()
    {
        SplitTable split = Split(4000, 8);
        using Model model = Fit(split, "logistic");
        ReasonPolicy policy = new ReasonExplainer(model).Policy;
        double[] pds = model.Score(split.Train.Table), bad = split.Target.Labels(split.Train.Table);
        Assert.Equal(bad.Average(), pds.Count(pd => pd > policy.CutOff.Pd) / (double)pds.Length, 0.005);
        Assert.Contains("as many are declined as default", policy.CutOff.Rule);
        Assert.Equal(model.Features.Encoders.Select(each => each.Column).Order(), policy.Groups.SelectMany(each => each.Columns).Order());
        // The mean of the inputs of the 100 approved training rows with the highest PD, by another way.
        int[] next = [.. Enumerable.Range(0, pds.Length).Where(row => pds[row] <= policy.CutOff.Pd)
            .OrderByDescending(row => pds[row]).Take(100)];
        Table near = split.Train.Table.Rows(next);
        int place = model.Features.InputsOf("debt_ratio").First;
        EncodedRows rows = model.Features.Encode(near);
        Assert.Equal(Enumerable.Range(0, 100).Average(row => rows.Numbers[row * rows.Width + place]), policy.Reference.Inputs[place], 1e-6);
    }

    [Fact]
    public void Too_few_approved_rows_give_no_reasons()
    {
        SplitTable split = Split(400, 9);
        using Model model = Fit(split, "logistic", new CreditPlan { Reasons = new ReasonPlan { CutOff = 1e-6 } });
        Assert.Null(ReasonExplainer.Of(model));
        ScorecardCases.Refused("FLR1560", () => new ReasonExplainer(model));
    }

    [Theory]
    [InlineData("{reasons: {groups: {R1: {columns: [income], text: \"{amount}\"}}}}", "FLR1563")]
    [InlineData("{reasons: {groups: {R1: {columns: [income], text: \"{income\"}}}}", "FLR1563")]
    [InlineData("{reasons: {groups: {R1: {columns: [income]}, R2: {columns: [income]}}}}", "FLR1562")]
    [InlineData("{reasons: {groups: {R1: {columns: []}}}}", "FLR1562")]
    [InlineData("{reasons: {groups: {R1: {columns: [incme]}}}}", "FLR1015")]
    [InlineData("{reasons: {cutOff: 1.5}}", "FLR1011")]
    [InlineData("{counterfactuals: {up: [income], down: [income]}}", "FLR1564")]
    [InlineData("{counterfactuals: {step: {income: 0}}}", "FLR1564")]
    [InlineData("{counterfactuals: {coupled: [[income]]}}", "FLR1564")]
    [InlineData("{counterfactuals: {coupled: [[employment_years, age]]}}", "FLR1564")]
    public void Mistakes_in_plans_are_told(string credit, string code)
    {
        string text = "recipe: credit/default-risk\ndata: {path: loans.csv, target: defaulted, positive: 1, drop: [loan_id], "
            + "protected: [age, sex]}\ncredit: " + credit;
        string[] codes;
        try
        {
            codes = [.. PlanFile.Parse(text).Check(CreditSimulator.Simulate(50, 1)).Select(problem => problem.Code)];
        }
        catch (FlorinException error)
        {
            codes = [error.Code, error.Message];
        }

        Assert.Contains(codes, each => each.Contains(code, StringComparison.Ordinal));
    }
}

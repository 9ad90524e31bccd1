namespace Florin.Finance.Tests.Credit;

/// <summary>Decisions, losses and capital of a study, counted again from its predictions.</summary>
public sealed class StudyDecisionTests
{
    const string Yaml = """
        recipe: credit/default-risk
        data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on, protected: [age, sex]}
        split: {kind: every, k: 4}
        network: logistic
        credit:
          decision:
            approvalRate: 0.7
            profit: {amount: amount, rateAnnual: 0.12, lgd: 0.45, termMonths: term_months, fundingRateAnnual: 0.03}
            refer: {below: 0.2, above: 0.25}
            old: {column: old_policy, approve: "yes"}
          loss: {lgd: 0.45, ead: amount, capital: otherRetail}
          offer:
            rateAnnual: {from: 0.05, to: 0.25, step: 0.01}
            amount: {from: 2000, to: 12000, step: 2000}
            lgd: 0.45
            termMonths: 36
            fundingRateAnnual: 0.03
            takeUp: {atRate: 0.12, share: 0.6, fallPerPoint: 0.25}
            amountColumn: amount
        """;

    static readonly Table Loans = WithOld(CreditSimulator.Simulate(3000, 4));

    static Table WithOld(Table loans)
    {
        double[] late = loans.Number("late_payments_12m").Values.ToArray();
        return loans.With(CategoryColumn.From("old_policy", late.Select(times => times == 0 ? "yes" : "no")));
    }

    [Fact]
    public void It_is_fixed_on_validation_rows_and_judged_on_test_rows()
    {
        using StudyResult result = StudyRun.Of(PlanFile.Parse(Yaml), Loans, new StudySource("", 0));
        DecisionStudy decision = result.Study.Credit!.Decision!;
        Table said = result.Predictions;
        string[] part = [.. Enumerable.Range(0, said.RowCount).Select(row => said["split"].TextAt(row)!)];
        double[] score = said.Number("score").Values.ToArray(), bad = said.Number("target").Values.ToArray();
        int[] at = [.. said.Number("row").Values.ToArray().Select(row => (int)row - 1)];
        double cut = decision.Policy.CutOff;
        double[] held = [.. score.Where((_, row) => part[row] == "validation")];
        Assert.Equal(Math.Floor(0.7 * held.Length), held.Count(pd => pd <= cut));
        int[] test = [.. Enumerable.Range(0, score.Length).Where(row => part[row] == "test")];
        int[] approved = [.. test.Where(row => score[row] <= cut)];
        PolicyResult own = decision.Results[0];
        Assert.Equal((double)approved.Length / test.Length, own.ApprovalRate.Value!.Value, 1e-12);
        Assert.Equal(approved.Average(row => bad[row]), own.BadRate.Value!.Value, 1e-12);
        Assert.Equal(["the model", "logistic regression", "scorecard", "gradient boosting", "the old policy", "approve all"],
            decision.Results.Select(each => each.Name));
        double[] amount = Loans.Number("amount").Values.ToArray(), term = Loans.Number("term_months").Values.ToArray();
        double Earned(int row) => bad[row] == 1 ? -0.45 * amount[at[row]] : Margin(amount[at[row]], term[at[row]]);
        Assert.Equal(approved.Sum(Earned) / test.Length, own.Profit!.Value!.Value, 1e-6);
        bool Old(int row) => Loans["old_policy"].TextAt(at[row]) == "yes";
        Assert.Equal(approved.Where(row => !Old(row)).Average(row => bad[row]), decision.Swap!.In.BadRate.Value!.Value, 1e-12);
        Assert.Equal(own.Profit.Value!.Value - test.Where(Old).Sum(Earned) / test.Length,
            decision.Results[4].ModelGain!.Value!.Value, 1e-6);
        Assert.Equal(1.0, decision.Groups.Sum(group => group.Share.Value!.Value), 1e-12);
        PolicyResult boosted = decision.Results[3];
        Assert.InRange(boosted.ApprovalRate.Value!.Value, 0.62, 0.78);
        Assert.True(boosted.BadRate.High < decision.Results[5].BadRate.Value);
        Assert.Contains(decision.Strategies, curve => curve.Model == "gradient boosting");
        LossBand loss = result.Study.Credit.Loss!.Total;
        Assert.Equal(test.Sum(row => score[row] * 0.45 * amount[at[row]]), loss.Expected, 1e-6);
        Assert.Equal(decision.Policy, CreditPolicy.Of(result.Model)!.Decision);
        OfferExample[] offers = [.. result.Study.Credit.Offer!.Examples];
        Assert.Equal([750, 150, 150, 150, 150, 150], offers.Select(offer => offer.Rows));
        Assert.All(offers, offer => Assert.True(offer.Best is null or { RateAnnual: >= 0.05 and <= 0.25, Amount: >= 2000 and <= 12000 }));
        Assert.True(offers[1].Best!.ExpectedProfit > (offers[5].Best?.ExpectedProfit ?? 0));
        Assert.DoesNotContain("old_policy", result.Model.Columns.Select(column => column.Name));
    }

    static double Margin(double amount, double months)
    {
        (double monthly, double balance, double earned) = (0.01, amount, 0);
        double pay = amount * monthly / (1 - Math.Pow(1 + monthly, -months));
        for (int i = 0; i < months; i++)
        {
            earned += balance * (0.12 - 0.03) / 12;
            balance = balance * (1 + monthly) - pay;
        }

        return earned;
    }

    [Fact]
    public void Folds_have_cut_offs_of_their_own()
    {
        string yaml = Yaml.Replace("{kind: every, k: 4}", "{kind: k-fold, folds: 3}", StringComparison.Ordinal);
        using StudyResult result = StudyRun.Of(PlanFile.Parse(yaml), Loans.Take(1500), new StudySource("", 0));
        DecisionStudy decision = result.Study.Credit!.Decision!;
        Assert.InRange(decision.Results[0].ApprovalRate.Value!.Value, 0.62, 0.78);
        Assert.Equal(1500, decision.Results[0].ApprovalRate.N);
        Assert.Equal(result.Study.ToJson(), Study.FromJson(result.Study.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("approvalRate: 0.7", "cutOff: 0.1\n    approvalRate: 0.7", "FLR1544")]
    [InlineData("refer:", "cost: {badLoss: 5, goodGain: 1}\n    refer:", "FLR1544")]
    [InlineData("approve: \"yes\"", "approve: \"yes\", atLeast: 3", "FLR1544")]
    [InlineData("approve: \"yes\"", "approve: perhaps", "FLR1545")]
    [InlineData("loss: {lgd: 0.45", "loss: {lgd: 1.45", "FLR1545")]
    [InlineData("loss: {lgd: 0.45", "loss: {lgd: income", "FLR1545")]
    [InlineData("from: 2000", "from: 20000", "FLR1544")]
    [InlineData("amountColumn: amount", "amountColumn: purpose", "FLR1016")]
    [InlineData("amountColumn: amount", "scaled: [debt_ratio]", "FLR1544")]
    [InlineData("ead: amount", "ead: amounts", "FLR1015")]
    [InlineData("ead: amount", "ead: purpose", "FLR1016")]
    public void Mistakes_are_said(string right, string wrong, string code)
    {
        string yaml = Yaml.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Yaml, yaml);
        IReadOnlyList<PlanProblem> problems = [.. PlanFile.Problems(yaml)];
        if (problems.Count == 0) problems = PlanFile.Parse(yaml).Check(Loans);
        Assert.Equal([code], problems.Select(problem => problem.Code));
        Assert.StartsWith("credit.", problems[0].Key, StringComparison.Ordinal);
    }

    /// <summary>Nobody has so low a PD: the study says so.</summary>
    [Fact]
    public void Nobody_approved_is_said()
    {
        string yaml = Yaml.Replace("approvalRate: 0.7", "cutOff: 0", StringComparison.Ordinal);
        using StudyResult result = StudyRun.Of(PlanFile.Parse(yaml), Loans.Take(800), new StudySource("", 0));
        DecisionStudy decision = result.Study.Credit!.Decision!;
        Assert.Null(decision.Results[0].BadRate.Value);
        Assert.Contains("Nobody is approved", decision.Notes[0], StringComparison.Ordinal);
        _ = StudyPage.Of(result.Study);
    }
}

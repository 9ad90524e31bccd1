namespace Florin.Finance.Tests.Credit;

using System.Globalization;
using static ReasonCases;

/// <summary>Which PD reasons read, whom they call approved and declined, and what stands beside their points.</summary>
public sealed class ReasonLimitTests
{
    const string Text = """
        recipe: credit/default-risk
        data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on, protected: [age, sex], drop: [noise]}
        split: {kind: every, k: 3}
        network: logistic
        features: {scaling: standard}
        fit: {threads: 1}
        credit:
          WHAT
          counterfactuals: {immutable: [region]}
        """;

    static readonly Table Loans = CreditSimulator.Simulate(3000, 51);

    static StudyResult Run(string what) => StudyRun.Of(PlanFile.Parse(Text.Replace("WHAT", what, StringComparison.Ordinal)), Loans,
        new StudySource("", 0));

    /// <summary>The shift by the definition: found here by halving, on the scores of the training rows.</summary>
    static double Shift(double[] scores, double mean)
    {
        (double low, double high) = (-20, 20);
        for (int step = 0; step < 100; step++)
        {
            double middle = (low + high) / 2;
            if (scores.Average(score => Moved(score, middle)) > mean) high = middle;
            else low = middle;
        }

        return low;
    }

    static double Moved(double score, double shift) => 1 / (1 + Math.Exp(-LogOdds(score) - shift));

    static Table Part(StudyResult result, bool test)
    {
        Table said = result.Predictions;
        HashSet<int> known = [.. said.Number("row").Values.ToArray().Select(row => (int)row - 1)];
        HashSet<int> judged = [.. Enumerable.Range(0, said.RowCount).Where(row => said["split"].TextAt(row) == "test")
            .Select(row => (int)said.Number("row").Values[row] - 1)];
        return Loans.Rows([.. Enumerable.Range(0, Loans.RowCount).Where(row => test ? judged.Contains(row) : !known.Contains(row))]);
    }

    /// <summary>A plan's cut-off is a PD, so it is compared with the PD that a central tendency moves, and every PD that is told is that
    /// one; the reasons themselves stay.</summary>
    [Theory]
    [InlineData("centralTendency: 0.03", "")]
    [InlineData("samplingRate: 0.2", "")]
    [InlineData("centralTendency: 0.03", ", cutOff: 0.05")]
    public void Reasons_read_the_moved_pd(string moves, string cutOff)
    {
        using StudyResult result = Run($"{moves}\n  reasons: {{most: 4{cutOff}}}");
        Model model = result.Model;
        double[] learned = model.Score(Part(result, test: false));
        double shift = moves[0] == 's' ? Math.Log(0.2) : Shift(learned, 0.03);
        CreditPolicy policy = CreditPolicy.Of(model)!;
        var explainer = new ReasonExplainer(model);
        double limit = explainer.Policy.CutOff.Pd;
        if (cutOff.Length > 0) Assert.Equal(0.05, limit);
        Table test = Part(result, test: true);
        double[] pds = [.. model.Score(test).Select(score => Moved(score, shift))];
        ReasonStudy study = result.Study.Credit!.Reasons!;
        Assert.Equal(pds.Count(pd => pd > limit), study.Declined);
        Assert.InRange(study.Declined, 30, 400);
        Assert.InRange(study.ReferencePd, limit / 2, limit);
        int row = Array.FindIndex(pds, pd => pd > limit);
        ReasonSet found = explainer.Explain(test, row);
        Assert.True(found.Declined && found.Reasons.Length > 0);
        Assert.Equal(pds[row], found.Pd, 1e-9);
        Assert.Equal(pds[row], ReasonRecord.Of(model, "x", test, row).Reasons.Pd, 1e-9);
        Assert.Equal(LogOdds(pds[row]) - LogOdds(study.ReferencePd), found.Shares.Sum(share => share.LogOdds), 2e-3);
        Assert.Equal(limit, Moved(policy.ApproveTo!.Value, shift), 1e-9);
        Assert.True(policy.Pd(policy.ApproveTo.Value) <= limit);
        string page = string.Join(" ", StudyPage.Of(result.Study).Blocks.OfType<SectionBlock>().Select(block => block.Caption));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"with a PD above {limit:P2} would be declined"), page,
            StringComparison.Ordinal);
        Assert.Contains("PDs are the policy's", page, StringComparison.Ordinal);
    }

    /// <summary>With a band that is referred the declined are those above it, and the approved whom they are compared with are those below
    /// it, not those inside.</summary>
    [Fact]
    public void A_band_that_is_referred_is_neither()
    {
        using StudyResult result = Run("decision: {cutOff: 0.12, refer: {below: 0.5, above: 0.5}}");
        Model model = result.Model;
        CreditPolicy policy = CreditPolicy.Of(model)!;
        CutOff cutOff = policy.Reasons!.CutOff;
        Assert.Equal((0.06, 0.18), (cutOff.Pd, cutOff.DeclineFrom));
        // The reference again: the mean inputs of the training rows below 6 % that are nearest to it.
        Table training = Part(result, test: false);
        double[] pds = model.Score(training);
        int[] next = [.. Enumerable.Range(0, pds.Length).Where(row => pds[row] <= 0.06).OrderByDescending(row => pds[row])
            .Take(policy.Reasons.Reference.Rows)];
        EncodedRows rows = model.Features.Encode(training.Rows(next));
        for (int input = 0; input < rows.Width; input++)
            Assert.Equal(Enumerable.Range(0, rows.Count).Average(row => rows.Numbers[row * rows.Width + input]),
                policy.Reasons.Reference.Inputs[input], 1e-5);
        Table test = Part(result, test: true);
        double[] judged = model.Score(test);
        Assert.Equal(judged.Count(pd => pd > 0.18), result.Study.Credit!.Reasons!.Declined);
        var explainer = new ReasonExplainer(model);
        ReasonSet At(Func<double, bool> where) => explainer.Explain(test, Array.FindIndex(judged, pd => where(pd)));
        ReasonSet referred = At(pd => pd is > 0.06 and <= 0.18), approved = At(pd => pd <= 0.06), declined = At(pd => pd > 0.18);
        Assert.True(referred.Referred && !referred.Declined && referred.Reasons.IsEmpty);
        Assert.Contains("neither approved nor declined", referred.Says, StringComparison.Ordinal);
        Assert.True(!approved.Referred && approved.Says!.StartsWith("approved", StringComparison.Ordinal));
        Assert.True(declined.Declined && !declined.Referred && declined.Reasons.Length > 0);
        string page = string.Join(" ", StudyPage.Of(result.Study).Blocks.OfType<SectionBlock>().Select(block => block.Caption));
        Assert.Contains("above 18.00 % (at most 6.00 % is approved, between them a person decides) would be declined", page,
            StringComparison.Ordinal);
    }

    /// <summary>Of a line that reads scaled amounts the points of a column are its slope by the difference of two means: those that the
    /// report shows beside them. Scaling holds far amounts back, so they are near, not equal.</summary>
    [Fact]
    public void Points_of_the_average_decline_are_those_of_the_means_beside_them()
    {
        using StudyResult result = Run("reasons: {cutOff: 0.12}");
        Model model = result.Model;
        CreditPolicy policy = CreditPolicy.Of(model)!;
        Table test = Part(result, test: true);
        double[] pds = model.Score(test);
        int[] declined = [.. Enumerable.Range(0, pds.Length).Where(row => pds[row] > 0.12)];
        int judged = 0;
        foreach (ArchetypeReason reason in result.Study.Credit!.Reasons!.Archetype)
        {
            if (test[reason.Code] is not NumberColumn cells) continue;
            double[] amounts = [.. declined.Select(row => cells.Values[row]).Where(cell => !double.IsNaN(cell))];
            if (amounts.Length < declined.Length || reason.Reference.Contains(',', StringComparison.Ordinal)) continue;
            double mean = double.Parse(reason.Declined, CultureInfo.InvariantCulture);
            double other = double.Parse(reason.Reference, CultureInfo.InvariantCulture);
            Assert.Equal(amounts.Average(), mean, 0.006 * Math.Abs(mean));
            double At(double cell) => LogOdds(model.Score(test.Take(1).With(new NumberColumn(reason.Code, [cell])))[0]);
            double points = policy.Points.Factor * (At(mean) - At(other));
            Assert.Equal(points, reason.Points, 0.1 + 0.15 * Math.Abs(points));
            judged++;
        }

        Assert.True(judged >= 2, $"{judged}");
    }
}

namespace Florin.Finance.Tests.Credit;

using System.IO.Compression;
using System.Text;

/// <summary>Declined applicants in a study: what it says, what it does not touch, and mistakes.</summary>
public sealed class StudyRejectTests
{
    static readonly RejectWorld World = RejectWorld.ByColumns(3000, 4);

    static readonly Lazy<StudyResult> Fuzzy = new(() => World.Run("{path: declined.csv, method: fuzzy, badRateFactor: 2}",
        more: "  decision: {cutOff: 0.1}"));

    [Fact]
    public void Without_a_method_they_are_described_and_nothing_else_changes()
    {
        using StudyResult result = World.Run("{path: declined.csv}", more: "  decision: {cutOff: 0.1}");
        using StudyResult plain = StudyRun.Of(PlanFile.Parse(result.Study.Plan) is var plan
            ? plan with { Credit = plan.Credit! with { Rejects = null } } : plan, World.Accepted, new StudySource("", 0));
        Assert.Equal(plain.Model.Score(World.Declined), result.Model.Score(World.Declined));
        RejectStudy study = result.Study.Credit!.Rejects!;
        double[] pds = result.Model.Score(World.Declined);
        Assert.Equal(pds.Average(), study.MeanPd.Value!.Value, 1e-12);
        Assert.Equal(pds.Count(pd => pd <= 0.1) / (double)pds.Length, study.Approved!.Value!.Value, 1e-12);
        Assert.Equal((null, null, 0), (study.MeanPdWithout, study.InferredBadRate, study.Changes.Length));
        Assert.Equal([1, 1.5, 2, 3], study.Sensitivity.Select(each => each.Factor));
        Assert.True(study.Sensitivity.Zip(study.Sensitivity.Skip(1)).All(pair => pair.First.BadRate.Value < pair.Second.BadRate.Value));
        Assert.Equal(1, study.Distribution.Sum(each => each.Declined), 1e-12);
        Assert.Equal(1, study.Distribution.Sum(each => each.Accepted), 1e-12);
        Assert.True(study.Psi > study.PsiLimit);
    }

    [Fact]
    public void The_warning_stands_wherever_the_numbers_do()
    {
        Study study = Study.FromJson(Fuzzy.Value.Study.ToJson());
        RejectStudy found = study.Credit!.Rejects!;
        Assert.Equal(Fuzzy.Value.Study.Credit!.Rejects!.Warnings, found.Warnings);
        Assert.Contains("2 times as often", found.Warnings[1], StringComparison.Ordinal);
        Assert.Contains("which these data cannot check: fuzzy assumes", StudyText.Verdict(study), StringComparison.Ordinal);
        PageBlock[] report = [.. StudyPage.Of(study).Blocks], file = [.. ModelDocument.Of(study).Blocks];
        foreach (PageBlock[] page in (PageBlock[][])[report, file])
        {
            Assert.Contains(page.OfType<ListBlock>(), block => block.Items.Contains(found.Warnings[0]));
            Assert.Contains(page.OfType<Chart>(), chart => chart.Title == "Scores of accepted and declined");
        }

        Assert.Contains(file.OfType<TableBlock>(), block =>
            block.Rows.Any(row => row[0] == "PDs of the declined" && row[4] == "look at it"));
        Assert.Equal([1, 1.5, 2, 3], found.Sensitivity.Select(each => each.Factor));
        Assert.True(found.Sensitivity.Zip(found.Sensitivity.Skip(1)).All(pair => pair.First.MeanPd < pair.Second.MeanPd));
        Assert.Equal(found.MeanPd.Value!.Value, found.Sensitivity[2].MeanPd!.Value, 1e-12);
        Assert.Equal(found.Approved!.Value!.Value, found.Sensitivity[2].Approved!.Value, 1e-12);
        Assert.True(found.Approved.Value < found.ApprovedWithout!.Value);
    }

    /// <summary>Neither the model nor what is said of the declined may know how test rows turned out.</summary>
    [Fact]
    public void Test_rows_teach_nothing()
    {
        double[] bad = World.Accepted.Number("defaulted").Values.ToArray();
        for (int row = 3; row < bad.Length; row += 4) bad[row] = 1 - bad[row];
        RejectWorld turned = World with { Accepted = World.Accepted.With(new NumberColumn("defaulted", bad)) };
        using StudyResult other = turned.Run("{path: declined.csv, method: fuzzy, badRateFactor: 2}", more: "  decision: {cutOff: 0.1}");
        Assert.NotEqual(Fuzzy.Value.Study.Test["auc"].Value, other.Study.Test["auc"].Value);
        Assert.Equal(Fuzzy.Value.Study.Credit!.Rejects!.MeanPd, other.Study.Credit!.Rejects!.MeanPd);
        Assert.Equal(Fuzzy.Value.Model.Score(World.Declined), other.Model.Score(World.Declined));
    }

    [Fact]
    public void No_declined_row_is_in_the_model_file()
    {
        string[] purposes = [.. Enumerable.Range(0, World.Declined.RowCount).Select(row => row < 40 ? "wedding-of-X" : "car")];
        RejectWorld marked = World with { Declined = World.Declined.With(CategoryColumn.From("purpose", purposes)) };
        using StudyResult result = marked.Run("{path: declined.csv, method: parcelling, sensitivity: []}");
        using var zip = new ZipArchive(new MemoryStream(result.ModelFile.ToArray()));
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open(), Encoding.Latin1);
            string text = reader.ReadToEnd();
            Assert.DoesNotContain("wedding", text, StringComparison.Ordinal);
            Assert.DoesNotContain(World.Declined["loan_id"].TextAt(0)!, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("wedding", result.Study.ToJson(), StringComparison.Ordinal);
    }

    /// <summary>Folds, weights, a time that parts the rows, nets over folds, small tables; any number of threads.</summary>
    [Theory]
    [InlineData("{kind: k-fold, folds: 2}", "parcelling", "logistic")]
    [InlineData("{kind: out-of-time, share: 0.3}", "augmentation", "logistic")]
    [InlineData("{kind: out-of-time, share: 0.3}", "fuzzy", "{kind: mlp, units: 8}")]
    public void Every_split_and_network_has_it(string split, string method, string network)
    {
        Table accepted = World.Accepted.Take(700), declined = World.Declined;
        RejectWorld small = World with
        {
            Accepted = accepted.With(new NumberColumn("w", [.. Enumerable.Range(0, 700).Select(row => 1.0 + row % 2)])),
            Declined = declined.With(new NumberColumn("w", [.. Enumerable.Repeat(2.0, declined.RowCount)]))
                .Without("noise", "sex", "loan_id"),
        };
        StudyResult Run(int threads) => StudyRun.Of(PlanFile.Parse($$"""
            recipe: credit/default-risk
            data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on, protected: [sex], drop: [noise],
                   weight: w}
            split: {{split}}
            network: {{network}}
            fit: {epochs: 4, folds: 2, threads: {{threads}}}
            credit:
              rejects: {path: declined.csv, method: {{method}}, sensitivity: [3]}
            """), small.Accepted, new StudySource("", 0), new StudyOptions { Declined = small.Declined });
        using StudyResult one = Run(1), two = Run(2);
        Assert.Equal(one.Study.Model.Sha256, two.Study.Model.Sha256);
        RejectStudy study = one.Study.Credit!.Rejects!;
        Assert.Equal((small.Declined.RowCount, 2), (study.Rows, study.Changes.Length));
        if (split.Contains("out-of-time", StringComparison.Ordinal))
        {
            DateTime last = accepted.Date("issued_on").Values.ToArray().Order().ElementAt(489);
            Assert.InRange(study.Learned - declined.Date("issued_on").Values.ToArray().Count(day => day <= last), -4, 4);
        }
        else Assert.Equal(study.Rows, study.Learned);
    }

    [Fact]
    public void Mistakes_are_told_with_what_was_meant()
    {
        Plan plan = PlanFile.Parse("""
            recipe: credit/default-risk
            data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on, protected: [age, sex]}
            credit: {rejects: {path: declined.csv}}
            """);
        string[] Codes(Table? declined) => [.. plan.Check(World.Accepted, declined).Select(problem => problem.Code)];
        Assert.Equal(["FLR1555"], Codes(null));
        Assert.Equal([], Codes(World.Declined));
        PlanProblem missing = Assert.Single(plan.Check(World.Accepted, World.Declined.With(World.Declined["income"].Renamed("incomes"))
            .Without("income")));
        Assert.Equal(("FLR1551", "incomes"), (missing.Code, missing.Nearest));
        Assert.Equal(["FLR1552"], Codes(World.Declined.With(new NumberColumn("defaulted",
            [.. Enumerable.Repeat(1.0, World.Declined.RowCount)]))));
        Assert.Equal([], Codes(World.Declined.With(new NumberColumn("defaulted",
            [.. Enumerable.Repeat(double.NaN, World.Declined.RowCount)]))));
        Assert.Equal(["FLR1553"], Codes(World.Declined.With(CategoryColumn.From("income",
            Enumerable.Repeat("low", World.Declined.RowCount)))));
        Assert.Equal(["FLR1554"], Codes(World.Declined.Take(49)));
        Assert.Equal(["FLR1550"], (plan with { Credit = null }).Check(World.Accepted, World.Declined).Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("rejects: {}", "FLR1008", "credit.rejects.path")]
    [InlineData("rejects: {path: loans.csv}", "FLR1550", "credit.rejects.path")]
    [InlineData("rejects: {path: d.csv, method: parceling}", "FLR1009", "credit.rejects.method")]
    [InlineData("rejects: {path: d.csv, badRateFactor: 2}", "FLR1550", "credit.rejects.badRateFactor")]
    [InlineData("rejects: {path: d.csv, method: fuzzy, badRateFactor: 0}", "FLR1011", "credit.rejects.badRateFactor")]
    [InlineData("rejects: {path: d.csv, sensitivity: [0]}", "FLR1011", "credit.rejects.sensitivity")]
    [InlineData("rejects: {path: d.db, table: t, query: select 1}", "FLR1580", "credit.rejects.query")]
    [InlineData("rejects: {path: d.csv}, centralTendency: 0.1", "FLR1550", "credit.rejects")]
    [InlineData("rejects: {path: d.csv, method: fuzzy}}, learningCurve: [0.5], fairness: {intersections: false", "FLR1550",
        "learningCurve")]
    [InlineData("rejects: {path: d.csv, method: fuzzy}}, fairness: {mitigation: reweighing", "FLR1550", "fairness.mitigation")]
    public void Keys_that_contradict_are_told(string keys, string code, string key)
    {
        PlanProblem problem = Assert.Single(PlanFile.Problems(
            $"{{recipe: credit/default-risk, data: {{path: loans.csv, target: d, protected: [sex]}}, credit: {{{keys}}}}}"));
        Assert.Equal((code, key), (problem.Code, problem.Key));
    }
}

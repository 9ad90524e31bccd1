namespace Florin.Finance.Tests;

/// <summary>The generic recipes, from a table to a report.</summary>
public class GenericStudyTests
{
    const int Rows = 900;

    [Fact]
    public void Several_classes_are_studied()
    {
        using StudyResult result = Run("generic/classification", "kind", null);
        Study study = result.Study;
        Assert.Equal((ModelTask.Classes, "logLoss"), (study.Target.Kind, study.Metric));
        Assert.Equal(["logistic regression", "gradient boosting", "base rate for everyone"], study.Challengers.Select(each => each.Name));
        Assert.True(study.Test["logLoss"].High < study.Challengers[^1].Test["logLoss"].Low);
        Assert.Equal(study.Rows.Test, study.Confusion.Sum(row => row.Sum()));
        Assert.Equal(["row", "split", "target", "predicted", "score_a", "score_b", "score_c"], result.Predictions.Names);
        int right = Enumerable.Range(0, study.Target.Classes.Length).Sum(code => study.Confusion[code][code]);
        Assert.Equal((double)right / study.Rows.Test, study.Test["accuracy"].Value!.Value, 12);
        Assert.Contains("the likeliest class is right with", StudyText.Verdict(study));
        Whole(study);
    }

    [Fact]
    public void Amounts_are_studied()
    {
        using StudyResult result = Run("generic/regression", "amount", null);
        Study study = result.Study;
        Assert.Equal((ModelTask.Number, "mse"), (study.Target.Kind, study.Metric));
        Assert.Equal("linear regression", study.Challengers[0].Name);
        Assert.InRange(study.Test["rSquared"].Value!.Value, 0.6, 1);
        Assert.Equal(10, study.Groups.Length);
        Assert.Equal(study.Rows.Test, study.Groups.Sum(group => group.N));
        Assert.Contains(study.Dependence, each => each.Column == "x" && each.Points[0].Mean < each.Points[^1].Mean);
        Whole(study);
    }

    [Fact]
    public void Counts_with_an_exposure_are_studied()
    {
        using StudyResult result = Run("generic/counts", "claims", "years");
        Study study = result.Study;
        Assert.Equal((ModelTask.Count, "poissonDeviance"), (study.Target.Kind, study.Metric));
        Assert.Equal("log-linear regression", study.Challengers[0].Name);
        Assert.True(study.Test["gini"].Low > 0);
        Assert.NotNull(study.Curves.Lorenz);
        Table table = result.Predictions;
        double[] score = table.Number("score").Values.ToArray(), rate = table.Number("rate").Values.ToArray();
        Table all = Table();
        double[] years = all.Number("years").Values.ToArray();
        // The mean score is held against claims for all exposure, so it is scores for all exposure, not a mean of rates.
        int[] tested = [.. Enumerable.Range(0, score.Length).Where(row => table["split"].TextAt(row) == "test")];
        double exposure = tested.Sum(row => years[(int)table.Number("row").Values[row] - 1]);
        Assert.Equal(tested.Sum(row => score[row]) / exposure, study.MeanScore!.Value, 1e-12);
        Assert.Equal(tested.Sum(row => table.Number("target").Values[row]) / exposure, study.Target.TestRate, 1e-12);
        for (int row = 0; row < score.Length; row++)
            Assert.Equal(score[row], rate[row] * years[(int)table.Number("row").Values[row] - 1], 12);
        Whole(study);
    }

    /// <summary>It can be written and read, and has a page.</summary>
    static void Whole(Study study)
    {
        Assert.Equal(study.ToJson(), Study.FromJson(study.ToJson()).ToJson());
        PageBlock[] blocks = [.. StudyPage.Of(study).Blocks];
        Assert.IsType<VerdictBlock>(blocks[0]);
        string[] parts = [.. blocks.OfType<SectionBlock>().Select(block => block.Title)];
        Assert.Equal(["Performance", "What drives the score", "Stability", "Training", "What to know, and what was not tested",
            "Where this comes from"], parts.Except(["Calibration", "How the score moves"]));
        Assert.Equal(study.Target.Kind != ModelTask.Classes, parts.Contains("Calibration"));
        // A part without anything in it has no heading.
        Assert.DoesNotContain(blocks.Zip(blocks.Skip(1)), pair => pair is (SectionBlock, SectionBlock));
        Assert.All(blocks.OfType<TableBlock>(), block => Assert.All(block.Rows, row => Assert.Equal(block.Columns.Length, row.Length)));
        Assert.All(blocks.OfType<TableBlock>().Where(block => block.Bars.Length > 0),
            block => Assert.Equal(block.Rows.Length, block.Bars.Length));
    }

    static StudyResult Run(string recipe, string target, string? exposure)
    {
        string[] outcomes = ["kind", "amount", "claims"];
        var plan = new Plan
        {
            Recipe = recipe,
            Data = new DataPlan
            {
                Path = "rows.csv",
                Target = target,
                Exposure = exposure,
                Drop = [.. outcomes.Where(each => each != target), .. exposure is null ? (string[])["years"] : []],
            },
            Network = NetworkPlan.Named("mlp"),
            Fit = new FitPlan { Seed = 3, Epochs = 25, Threads = 1 },
        };
        return StudyRun.Of(plan, Table(), new StudySource("none", 0));
    }

    static Table Table()
    {
        var random = new Random(9);
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())], z = [.. x.Select(_ => random.NextDouble())];
        double[] years = [.. x.Select(_ => 0.2 + random.NextDouble())];
        string[] kinds = [.. x.Select((value, row) => value + 0.2 * random.NextDouble() < 0.4 ? "a" : z[row] < 0.5 ? "b" : "c")];
        double[] amounts = [.. x.Select((value, row) => 900 * value + 300 * Math.Abs(z[row] - 0.5) + 40 * random.NextDouble())];
        double[] claims = [.. x.Select((value, row) =>
            (double)Enumerable.Range(0, 20).Count(_ => random.NextDouble() < years[row] * value / 8))];
        return Florin.Table.From(new NumberColumn("x", x), new NumberColumn("z", z), new NumberColumn("years", years),
            CategoryColumn.From("kind", kinds), new NumberColumn("amount", amounts), new NumberColumn("claims", claims));
    }
}

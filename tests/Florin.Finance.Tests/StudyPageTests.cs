namespace Florin.Finance.Tests;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>The report of a run: what stands in it, and how its numbers are written.</summary>
public class StudyPageTests
{
    static readonly Plan Loans = new()
    {
        Name = "loans",
        Recipe = "credit/default-risk",
        Data = new DataPlan
        {
            Path = "loans.csv",
            Target = "defaulted",
            Positive = "1",
            Id = "loan_id",
            Time = "issued_on",
            Protected = ["age", "sex"],
        },
        Network = NetworkPlan.Named("logistic"),
        Fit = new FitPlan { Seed = 3, Epochs = 4, Threads = 1 },
        Gates = [new("auc", new Gate(">=", 0.5)), new("brier", new Gate("<", 0.0001))],
    };

    [Fact]
    public void The_verdict_stands_first_with_every_gate_and_what_it_rests_on()
    {
        using StudyResult result = Run(Loans);
        Study study = result.Study;
        var verdict = (VerdictBlock)StudyPage.Of(study).Blocks[0];
        Assert.Equal("1 of the 2 gates is not passed", verdict.Title);
        Assert.False(verdict.Passed);
        Assert.Equal([("AUC", "at least 0.5", true), ("Brier score", "less than 0.0001", false)],
            verdict.Checks.Select(check => (check.Name, check.Limit, check.Passed)));
        Assert.Equal(study.Test["auc"].Value!.Value.ToString("0.000", CultureInfo.InvariantCulture), verdict.Figures[0].Value);
        Assert.Contains(verdict.Figures, figure => figure.Label == "PSI of the score");
        Assert.Null(((VerdictBlock)StudyPage.Of(study with { Gates = [] }).Blocks[0]).Passed);
        Assert.Equal("Both gates are passed", Title(study, true, true));
        Assert.Equal("The gate is not passed", Title(study, false));
        Assert.Equal("None of the 3 gates is passed", Title(study, false, false, false));
        Assert.Equal("All 3 gates are passed", Title(study, true, true, true));
    }

    /// <summary>In the plan's order; the verdict, what was not tested and the lineage are never left out.</summary>
    [Fact]
    public void A_plan_chooses_the_sections_of_its_report()
    {
        using StudyResult result = Run(Loans with { Report = [ReportSection.Stability, ReportSection.Performance] });
        Study study = Study.FromJson(result.Study.ToJson());
        Assert.Equal(["Stability", "Performance", "What to know, and what was not tested", "Where this comes from"], Sections(study));
        Assert.IsType<VerdictBlock>(StudyPage.Of(study).Blocks[0]);
        Assert.Equal("Performance", Sections(study with { Report = [] })[0]);
        Assert.Contains("How the score moves", Sections(study with { Report = [] }));
        Assert.Equal(["logistic regression", "scorecard", "gradient boosting"], StudyText.Leading(study, 3).Select(each => each.Name));
        Study again = study with { Challengers = [study.Challengers[0] with { Name = "the model before" }, .. study.Challengers] };
        Assert.Equal(["the model before", "logistic regression", "gradient boosting"],
            StudyText.Leading(again, 3).Select(each => each.Name));
    }

    [Fact]
    public void A_section_that_does_not_exist_is_answered_with_the_nearest()
    {
        PlanProblem problem = PlanFile.Problems(
            "recipe: credit/default-risk\ndata: {path: loans.csv, target: bad}\nreport: [performance, calibratoin]\n").Single();
        Assert.Equal(("FLR1009", "report[1]", "calibration"), (problem.Code, problem.Key, problem.Nearest));
        Assert.Contains("\"explanation\"", PlanFile.Schema(), StringComparison.Ordinal);
    }

    /// <summary>A column without effect on the truth is called that; those that carry the truth are not.</summary>
    [Fact]
    public void Columns_whose_importance_is_not_shown_are_told()
    {
        using StudyResult result = Run(Loans);
        TableBlock block = StudyPage.Of(result.Study).Blocks.OfType<TableBlock>().Single(each => each.Title == "What the model needs");
        Dictionary<string, string> reading = block.Rows.ToDictionary(row => row[0], row => row[2]);
        Assert.Equal("", reading["late_payments_12m"]);
        Assert.Equal("", reading["debt_ratio"]);
        foreach (ColumnImportance each in result.Study.Importance)
            Assert.Equal(each.Low <= 0 && each.High >= 0 || each.High < 0, reading[each.Column] == "no importance shown");
        Assert.Contains("no importance shown", reading.Values);
    }

    static string[] Sections(Study study) => [.. StudyPage.Of(study).Blocks.OfType<SectionBlock>().Select(section => section.Title)];

    [Fact]
    public void Tenths_of_the_rows_hold_the_rows_and_events_of_the_predictions()
    {
        using StudyResult result = Run(Loans);
        Table table = result.Predictions;
        (double Score, double Label)[] rows = [.. Enumerable.Range(0, table.RowCount).Where(row => table["split"].TextAt(row) == "test")
            .Select(row => (table.Number("score").Values[row], table.Number("target").Values[row])).OrderByDescending(row => row.Item1)];
        TableBlock tenths = StudyPage.Of(result.Study).Blocks.OfType<TableBlock>().Single(block => block.Title.StartsWith("Tenths",
            StringComparison.Ordinal));
        (double, double)[] first = rows[..(rows.Length / 10)];
        Assert.Equal(first.Length.ToString(CultureInfo.InvariantCulture), tenths.Rows[0][1]);
        Assert.Equal($"{100 * first.Average(row => row.Item2):0.0} %", tenths.Rows[0][3]);
        Assert.Equal(first.Average(row => row.Item2) / rows.Average(row => row.Label), tenths.Bars[0], 1e-9);
        Chart gains = StudyPage.Of(result.Study).Blocks.OfType<Chart>().Single(chart => chart.Title == "Cumulative gains");
        Assert.Equal($"The {100.0 * first.Length / rows.Length:0.0} % of the rows with the highest scores hold {tenths.Rows[0][4]} of the "
            + "events.", gains.Caption);
    }

    [Fact]
    public void The_plan_is_kept_and_runs_again_to_the_same_study()
    {
        using StudyResult first = Run(Loans);
        Plan plan = PlanFile.Parse(first.Study.Plan);
        Assert.Equal(Loans with { Fit = Loans.Fit! with { Threads = null } }, plan);
        using StudyResult again = Run(plan);
        var timing = new StudyTiming(0, 0, 0, 0);
        Assert.Equal((first.Study with { Timing = timing }).ToJson(), (again.Study with { Timing = timing }).ToJson());
        Assert.InRange(DateTime.UtcNow - first.Study.Timing.Finished!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Assert.Contains(StudyPage.Of(first.Study).Blocks.OfType<TextBlock>(), block => block.Code && block.Title == "The plan");
    }

    [Theory]
    [InlineData(0.7431, "0.743")]
    [InlineData(0, "0.000")]
    [InlineData(-1e-17, "0.000")]
    [InlineData(-0.0002, "-0.00020")]
    [InlineData(0.0004321, "0.00043")]
    [InlineData(99.99961, "100.000")]
    [InlineData(12345.6, "12,346")]
    [InlineData(23103441, "23,100,000")]
    [InlineData(2.3456e12, "2.346e12")]
    public void Numbers_are_as_long_as_they_must_be(double value, string text) => Assert.Equal(text, StudyText.Number(value));

    [Theory]
    [InlineData(0.0786, "7.9 %")]
    [InlineData(1, "100 %")]
    [InlineData(0, "0.0 %")]
    [InlineData(0.000123, "0.012 %")]
    public void Shares_are_per_cent(double value, string text) => Assert.Equal(text, StudyText.Percent(value));

    [Theory]
    [InlineData(0.0001, "< 0.001")]
    [InlineData(0.0421, "0.042")]
    [InlineData(null, "undefined")]
    public void A_probability_of_a_test_is_never_nothing(double? value, string text) => Assert.Equal(text, StudyText.PValue(value));

    [Fact]
    public void An_interval_of_small_numbers_has_the_digits_of_its_largest()
    {
        Assert.Equal("0.0012 [-0.0003, 0.0046]", StudyText.Interval(new MetricValue(0.00123, -0.00034, 0.00456, 9)));
        Assert.Equal("0.001 [-0.013, 0.014]", StudyText.Interval(new MetricValue(0.0012, -0.013, 0.014, 9)));
    }

    static string Title(Study study, params ImmutableArray<bool> passed) => StudyPage.Of(study with
    {
        Gates = [.. passed.Select(each => new StudyGate("auc", ">= 0.5", 0.6, each))],
    }).Blocks[0].Title;

    static StudyResult Run(Plan plan) => StudyRun.Of(plan, CreditSimulator.Simulate(1500, 5), new StudySource("none", 0));
}

namespace Florin.Finance.Tests.Credit;

using System.Text.Json;

/// <summary>Directions and the additive net in a study of credit: plan, proof, challenger, report.</summary>
public class StudyNetsTests
{
    const string Text = """
        recipe: credit/default-risk
        data:
          path: loans.csv
          target: defaulted
          positive: 1
          special: {months_since_delinquency: [-9]}
          drop: [loan_id, issued_on]
          protected: [age, sex]
        split: {kind: every, k: 4}
        monotone: {income: down, utilisation: up}
        fit: {epochs: 8}
        """;

    static readonly Table Loans = CreditSimulator.Simulate(3000, 12);

    [Fact]
    public void A_study_with_directions_keeps_the_proof_and_prints_it()
    {
        Plan plan = PlanFile.Parse(Text);
        Assert.Equal(plan, PlanFile.Parse(PlanFile.Write(plan)));
        using StudyResult result = StudyRun.Of(plan, Loans, new StudySource("", 0));
        Study study = Study.FromJson(result.Study.ToJson());
        Assert.Equal("monotone", study.Network.Name);
        Assert.Equal(["income", "utilisation"], study.Monotone!.Columns.Select(each => each.Column));
        Assert.True(study.Monotone.Proved);
        ChartPage page = StudyPage.Of(study);
        TableBlock proof = page.Blocks.OfType<TableBlock>().Single(block => block.Title == "What the score does when a number rises");
        Assert.Equal("never rises", proof.Rows[0][1]);
        Assert.Equal("proved", proof.Rows[0][^1]);
        Assert.Equal("additive net", study.Challengers[2].Name);
        Assert.Contains("Over the additive net, whose curves can be read, the model gains", StudyText.Verdict(study),
            StringComparison.Ordinal);
        // The challenger keeps the directions, too.
        AdditivePoint[] income = [.. study.Additive!.Columns.First(each => each.Column == "income").Points
            .Where(point => point.Number is not null)];
        Assert.True(income.Length > 20);
        Assert.All(income.Zip(income.Skip(1)), pair => Assert.True(pair.Second.Term <= pair.First.Term));
        Assert.Contains(page.Blocks.OfType<SectionBlock>(), block => block.Title == "The additive net beside it");
        Assert.Contains(page.Blocks.OfType<Chart>(), chart => chart.Title == "income");
        using JsonDocument json = JsonDocument.Parse(result.Study.ToJson());
        Assert.Equal("Down", json.RootElement.GetProperty("monotone").GetProperty("columns")[0].GetProperty("direction").GetString());
    }

    [Fact]
    public void The_additive_net_as_the_model_is_drawn_whole()
    {
        Plan plan = PlanFile.Parse(Text) with { Monotone = [], Network = NetworkPlan.Named("additive") };
        using StudyResult result = StudyRun.Of(plan, Loans, new StudySource("", 0));
        Study study = result.Study;
        Assert.Null(study.Monotone);
        Assert.DoesNotContain(study.Challengers, each => each.Name == "additive net");
        Assert.Equal(result.Model.Features.Encoders.Length, study.Additive!.Columns.Length);
        ChartPage page = StudyPage.Of(study);
        Assert.Contains(page.Blocks.OfType<SectionBlock>(), block => block.Title == "The model, drawn");
        Assert.DoesNotContain(page.Blocks.OfType<SectionBlock>(), block => block.Title == "Directions that are proved");
        // The mean of the centred terms is 0: the intercept is the mean log odds of the rows that were learned from.
        SplitTable split = SplitTable.Of(Loans, Schema.Of(Loans, plan.ToRoles()), new EverySplit(4), 0);
        double[] scores = result.Model.Score(split.Train.Table);
        var temperature = ((TemperatureCalibration)result.Model.Calibration!).Temperature;
        double mean = scores.Average(score => Math.Log(score / (1 - score)) * temperature);
        Assert.Equal(mean, study.Additive.Intercept, 1e-4);
    }

    [Fact]
    public void Pairs_are_drawn_and_judged_against_curves_alone()
    {
        Plan plan = PlanFile.Parse(Text + "\nnetwork: {kind: additive, pairs: [[income, debt_ratio], [purpose, term_months],"
            + " [utilisation, home_ownership]]}");
        Assert.Equal(plan, PlanFile.Parse(PlanFile.Write(plan)));
        using StudyResult result = StudyRun.Of(plan, Loans, new StudySource("", 0));
        Study study = Study.FromJson(result.Study.ToJson());
        Assert.True(study.Monotone!.Proved);
        Assert.Equal(3, study.Additive!.Surfaces.Length);
        Assert.Null(study.Additive.Choice);
        Assert.Equal("additive net without pairs", study.Challengers[2].Name);
        Assert.NotNull(study.Challengers[2].Difference);
        ChartPage page = StudyPage.Of(study);
        Chart field = page.Blocks.OfType<Chart>().Single(chart => chart.Title == "income × debt_ratio");
        Assert.Equal(-field.Field!.Low, field.Field.High);
        Assert.All(field.Field.Values.Where(double.IsFinite), value => Assert.InRange(value, field.Field.Low, field.Field.High));
        Assert.True(field.Field.Values.Count(double.IsFinite) > field.Field.Values.Length / 2);
        Assert.Equal(3, page.Blocks.OfType<Chart>().Single(chart => chart.Title == "utilisation × home_ownership").Series.Length);
        TableBlock levels = page.Blocks.OfType<TableBlock>().Single(table => table.Title == "purpose × term_months");
        Assert.Equal((3, 6), (levels.Rows.Length, levels.Columns.Length));
    }

    [Fact]
    public void A_number_of_pairs_is_chosen_by_the_rows_that_learn()
    {
        Plan plan = PlanFile.Parse(Text + "\nnetwork: {kind: additive, pairs: 2}\nlearningCurve: [0.5]");
        Assert.Equal(plan, PlanFile.Parse(PlanFile.Write(plan)));
        Table planted = Planted();
        using StudyResult result = StudyRun.Of(plan, planted, new StudySource("", 0));
        PairChoice choice = result.Study.Additive!.Choice!;
        Assert.NotEmpty(result.Study.Additive.Surfaces);
        Assert.Equal(("left", "right", true), (choice.Best[0].First, choice.Best[0].Second, choice.Best[0].Chosen));
        Assert.Equal(choice.Best.Where(pair => pair.Chosen).Select(pair => $"{pair.First} × {pair.Second}").Order(),
            result.Study.Additive.Surfaces.Select(pair => $"{pair.First} × {pair.Second}").Order());
        TableBlock shown = StudyPage.Of(result.Study).Blocks.OfType<TableBlock>()
            .Single(table => table.Title == "How the pairs were chosen");
        Assert.Equal(choice.Best.Length, shown.Rows.Length);
        // None of the rows that judge has a say: their labels may be anything.
        string[] turned = [.. Enumerable.Range(0, Loans.RowCount).Select(row => (row + 1) % 4 == 0 ? (row / 4 % 2).ToString(
            System.Globalization.CultureInfo.InvariantCulture) : planted["defaulted"].TextAt(row)!)];
        Table other = planted.Without("defaulted").With(CategoryColumn.From("defaulted", turned));
        using StudyResult again = StudyRun.Of(plan, other, new StudySource("", 0));
        Assert.Equal(choice.Best, again.Study.Additive!.Choice!.Best);
    }

    /// <summary>Two columns more, whose product alone decides a part of the outcomes.</summary>
    static Table Planted()
    {
        var random = new Random(14);
        double[] left = [.. Enumerable.Range(0, Loans.RowCount).Select(_ => 2 * random.NextDouble() - 1)];
        double[] right = [.. left.Select(_ => 2 * random.NextDouble() - 1)];
        string[] outcomes = [.. left.Select((x, row) => random.NextDouble() < 0.4 ? x * right[row] > 0 ? "1" : "0"
            : Loans["defaulted"].TextAt(row)!)];
        return Loans.Without("defaulted").With(new NumberColumn("left", left)).With(new NumberColumn("right", right))
            .With(CategoryColumn.From("defaulted", outcomes));
    }

    [Fact]
    public void Other_recipes_have_no_additive_net()
    {
        Plan plan = PlanFile.Parse(Text) with { Recipe = "generic/classification", Network = NetworkPlan.Named("additive"), Monotone = [] };
        using StudyResult result = StudyRun.Of(plan with { Network = NetworkPlan.Named("logistic") }, Loans, new StudySource("", 0));
        Assert.Null(result.Study.Additive);
        using StudyResult drawn = StudyRun.Of(plan, Loans, new StudySource("", 0));
        Assert.NotNull(drawn.Study.Additive);
    }

    [Fact]
    public void Folds_prove_the_model_of_all_rows_after_its_calibration()
    {
        Plan plan = PlanFile.Parse(Text) with { Split = new SplitPlans.KFold { Folds = 2 } };
        using StudyResult result = StudyRun.Of(plan, CreditSimulator.Simulate(600, 3), new StudySource("", 0));
        Assert.True(result.Study.Monotone!.Proved);
        Assert.NotNull(result.Study.Additive);
    }

    [Theory]
    [InlineData("incom", "FLR1015", "income")]
    [InlineData("region", "FLR1016", null)]
    [InlineData("age", "FLR1014", null)]
    [InlineData("defaulted", "FLR1014", null)]
    public void A_direction_of_no_amount_is_refused(string column, string code, string? nearest)
    {
        Plan plan = PlanFile.Parse(Text) with { Monotone = [new(column, MonotoneDirection.Up)] };
        PlanProblem problem = plan.Check(Loans).First(each => each.Key == $"monotone.{column}");
        Assert.Equal(code, problem.Code);
        Assert.Equal(nearest, problem.Nearest);
    }
}

namespace Florin.Finance.Tests;

/// <summary>Plans beside tables: what does not fit, and what is guessed.</summary>
public class PlanTableTests
{
    static readonly Table Applicants = CreditSimulator.Simulate(4000, 3);

    static Plan Fitting => new()
    {
        Recipe = "credit/default-risk",
        Data = new DataPlan
        {
            Path = "loans.csv",
            Target = "defaulted",
            Positive = "1",
            Id = "loan_id",
            Time = "issued_on",
            Protected = ["age", "sex"],
            Special = [new("months_since_delinquency", [-9])],
        },
        Split = new SplitPlans.OutOfTime(0.2),
    };

    [Fact]
    public void A_fitting_plan_has_no_problem() => Assert.Empty(Fitting.Check(Applicants));

    /// <summary>A step for a column that is no input, is not there or holds something else would silently do nothing.</summary>
    [Fact]
    public void Steps_name_inputs_of_their_kind()
    {
        Plan plan = Fitting with
        {
            Features = new FeaturePlan
            {
                Winsor = 0.3,
                Fill = [new("purpose", 0), new("income", 0)],
                Cycles = ["income", "issued_on"],
                TargetMean = ["regoin", "purpose"],
            },
        };
        IReadOnlyList<PlanProblem> problems = plan.Check(Applicants);
        Assert.Equal(
        [
            ("FLR1011", "features.winsor"), ("FLR1015", "features.targetMean"), ("FLR1014", "features.cycles"),
            ("FLR1016", "features.fill.purpose"), ("FLR1016", "features.cycles"),
        ], problems.Select(problem => (problem.Code, problem.Key)));
        Assert.Equal("region", problems[1].Nearest);
        Plan read = PlanFile.Parse(PlanFile.Write(Fitting with
        {
            Features = plan.Features with
            {
                Winsor = 0.1,
                Scaling = NumberScaling.Robust
            }
        }));
        Assert.Equal((0.1, NumberScaling.Robust), (read.Features!.Winsor, read.Features.Scaling));
        Assert.Equal(plan.Features.Fill, read.Features.Fill);
    }

    [Fact]
    public void Problems_of_plan_and_table_come_together()
    {
        Plan plan = Fitting with
        {
            Data = Fitting.Data with
            {
                Target = "default",
                Weight = "region",
                Categorical = ["purpos"],
                Special = [new("income_", [-1]), new("*", [-2])],
                Drop = ["issued_on"],
            },
            Split = new SplitPlans.Column("part", "test"),
            Fit = new FitPlan { Epochs = 0 },
        };
        IReadOnlyList<PlanProblem> problems = plan.Check(Applicants);
        Assert.Equal(
        [
            ("FLR1011", "fit.epochs"), ("FLR0521", "data.target"), ("FLR0521", "split.column"), ("FLR0522", "data.time"),
            ("FLR0524", "data.weight"), ("FLR1015", "data.categorical"), ("FLR1015", "data.special.income_"),
        ], problems.Select(problem => (problem.Code, problem.Key)));
        Assert.Equal("purpose", problems[5].Nearest);
    }

    [Fact]
    public void A_plan_read_from_text_tells_places()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path,
                "recipe: credit/default-risk\ndata:\n  path: loans.csv\n  target: defaulted\n  positive: 2\n  drop: [nots]\n");
            PlanDocument document = PlanFile.Open(path);
            Assert.Equal([$"{path}:6:9 data.drop", $"{path}:5:13 data.positive"],
                document.Check(Applicants).Select(problem => $"{problem.Place} {problem.Key}"));
            Assert.Equal("FLR1001", Assert.Throws<FlorinException>(() => document.Demand(Applicants)).Code);
            Assert.Equal(Path.Combine(Path.GetDirectoryName(path)!, "loans.csv"), document.DataPath);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_column_that_splits_is_no_feature_and_holds_its_values()
    {
        Plan plan = Fitting with { Split = new SplitPlans.Column("region", "east", "nowhere") };
        Assert.Equal(["region"], plan.ToRoles().Drop);
        Assert.DoesNotContain("region", Schema.Of(Applicants, plan.ToRoles()).Features);
        Assert.Equal(["split.validation"], plan.Check(Applicants).Select(problem => problem.Key));
    }

    [Fact]
    public void Options_of_the_reader_and_roles_are_those_of_the_plan()
    {
        DataPlan data = new()
        {
            Path = "x",
            Header = false,
            Delimiter = "tab",
            Missing = (EquatableArray<string>)["-"],
            Dates = [new("d", "MMM-yyyy")],
            Categorical = ["c"],
            Entity = "customer",
            Group = "g",
        };
        CsvOptions options = data.ToCsvOptions();
        Assert.Equal(('\t', false), (options.Delimiter, options.Header));
        Assert.Equal(["-"], options.Missing);
        Assert.Equal("MMM-yyyy", options.Dates["d"]);
        Assert.Equal(["c"], options.Categorical);
        Assert.Equal("customer", data.ToRoles().Named["entity"]);
        Assert.Equal("g", data.ToRoles().Group);
        Assert.Null((data with { Delimiter = "auto" }).ToCsvOptions().Delimiter);
        Assert.Equal(CsvOptions.Default.Missing, (data with { Missing = null }).ToCsvOptions().Missing);
        Assert.Equal("FLR1011", Assert.Throws<FlorinException>(() => (data with { Delimiter = "::" }).ToCsvOptions()).Code);
    }

    [Fact]
    public void Roles_are_guessed_and_each_guess_has_its_reason()
    {
        Table table = Applicants.With(new NumberColumn("fixed", Enumerable.Repeat(1.0, 4000).ToArray()))
            .With(Applicants.Number("defaulted").Renamed("paid_back"));
        PlanGuess guess = PlanGuess.For("credit", table, "folder/loans.csv");
        Assert.Equal(Fitting with
        {
            Name = "loans",
            Network = NetworkPlan.Auto,
            Fit = new FitPlan { Seed = 1 },
            Credit = new CreditPlan
            {
                Decision = new DecisionPlan
                {
                    ApprovalRate = 0.8,
                    Profit = new ProfitPlan
                    {
                        Amount = "amount", RateAnnual = "0.12", Lgd = "0.45", TermMonths = "term_months", FundingRateAnnual = "0.03",
                    },
                    Refer = new ReferPlan { Below = 0.2, Above = 0.25 },
                },
                Loss = new LossPlan { Lgd = "0.45", Ead = "amount" },
                Offer = guess.Plan.Credit!.Offer,
                Reasons = guess.Plan.Credit!.Reasons,
            },
            Data = Fitting.Data with { Path = "folder/loans.csv", Drop = ["fixed", "paid_back"] },
        }, guess.Plan);
        string text = guess.ToYaml();
        Assert.Equal(guess.Plan, PlanFile.Parse(text));
        Assert.Empty(guess.Plan.Check(table));
        Assert.All((string[])["target", "positive", "id", "time", "protected", "drop", "special"],
            key => Assert.Contains($"data.{key}", guess.Comments.Keys));
        Assert.Contains("  target: defaulted  # ", text, StringComparison.Ordinal);
    }

    /// <summary>A first plan has words for every input and for nothing else; whoever drops a column need not look for them.</summary>
    [Fact]
    public void Each_input_has_a_reason_whose_words_are_made_of_its_name()
    {
        Table table = Table.From(new NumberColumn("Credit_amount.eur", [1, 2, 3, 4]),
            CategoryColumn.From("home type", ["a", "b", "a", "b"]), new NumberColumn("age", [20, 30, 40, 50]),
            new NumberColumn("odd{name", [4, 3, 2, 1]), new NumberColumn("bad", [0, 1, 0, 0]));
        PlanGuess guess = PlanGuess.For("credit", table, "t.csv");
        Assert.Equal([("R01", "Credit_amount.eur", "Credit amount eur: {Credit_amount.eur}"),
            ("R02", "home type", "Home type: {home type}")],
            guess.Plan.Credit!.Reasons!.Groups.Select(each => (each.Key, each.Value.Columns.Single(), each.Value.Text)));
        string text = guess.ToYaml();
        Assert.Contains("R01: {columns: [Credit_amount.eur], text: \"Credit amount eur: {Credit_amount.eur}\"}", text,
            StringComparison.Ordinal);
        Assert.Contains("# what a declined applicant is told", text, StringComparison.Ordinal);
        Plan plan = PlanFile.Parse(text);
        Assert.Equal(guess.Plan, plan);
        Assert.Empty((plan with { Data = plan.Data with { Drop = ["home type"] } }).Check(table));
        Assert.Null(PlanGuess.For("generic/classification", table, "t.csv").Plan.Credit);
    }

    [Fact]
    public void The_simulators_reasons_fit_its_columns()
    {
        Plan plan = PlanGuess.For("credit", Applicants, "t.csv").Plan;
        Plan worded = plan with { Credit = plan.Credit! with { Reasons = CreditSimulator.Reasons } };
        Assert.Empty(worded.Check(Applicants));
        Assert.Equal(worded, PlanFile.Parse(PlanFile.Write(worded)));
        Assert.Equal(plan.Credit!.Reasons!.Groups.SelectMany(each => each.Value.Columns).Order(),
            CreditSimulator.Reasons.Groups.SelectMany(each => each.Value.Columns).Order());
    }

    [Fact]
    public void Without_a_known_name_the_last_column_of_two_values_is_the_target()
    {
        Table table = Table.From(
            new NumberColumn("amount", [1, 2, 3, 4]), CategoryColumn.From("first", ["a", "b", "a", "b"]),
            CategoryColumn.From("last", ["good", "good", "bad", "good"]), new NumberColumn("x", [1, 5, 3, 4]));
        PlanGuess guess = PlanGuess.For("generic/classification", table, "t.csv");
        Assert.Equal(("last", "bad"), (guess.Plan.Data.Target, guess.Plan.Data.Positive));
        Assert.Equal("x", PlanGuess.For("generic/regression", table, "t.csv").Plan.Data.Target);
        Assert.Null(PlanGuess.For("markets", table, "t.csv").Plan.Data.Target);
    }

    [Fact]
    public void A_table_without_a_target_says_so_in_the_plan()
    {
        PlanGuess guess = PlanGuess.For("credit", Table.From(new NumberColumn("amount", [1, 2, 3])), "t.csv");
        Assert.Contains("  # target: no column looks like one: name it\n", guess.ToYaml(), StringComparison.Ordinal);
        Assert.Equal("FLR1008", Assert.Throws<FlorinException>(() => PlanFile.Parse(guess.ToYaml())).Code);
    }

    /// <summary>Which value is the default: the 0 of a column of goods, of codes 1 and 2 the rarer; a 1 that most rows have is
    /// questioned.</summary>
    [Theory]
    [InlineData("good", 1, 0, "0", "30 % of the rows")]
    [InlineData("class", 1, 2, "2", "the rarer value, 30 % of the rows")]
    [InlineData("defaulted", 1, 0, "1", "70 % of the rows: more than half, check that this is the default")]
    public void The_default_is_guessed_with_care(string target, double most, double rare, string positive, string comment)
    {
        double[] outcome = [.. Enumerable.Range(0, 200).Select(row => row % 10 < 7 ? most : rare)];
        Table table = Table.From(new NumberColumn("income", [.. Enumerable.Range(0, 200).Select(row => 100.5 + row * 7 % 191)]),
            new NumberColumn(target, outcome));
        PlanGuess guess = PlanGuess.For("credit", table, "a.csv");
        Assert.Equal((target, positive), (guess.Plan.Data.Target, guess.Plan.Data.Positive));
        Assert.Equal(comment, guess.Comments["data.positive"]);
    }

    [Fact]
    public void A_recipe_that_there_is_not_is_refused_with_the_nearest()
    {
        Table table = Table.From(new NumberColumn("x", [1, 2]), new NumberColumn("y", [0, 1]));
        FlorinException error = Assert.Throws<FlorinException>(() => PlanGuess.For("credit/lg", table, "a.csv"));
        Assert.Contains("credit/lgd", error.Message, StringComparison.Ordinal);
    }
}

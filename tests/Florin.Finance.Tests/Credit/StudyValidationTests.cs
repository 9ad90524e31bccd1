namespace Florin.Finance.Tests.Credit;

using System.Collections.Immutable;

/// <summary>The validation part of a study.</summary>
public class StudyValidationTests
{
    static readonly Table Loans = WithOld(CreditSimulator.Simulate(4000, 5));

    static readonly Plan Settings = new()
    {
        Recipe = "credit/default-risk",
        Data = new DataPlan
        {
            Path = "loans.csv", Target = "defaulted", Positive = "1", Drop = ["loan_id", "issued_on"], Protected = ["age", "sex"],
            Special = new([new KeyValuePair<string, EquatableArray<double>>("months_since_delinquency", [-9])]),
        },
        Split = new SplitPlans.Every(3),
        Network = NetworkPlan.Named("logistic"),
    };

    static CreditPlan Asked => new()
    {
        CentralTendency = 0.04,
        Grades = new GradesPlan { Uppers = [0.005, 0.02, 0.08, 0.3] },
        Validation = new ValidationPlan
        {
            InitialAuc = 0.99,
            Bins = [new KeyValuePair<string, EquatableArray<double>>("age", [25, 35, 50])],
            Stress = [new KeyValuePair<string, double>("income", -0.2), new KeyValuePair<string, double>("debt_ratio", 0.5)],
            Benchmark = "old_score",
        },
    };

    static readonly Lazy<StudyResult> Found = new(() => Run(Settings with { Credit = Asked }, Loans));

    static StudyResult Run(Plan plan, Table table) => StudyRun.Of(plan, table, new StudySource("", 0));

    /// <summary>Points that are better where the default did not happen, with gaps.</summary>
    static Table WithOld(Table table)
    {
        double[] bad = table.Number("defaulted").Values.ToArray();
        return table.With(new NumberColumn("old_score", [.. bad.Select((label, row) => row % 50 == 0 ? double.NaN
            : 600 - 40 * label + row * 7919 % 200)]));
    }

    [Fact]
    public void The_central_tendency_moves_points_and_grades_and_leaves_the_score()
    {
        StudyResult result = Found.Value;
        using StudyResult plain = Run(Settings with { Credit = Asked with { CentralTendency = null } }, Loans);
        Table told = result.Predictions, before = plain.Predictions;
        double[] scores = told.Number("score").Values.ToArray();
        Assert.Equal(before.Number("score").Values.ToArray(), scores);
        CreditPolicy policy = CreditPolicy.Of(result.Model)!;
        Table learned = Loans.Rows(TrainRows());
        Assert.Equal(0.04, result.Model.Score(learned).Average(policy.Pd), 1e-9);
        Assert.Equal(scores.Select(score => 600 - 20 / Math.Log(2) * (Math.Log(policy.Pd(score) / (1 - policy.Pd(score))) + Math.Log(50))),
            told.Number("points").Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-8);
        double[] uppers = [0.005, 0.02, 0.08, 0.3, 1];
        Assert.Equal(scores.Select(score => $"{1 + uppers.Count(upper => policy.Pd(score) > upper)}"),
            Enumerable.Range(0, scores.Length).Select(row => told["grade"].TextAt(row)));
        Assert.Null(CreditPolicy.Of(plain.Model)!.Shift);
        // The mean PD of a grade lies within its limits, and of all rows it is the policy's; the score stands beside it.
        CreditValidation found = result.Study.Credit!.Validation!;
        GradeBacktest[] used = [.. found.Backtest.Grades.Where(grade => grade.Obligors > 0)];
        Assert.All(used, grade => Assert.InRange(grade.MeanGradedPd!.Value, grade.Grade.Lower, grade.Grade.Upper));
        Assert.Equal(found.MeanPolicyPd, used.Sum(grade => grade.Obligors * grade.MeanGradedPd!.Value) / found.Backtest.Rows, 1e-9);
        Assert.Contains("mean score", Grades(result).Columns.Select(column => column.Name));
        Assert.DoesNotContain("mean score", Grades(plain).Columns.Select(column => column.Name));
    }

    static TableBlock Grades(StudyResult result) => ValidationBlocks.Of(result.Study.Credit!).OfType<TableBlock>()
        .Single(block => block.Title == "Rating grades of the test rows");

    [Fact]
    public void A_sampling_rate_takes_the_left_out_goods_back_in()
    {
        using StudyResult result = Run(Settings with { Credit = new CreditPlan { SamplingRate = 0.1 } }, Loans);
        CreditPolicy policy = CreditPolicy.Of(result.Model)!;
        Assert.Equal(0.090909090909, policy.Pd(0.5), 1e-9);
        Assert.Equal(0.473684210526, policy.Pd(0.9), 1e-9);
        Assert.InRange(policy.Grades!.Grades.Length, 5, 8);
    }

    [Fact]
    public void The_first_AUC_is_compared_and_the_old_score_finds_its_direction()
    {
        CreditValidation found = Found.Value.Study.Credit!.Validation!;
        Assert.Equal(Found.Value.Study.Test["auc"], found.Initial!.Now);
        Assert.True(found.Initial.PValue < 1e-6);
        BenchmarkComparison old = found.Benchmark!;
        Assert.False(old.HigherIsWorse);
        Assert.Equal(found.Backtest.Rows, old.Rows + old.Left);
        Assert.InRange(old.Old.Value!.Value, 0.5, 0.75);
        Assert.Equal(old.Model.Value!.Value - old.Old.Value!.Value, old.Difference.Value!.Value, 1e-12);
        Assert.DoesNotContain(Found.Value.Model.Features.Encoders, encoder => encoder.Column is "old_score" or "age");
    }

    /// <summary>The stress is what scoring the changed table gives; the code -9 is no amount.</summary>
    [Fact]
    public void Stress_is_the_score_of_the_changed_table()
    {
        StudyResult result = Found.Value;
        CreditPolicy policy = CreditPolicy.Of(result.Model)!;
        Table rows = Loans.Rows([.. Enumerable.Range(0, 4000).Where(row => row % 3 == 2)]);
        ImmutableArray<InputChange> stresses = result.Study.Credit!.Validation!.Stresses;
        Assert.Equal(["income", "debt_ratio", "all of them"], stresses.Select(each => each.Column));
        Table poor = rows.With(new NumberColumn("income", [.. rows.Number("income").Values.ToArray().Select(value => value * 0.8)]));
        Assert.Equal(result.Model.Score(poor).Average(policy.Pd), stresses[0].MeanAfter, 1e-12);
        Assert.Equal(result.Model.Score(rows).Sum(policy.Pd), stresses[0].DefaultsBefore, 1e-6);
        Assert.True(stresses[0].MeanAfter > stresses[0].MeanBefore);
        Assert.True(stresses[2].MeanAfter > stresses[0].MeanAfter);
        InputChange up = result.Study.Credit.Validation.Sensitivities.Single(each => each.Column == "months_since_delinquency"
            && each.Change == "+1 standard deviation");
        double[] months = [.. Loans.Rows(TrainRows()).Number("months_since_delinquency").Values.ToArray().Where(value => value != -9)];
        double deviation = Math.Sqrt(months.Sum(value => Math.Pow(value - months.Average(), 2)) / (months.Length - 1));
        double[] later = [.. rows.Number("months_since_delinquency").Values.ToArray()
            .Select(value => value == -9 ? -9 : value + deviation)];
        Table moved = rows.With(new NumberColumn("months_since_delinquency", later));
        Assert.Equal(result.Model.Score(moved).Average(policy.Pd), up.MeanAfter, 1e-9);
    }

    static int[] TrainRows()
    {
        Schema schema = Schema.Of(Loans, Settings.ToRoles());
        return [.. SplitTable.Of(Loans, schema, new EverySplit(3), 0).Rows.Train];
    }

    [Fact]
    public void Own_bins_and_the_card_s_characteristics_tell_the_shift()
    {
        CreditValidation found = Found.Value.Study.Credit!.Validation!;
        CharacteristicShift age = found.Bins.Single();
        Assert.Equal(4, age.Table.Bins.Length);
        Assert.Equal(1, age.Table.Bins.Sum(bin => bin.Actual), 1e-12);
        Scorecard card = Found.Value.Study.Scorecard!;
        Assert.Equal(card.Characteristics.Select(each => each.Column).Order(), found.Characteristics.Select(each => each.Column).Order());
        // The shifts of all characteristics are the change of the mean points.
        double before = card.Score(Loans.Rows(TrainRows())).Points.Average();
        double after = card.Score(Loans.Rows([.. Enumerable.Range(0, 4000).Where(row => row % 3 == 2)])).Points.Average();
        Assert.Equal(after - before, found.Characteristics.Sum(each => each.PointsShift!.Value), 1e-9);
    }

    /// <summary>PDs are true but for one region, where the odds are three times as high, and one where they rank nobody.</summary>
    [Fact]
    public void Planted_weak_spots_are_found_and_no_others()
    {
        var random = new Random(3);
        string[] regions = ["north", "south", "east", "west"];
        int[] rows = [.. Enumerable.Range(0, 8000)];
        string[] region = [.. rows.Select(_ => regions[random.Next(4)])];
        double[] pd = [.. rows.Select(_ => 1 / (1 + Math.Exp(2 - 2.4 * (random.NextDouble() - 0.5))))];
        double[] bad = [.. rows.Select(row => random.NextDouble() < (region[row] == "east" ? 3 * pd[row] / (1 + 2 * pd[row])
            : region[row] == "west" ? 0.14 : pd[row]) ? 1.0 : 0)];
        double[] right = [.. pd.Select(each => random.NextDouble() < each ? 1.0 : 0)];
        Column[] columns = [CategoryColumn.From("region", region), new NumberColumn("noise", [.. rows.Select(_ => random.NextDouble())])];
        ImmutableArray<CreditSegment> quiet = new CreditSegments(pd, right).Of(columns);
        Assert.Equal(8, quiet.Length);
        Assert.DoesNotContain(quiet, segment => segment.Weak);
        ImmutableArray<CreditSegment> found = new CreditSegments(pd, bad).Of(columns[..1]);
        Assert.Equal(["east", "west"], found.Where(segment => segment.Weak).Select(segment => segment.Name).Order());
        Assert.True(found.Single(segment => segment.Name == "east").LevelQ < 1e-6);
        Assert.True(found.Single(segment => segment.Name == "west").AucQ < 0.001);
    }

    /// <summary>Every pair by hand; the variance against outcomes drawn 4,000 times from the PDs themselves.</summary>
    [Fact]
    public void The_promised_auc_is_that_of_true_pds()
    {
        var random = new Random(6);
        double[] pd = [.. Enumerable.Range(0, 250).Select(_ => Math.Round(0.3 * random.NextDouble() * random.NextDouble(), 2) + 0.01)];
        (double ranked, double pairs) = (0, 0);
        for (int i = 0; i < pd.Length; i++)
            for (int j = 0; j < pd.Length; j++)
            {
                if (i == j) continue;
                double pair = pd[i] * (1 - pd[j]);
                (ranked, pairs) = (ranked + pair * (pd[i] > pd[j] ? 1 : pd[i] == pd[j] ? 0.5 : 0), pairs + pair);
            }

        (double auc, double variance) = PromisedAuc.Of(pd)!.Value;
        Assert.Equal(ranked / pairs, auc, 1e-12);
        double[] drawn = [.. Enumerable.Range(0, 4000)
            .Select(_ => BinaryMetrics.Auc(new BinaryRows(pd, [.. pd.Select(p => random.NextDouble() < p ? 1.0 : 0)]))).OfType<double>()];
        double mean = drawn.Average();
        Assert.Equal(auc, mean, 3 * Math.Sqrt(variance / drawn.Length) + 0.002);
        Assert.InRange(drawn.Average(each => (each - mean) * (each - mean)), 0.85 * variance, 1.15 * variance);
        Assert.Null(PromisedAuc.Of([0.0, 0]));
    }

    /// <summary>True PDs that lie close together in some parts: the AUC is low there, as it has to be, and no part is weak.</summary>
    [Fact]
    public void Parts_of_a_true_model_with_narrow_pds_are_not_weak()
    {
        int weak = 0, tested = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            double[] x = [.. Enumerable.Range(0, 3000).Select(_ => 4 * random.NextDouble() - 2)];
            double[] z = [.. x.Select(_ => random.NextDouble())];
            double[] pd = [.. x.Zip(z, (a, b) => 1 / (1 + Math.Exp(2 - 1.5 * a - 0.5 * b)))];
            double[] bad = [.. pd.Select(p => random.NextDouble() < p ? 1.0 : 0)];
            ImmutableArray<CreditSegment> parts = new CreditSegments(pd, bad).Of([new NumberColumn("x", x), new NumberColumn("z", z)]);
            weak += parts.Count(part => part.AucQ < 0.05);
            tested += parts.Count(part => part.AucP is not null);
        }

        Assert.True(tested > 120, $"{tested}");
        Assert.InRange(weak, 0, 4);
    }

    [Fact]
    public void The_page_shows_every_section_in_words()
    {
        string page = ChartPageFile.ToJson(StudyPage.Of(Found.Value.Study));
        foreach (string title in (string[])["Grades", "Backtest", "Weak spots", "Stress",
            "Rating grades of the test rows", "Grade by grade", "Over all grades", "Ranking, compared", "When one input moves"])
            Assert.Contains($"\"{title}\"", page);
        Assert.Contains("expected defaults before", page);
        Assert.Contains("ranks worse than it did", page);
        Assert.Contains("higher is better", page);
        Assert.DoesNotContain("NaN", page);
        Assert.DoesNotContain("∞", page);
        Study read = Study.FromJson(Found.Value.Study.ToJson());
        Assert.Equal(Found.Value.Study.ToJson(), read.ToJson());
    }

    /// <summary>30 test rows, one grade, a grade without rows, no default: words, no NaN.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.00001, 0.5)]
    [InlineData(0.01, 0.02, 0.05, 0.1, 0.2)]
    public void Little_is_answered_clearly(params double[] uppers)
    {
        using StudyResult small = Run(Settings with
        {
            Split = new SplitPlans.Every(5),
            Credit = new CreditPlan { Grades = new GradesPlan { Uppers = [.. uppers] } },
        }, Loans.Take(150));
        Clear(small.Study.Credit!);
        Assert.Equal(30, small.Study.Credit!.Validation!.Backtest.Rows);
    }

    [Fact]
    public void Without_a_default_and_with_equal_or_certain_scores_there_are_words()
    {
        CreditStudy full = Found.Value.Study.Credit!;
        MasterScale scale = MasterScale.Of(0.01, 0.1);
        foreach ((double[] pds, double[] bad) in ((double[], double[])[])[([0.05, 0.2, 0.3], [0, 0, 0]), ([0.05, 0.05], [1, 0]),
            ([0, 1], [0, 1]), ([0, 1], [1, 0]), ([0.5], [1])])
            Clear(full with { Validation = full.Validation! with { Backtest = PdBacktest.Of(scale, pds, bad) } });
        Clear(full with { Validation = full.Validation! with { Segments = [], Sensitivities = [], Characteristics = [] } });
    }

    /// <summary>The mean PD of the rows that the model learned from is the tendency by their weights; the tests count rows.</summary>
    [Fact]
    public void Folds_and_weights_are_answered_too()
    {
        Table rows = Loans.Take(900);
        double[] weights = [.. Enumerable.Range(0, 900).Select(row => row % 4 == 0 ? 3.0 : 1)];
        rows = rows.With(new NumberColumn("w", weights));
        using StudyResult result = Run(Settings with
        {
            Data = Settings.Data with { Weight = "w" },
            Split = new SplitPlans.KFold(3),
            Credit = Asked,
        }, rows);
        Clear(result.Study.Credit!);
        string[] told = [.. ValidationBlocks.Of(result.Study.Credit!).OfType<SectionBlock>()
            .Where(block => block.Caption?.Contains("every row counts once", StringComparison.Ordinal) == true)
            .Select(block => block.Title)];
        Assert.Equal(["Backtest", "Weak spots", "Stress"], told);
        Assert.DoesNotContain(ValidationBlocks.Of(Found.Value.Study.Credit!), block =>
            block.Caption?.Contains("every row counts once", StringComparison.Ordinal) == true);
        Assert.Equal(900, result.Study.Credit!.Validation!.Backtest.Rows);
        const string Unweighted = "every row is one obligor, and weights are not used";
        Assert.Contains(Unweighted, ChartPageFile.ToJson(StudyPage.Of(result.Study)));
        Assert.DoesNotContain(Unweighted, ChartPageFile.ToJson(StudyPage.Of(Found.Value.Study)));
        CreditPolicy policy = CreditPolicy.Of(result.Model)!;
        Assert.Equal(0.04, result.Model.Score(rows).Zip(weights, (score, weight) => policy.Pd(score) * weight).Sum() / weights.Sum(), 1e-9);
    }

    static void Clear(CreditStudy credit)
    {
        string page = ChartPageFile.ToJson(new ChartPage("") { Blocks = [.. ValidationBlocks.Of(credit)] });
        Assert.DoesNotContain("NaN", page);
        Assert.DoesNotContain("∞", page);
        Assert.DoesNotContain("Infinity", page);
        Assert.DoesNotContain("u221e", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"Backtest\"", page);
    }

    [Theory]
    [InlineData("grades: [0.1, 0.05]", "FLR1520")]
    [InlineData("grades: 0", "FLR1011")]
    [InlineData("grades: many", "FLR1009")]
    [InlineData("centralTendency: 1", "FLR1011")]
    [InlineData("centralTendency: 0.04, samplingRate: 0.1", "FLR1521")]
    [InlineData("validation: {bins: {age: [30, 20]}}", "FLR1522")]
    [InlineData("validation: {stress: {income: -1}}", "FLR1522")]
    [InlineData("validation: {stress: {region: 0.1}}", "FLR1523")]
    [InlineData("validation: {stress: {defaulted: 0.1}}", "FLR1523")]
    [InlineData("validation: {benchmark: old_scor}", "FLR1015")]
    [InlineData("validation: {initialAUC: 0.7}", "FLR1007")]
    public void Mistakes_are_told(string credit, string code)
    {
        string text = $"recipe: credit/default-risk\ndata: {{path: a.csv, target: defaulted, positive: 1}}\ncredit: {{{credit}}}\n";
        try
        {
            Assert.Contains(code, PlanFile.Parse(text).Check(Loans).Select(problem => problem.Code));
        }
        catch (FlorinException error)
        {
            Assert.Equal(code, error.Code);
        }
    }

    [Fact]
    public void A_plan_keeps_what_it_asks()
    {
        Plan plan = Settings with { Credit = Asked };
        Assert.Equal(plan, PlanFile.Parse(PlanFile.Write(plan)));
        Plan eight = Settings with { Credit = new CreditPlan { Grades = new GradesPlan { Count = 8 } } };
        Assert.Equal(eight, PlanFile.Parse(PlanFile.Write(eight)));
    }
}

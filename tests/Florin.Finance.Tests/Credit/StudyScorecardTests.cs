namespace Florin.Finance.Tests.Credit;

/// <summary>The scorecard as a challenger of a study.</summary>
public sealed class StudyScorecardTests : IDisposable
{
    static readonly Plan Settings = new()
    {
        Recipe = "credit/default-risk",
        Data = new DataPlan
        {
            Path = "loans.csv", Target = "defaulted", Positive = "1", Drop = ["loan_id", "issued_on", "age", "sex"],
            Special = new([new KeyValuePair<string, EquatableArray<double>>("months_since_delinquency", [-9])]),
            Categorical = ["term_months"],
        },
        Split = new SplitPlans.Every(4),
        Network = NetworkPlan.Named("logistic"),
    };

    static readonly Table Loans = CreditSimulator.Simulate(6000, 12);

    readonly StudyResult result = StudyRun.Of(Settings, Loans, new StudySource("", 0));

    public void Dispose() => result.Dispose();

    /// <summary>Fitted again on the training rows alone, and calibrated on the validation rows, it ranks the test rows as the study
    /// says.</summary>
    [Fact]
    public void It_learns_from_the_training_rows_and_is_judged_as_the_others()
    {
        Study study = result.Study;
        StudyChallenger card = study.Challengers[1];
        Assert.Equal("scorecard", card.Name);
        Scorecard own = study.Scorecard!;
        Schema schema = Schema.Of(Loans, Settings.ToRoles());
        SplitTable split = SplitTable.Of(Loans, schema, new EverySplit(4), 0);
        Scorecard again = Scorecard.Fit((BinaryTarget)split.Target, split.Train, new ScorecardOptions
        {
            Features = new FeatureOptions
            {
                Special = new FeatureOptions().Special.Add("months_since_delinquency", [-9]), Categorical = ["term_months"],
            },
        });
        Assert.Equal(again.ToJson(), own.ToJson());
        double[] pd = again.Score(split.Test).Pd;
        var calibration = TemperatureCalibration.Fit(again.Score(split.Validation.Table).Pd, split.Target.Labels(split.Validation.Table));
        Assert.Equal(BinaryMetrics.Auc(pd, split.TestLabels)!.Value, card.Test["auc"].Value!.Value, 1e-12);
        double[] calibrated = [.. pd.Select(calibration.Apply)];
        Assert.Equal(BinaryMetrics.LogLoss(calibrated, split.TestLabels)!.Value, card.Test["logLoss"].Value!.Value, 1e-12);
        Assert.InRange(card.Test["auc"].Value!.Value, 0.72, 0.83);
    }

    /// <summary>Whatever the test rows hold, the card does not move by a bit.</summary>
    [Fact]
    public void Test_rows_do_not_move_it()
    {
        double[] income = Loans.Number("income").Values.ToArray(), late = Loans.Number("late_payments_12m").Values.ToArray();
        for (int row = 3; row < income.Length; row += 4) (income[row], late[row]) = (1e9 + row, 77);
        Table other = Loans.With(new NumberColumn("income", income)).With(new NumberColumn("late_payments_12m", late));
        using StudyResult moved = StudyRun.Of(Settings, other, new StudySource("", 0));
        Assert.Equal(result.Study.Scorecard!.ToJson(), moved.Study.Scorecard!.ToJson());
    }

    [Fact]
    public void The_study_carries_it_and_the_report_shows_it()
    {
        Study read = Study.FromJson(result.Study.ToJson());
        Assert.Equal(result.Study.Scorecard!.ToJson(), read.Scorecard!.ToJson());
        Scorecard card = read.Scorecard;
        TableBlock[] tables = [.. StudyPage.Of(read).Blocks.OfType<TableBlock>()];
        TableBlock points = tables.Single(table => table.Title == "The scorecard");
        TableBlock columns = tables.Single(table => table.Title == "What each column says by itself");
        Assert.Equal(card.Characteristics.Sum(each => each.Points.Length), points.Rows.Length);
        Assert.Equal(card.Characteristics[0].Column, points.Rows[0][0]);
        TableBlock fit = tables.Single(table => table.Title == "What stands behind the points");
        Assert.Equal(card.Characteristics.Select(each => each.Column), fit.Rows.Select(row => row[0]));
        Assert.All(fit.Rows, row => Assert.DoesNotContain("not fitted", row));
        Assert.Equal(card.Columns.Length, columns.Rows.Length);
        Assert.Contains("Rounding on the", points.Caption);
        Assert.All(points.Rows, row => Assert.Equal(points.Columns.Length, row.Length));
        Assert.Equal(card.Columns.Select(each => each.LeftOut is { } reason ? $"no: {reason}" : "yes"), columns.Rows.Select(row => row[3]));
        Assert.Contains(card.Columns, each => each.LeftOut is not null);
    }

    [Fact]
    public void A_study_without_credit_has_none()
    {
        using StudyResult plain = StudyRun.Of(Settings with { Recipe = "generic/classification" }, Loans, new StudySource("", 0));
        Assert.Null(plain.Study.Scorecard);
        Assert.DoesNotContain(plain.Study.Challengers, each => each.Name == "scorecard");
    }

    [Fact]
    public void Every_fold_has_one()
    {
        Plan twice = Settings with { Split = new SplitPlans.KFold { Folds = 2 } };
        using StudyResult folded = StudyRun.Of(twice, Loans.Rows([.. Enumerable.Range(0, 2000)]), new StudySource("", 0));
        Assert.Equal("scorecard", folded.Study.Challengers[1].Name);
        Assert.NotNull(folded.Study.Scorecard);
    }
}

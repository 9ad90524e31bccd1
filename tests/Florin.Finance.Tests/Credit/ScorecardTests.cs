namespace Florin.Finance.Tests.Credit;

using System.Globalization;
using System.Text.Json;

/// <summary>Scorecards: the same in R, on simulated loans, and on rows that give none.</summary>
public class ScorecardTests
{
    static readonly Table Loans = CreditSimulator.Simulate(4000, 21).Without("loan_id", "issued_on", "age", "sex");

    static readonly ScorecardOptions Options = new()
    {
        Features = new FeatureOptions { Special = FeatureOptionsOf("months_since_delinquency", -9) },
    };

    static readonly Scorecard Card = Fit(Loans, Options);

    static System.Collections.Immutable.ImmutableDictionary<string, System.Collections.Immutable.ImmutableArray<double>> FeatureOptionsOf(
        string column, double code) => new FeatureOptions().Special.Add(column, [code]);

    static Scorecard Fit(Table table, ScorecardOptions? options = null, string target = "defaulted", string? weight = null) =>
        Scorecard.Fit(ScorecardCases.Bad(target), ScorecardCases.All(table, target, weight), options);

    /// <summary>Bins by brute force, coefficients and errors by glm, points by their formula.</summary>
    [Theory]
    [InlineData(PointsLayout.Spread)]
    [InlineData(PointsLayout.Base)]
    [InlineData(PointsLayout.FromZero)]
    public void A_card_is_that_of_R(PointsLayout layout)
    {
        JsonElement expected = ScorecardCases.File.GetProperty("card");
        Table table = Table.From(new NumberColumn("late", ScorecardCases.Numbers(expected, "late")),
            new NumberColumn("years", ScorecardCases.Numbers(expected, "years")),
            CategoryColumn.From("home", ScorecardCases.Texts(expected, "home")),
            new NumberColumn("bad", ScorecardCases.Numbers(expected, "y")));
        Scorecard exact = Fit(table, new ScorecardOptions
        {
            Layout = layout,
            Round = false,
            Binning = new BinningOptions { MinimumGain = 0, MinimumShare = 0.05 },
        }, "bad");
        Assert.Equal(expected.GetProperty("intercept").GetDouble(), exact.Intercept, 2e-7);
        Assert.Equal(["years", "home", "late"], exact.Characteristics.Select(each => each.Column));
        foreach (Characteristic each in exact.Characteristics)
        {
            JsonElement own = expected.GetProperty("characteristics").GetProperty(each.Column);
            int count = own.GetProperty("woe").GetArrayLength();
            Assert.Equal(own.GetProperty("iv").GetDouble(), each.Binning.Iv, 1e-12);
            ScorecardCases.Near(ScorecardCases.Numbers(own, "woe"), each.Binning.Bins.Take(count).Select(bin => bin.Woe), 1e-12);
            Assert.Equal(own.GetProperty("coefficient").GetDouble(), each.Coefficient, 2e-7);
            Assert.Equal(own.GetProperty("standardError").GetDouble(), each.StandardError!.Value, 2e-7);
            double[] points = ScorecardCases.Numbers(own, "points");
            double moved = layout == PointsLayout.Spread ? 0 : points[0] - each.Points[0];
            ScorecardCases.Near(points, each.Points.Take(count).Select(own => own + moved), 2e-5);
            if (layout == PointsLayout.FromZero) Assert.Equal(0, each.Points.Min());
            if (layout == PointsLayout.Base) Assert.Equal(0, each.Points[^1], 1e-12); // nothing is missing: as the average
        }

        ScorecardScores scores = exact.Score(table);
        ScorecardCases.Near(ScorecardCases.Numbers(expected, "score"), scores.Points, 2e-5);
        ScorecardCases.Near(ScorecardCases.Numbers(expected, "pd"), scores.Pd, 1e-6);
        Assert.Equal(expected.GetProperty("auc").GetDouble(), exact.Training!.Exact.Auc!.Value, 1e-12);
        if (layout != PointsLayout.Spread) return;
        Scorecard whole = exact.Whole();
        Assert.Equal(ScorecardCases.Numbers(expected, "rounded"), whole.Score(table).Points);
        Assert.Equal(expected.GetProperty("roundedAuc").GetDouble(), whole.Check(table).Points.Auc!.Value, 1e-12);
        Assert.Equal(expected.GetProperty("auc").GetDouble(), whole.Check(table).Exact.Auc!.Value, 1e-12);
    }

    [Fact]
    public void Points_and_pd_are_those_of_the_published_scales()
    {
        var scale = new PointsScale { BasePoints = 600, BaseOdds = 50, PointsToDouble = 20 };
        Assert.Equal(28.8539008178, scale.Factor, 1e-9);
        Assert.Equal(487.1228762045, scale.Offset, 1e-9);
        Assert.Equal(599.4170730868, scale.Points(0.02), 1e-9);
        Assert.Equal(550.5213762334, scale.Points(0.1), 1e-9);
        PointsScale other = PointsScale.OfBadOdds(600, 1.0 / 19, 50);
        Assert.Equal(72.1347520444, other.Factor, 1e-9);
        Assert.Equal(387.6036243278, other.Offset, 1e-9);
        ScorecardCases.Near([600, 546.0998743999], other.Points([0.05, 0.1]), 1e-9);
        for (double pd = 0.001; pd < 1; pd += 0.0173) Assert.Equal(pd, scale.Pd(scale.Points(pd)), 1e-12);
        Assert.Equal(scale.Points(0.02) + 20, scale.Points(0.02 / 2 / (0.98 + 0.02 / 2)), 1e-9); // twice the odds
        Assert.True(double.IsFinite(scale.Points(0)) && double.IsFinite(scale.Points(1)));
        ScorecardCases.Refused("FLR1507", () => scale.Points(double.NaN));
        ScorecardCases.Refused("FLR1507", () => scale.Points(1.5));
        ScorecardCases.Refused("FLR1507", () => scale.Pd(double.NaN));
        ScorecardCases.Refused("FLR1502", () => new PointsScale { BaseOdds = 0 }.Points(0.5));
        ScorecardCases.Refused("FLR1502", () => new PointsScale { PointsToDouble = -20 }.Pd(500));
    }

    [Fact]
    public void Better_bins_have_more_points_and_whole_ones_cost_little()
    {
        Assert.True(Card.Characteristics.Length >= 4, Card.ToString());
        Assert.All(Card.Characteristics, each =>
        {
            Assert.True(each.Coefficient < 0);
            Assert.All(each.Points, points => Assert.Equal(Math.Round(points), points));
            double[] byWoe = [.. each.Binning.Bins.Zip(each.Points).OrderBy(pair => pair.First.Woe).Select(pair => pair.Second)];
            Assert.Equal(byWoe.Order(), byWoe);
        });
        ScorecardCheck check = Card.Training!;
        Assert.Equal(check.Exact.Auc!.Value, check.Points.Auc!.Value, 0.003);
        Assert.InRange(check.LargestPdChange, 1e-6, 0.05);
        Assert.Equal(check, Card.Check(Loans));
        double[] bad = Loans.Number("defaulted").Values.ToArray();
        Assert.Equal(bad.Average(), Card.Exact().Score(Loans).Pd.Average(), 1e-6); // a fit with an intercept is right on average
        ScorecardScores scores = Card.Score(Loans);
        (double least, double most) = Card.Range;
        Assert.All(scores.Points, points => Assert.InRange(points, least, most));
        Assert.Equal(scores.Points.Select(Card.Scale.Pd), scores.Pd);
    }

    /// <summary>The simulator's noise has no effect, and a copy of a column says nothing more.</summary>
    [Fact]
    public void Columns_are_left_out_for_a_reason_that_is_said()
    {
        double[] income = Loans.Number("income").Values.ToArray();
        Table more = Loans.With(new NumberColumn("income_in_cents", [.. income.Select(value => value * 100)]))
            .With(new DateColumn("day", income.Select(_ => (DateTime?)new DateTime(2024, 1, 1))))
            .With(new NumberColumn("constant", [.. income.Select(_ => 1.0)]));
        Scorecard card = Fit(more, Options);
        Dictionary<string, string?> why = card.Columns.ToDictionary(each => each.Column, each => each.LeftOut);
        Assert.NotNull(why["noise"]);
        Assert.Contains(why.Values, reason => reason?.StartsWith("information value 0.0", StringComparison.Ordinal) == true);
        Assert.Contains("dates", why["day"]);
        Assert.Equal("nothing in it tells good from bad", why["constant"]);
        Assert.Single(new[] { why["income"], why["income_in_cents"] }, reason => reason is not null);
        Assert.Equal(more.Names.Where(name => name != "defaulted").Order(), why.Keys.Order());
        Assert.Equal(card.Characteristics.Select(each => each.Column).Order(),
            why.Where(each => each.Value is null).Select(each => each.Key).Order());
        Scorecard three = Fit(Loans, Options with { MaximumCharacteristics = 3 });
        Assert.Equal(3, three.Characteristics.Length);
        Assert.Contains(three.Columns, each => each.LeftOut == "3 others have a higher information value");
        Assert.Equal(three.Columns.OrderByDescending(each => each.Iv ?? -1), three.Columns);
    }

    /// <summary>The limit of chance lets one column of noise in twenty pass; what has an effect passes.</summary>
    [Fact]
    public void Noise_stays_out()
    {
        const int columns = 200;
        var random = new Random(6);
        double[] cause = [.. Enumerable.Range(0, 1500).Select(_ => random.NextDouble())];
        double[] bad = [.. cause.Select(value => random.NextDouble() < 0.05 + 0.2 * value ? 1.0 : 0)];
        Column[] noise = [.. Enumerable.Range(0, columns)
            .Select(number => (Column)new NumberColumn($"n{number}", [.. cause.Select(_ => random.NextDouble())]))];
        Table table = Table.From([.. noise, new NumberColumn("cause", cause), new NumberColumn("bad", bad)]);
        var options = new ScorecardOptions { MaximumCharacteristics = columns, DropWrongSigns = false, MinimumIv = 0 };
        Scorecard card = Fit(table, options, "bad");
        Assert.Equal("cause", card.Characteristics[0].Column);
        Assert.InRange(card.Characteristics.Length - 1, 2, 0.09 * columns);
    }

    /// <summary>Sum is a and b together; beside both, b's coefficient turns round, as what it adds is already counted.</summary>
    [Fact]
    public void A_wrong_sign_leaves_a_column_out_or_stays_where_it_is_asked_for()
    {
        var random = new Random(3);
        double[] a = [.. Enumerable.Range(0, 6000).Select(_ => (double)random.Next(4))];
        double[] b = [.. a.Select(value => (double)random.Next(2) + value)];
        double[] bad = [.. a.Zip(b, (x, y) => random.NextDouble() < 1 / (1 + Math.Exp(1.5 - 1.2 * x + 0.5 * y)) ? 1.0 : 0)];
        Table table = Table.From(new NumberColumn("a", a), new NumberColumn("b", b), new NumberColumn("bad", bad));
        Scorecard card = Fit(table, target: "bad");
        Assert.Equal(["a"], card.Characteristics.Select(each => each.Column));
        Assert.Contains("wrong sign (+", card.Columns.Single(each => each.Column == "b").LeftOut);
        Scorecard both = Fit(table, new ScorecardOptions { DropWrongSigns = false }, "bad");
        Assert.True(both.Characteristics.Single(each => each.Column == "b").Coefficient > 0);
    }

    [Fact]
    public void The_same_rows_give_the_same_card_on_any_number_of_threads()
    {
        Assert.Equal(Card.ToJson(), Fit(Loans, Options with { Threads = 1 }).ToJson());
        Assert.Equal(Card.ToJson(), Fit(Loans, Options with { Threads = 7 }).ToJson());
        int[] back = [.. Enumerable.Range(0, Loans.RowCount).Reverse()];
        Assert.Equal(Card.Characteristics.SelectMany(each => each.Points),
            Fit(Loans.Rows(back), Options).Characteristics.SelectMany(each => each.Points));
    }

    [Fact]
    public void Weights_stand_for_rows()
    {
        double[] weights = [.. Enumerable.Range(0, Loans.RowCount).Select(row => (double)(row % 3))];
        int[] repeated = [.. Enumerable.Range(0, Loans.RowCount).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        string[] few = ["late_payments_12m", "inquiries_6m", "home_ownership", "region", "defaulted"]; // cut alike, whatever the weights
        Scorecard one = Fit(Loans.Select(few).With(new NumberColumn("w", weights)), weight: "w");
        Scorecard two = Fit(Loans.Select(few).Rows(repeated));
        Assert.Equal(two.Intercept, one.Intercept, 1e-6);
        ScorecardCases.Near([.. two.Characteristics.Select(each => each.Coefficient)],
            one.Characteristics.Select(each => each.Coefficient), 1e-6);
        Assert.Equal(two.Training!.Exact.Auc!.Value, one.Training!.Exact.Auc!.Value, 1e-9);
    }

    [Fact]
    public void Rows_that_give_no_card_give_everyone_the_same_points()
    {
        double[] bad = [.. Enumerable.Range(0, 200).Select(row => row % 4 == 0 ? 1.0 : 0)];
        Scorecard none = Fit(Table.From(new NumberColumn("x", [.. bad.Select(_ => 5.0)]), new NumberColumn("bad", bad)), target: "bad");
        Assert.Empty(none.Characteristics);
        ScorecardScores scores = none.Score(Table.From(new NumberColumn("y", [1.0])));
        Assert.Equal(Math.Round(487.1228762045 + 28.8539008178 * Math.Log(3)), scores.Points[0]);
        Assert.Equal(0.25, none.Exact().Score(Table.From(new NumberColumn("y", [1.0]))).Pd[0], 1e-12);
        Assert.Contains("everyone", none.ToString());
        Scorecard two = Fit(Table.From(new NumberColumn("x", [1.0, 2]), new NumberColumn("bad", [0.0, 1])), target: "bad");
        Assert.Empty(two.Characteristics);
    }

    /// <summary>A column that gives the outcome away has no finite coefficient; the card says so and stays finite.</summary>
    [Fact]
    public void Separable_rows_give_a_card_with_a_remark()
    {
        double[] bad = [.. Enumerable.Range(0, 400).Select(row => row % 4 == 0 ? 1.0 : 0)];
        Table table = Table.From(new NumberColumn("leak", [.. bad.Select(value => value * 10)]), new NumberColumn("bad", bad));
        Scorecard card = Fit(table, target: "bad");
        Assert.Contains("could not be fitted", Assert.Single(card.Remarks));
        Assert.Equal(-1, Assert.Single(card.Characteristics).Coefficient);
        Assert.Equal(1, card.Training!.Points.Auc);
        Assert.Contains("very strong", WeightOfEvidence.Reading(card.Columns[0].Iv!.Value));
    }

    /// <summary>231 goods of a level without a bad are no chance where 44 bads are expected.</summary>
    [Fact]
    public void A_level_without_bads_counts_where_bads_were_expected()
    {
        (string Level, int Goods, int Bads)[] cells = [("A", 231, 0), ("B", 497, 171)];
        string[] level = [.. cells.SelectMany(cell => Enumerable.Repeat(cell.Level, cell.Goods + cell.Bads))];
        double[] bad = [.. cells.SelectMany(cell => Enumerable.Repeat(0.0, cell.Goods).Concat(Enumerable.Repeat(1.0, cell.Bads)))];
        Table table = Table.From(CategoryColumn.From("level", level), new NumberColumn("bad", bad));
        ScorecardColumn column = Assert.Single(Fit(table, target: "bad").Columns);
        double own = 231.0 / 728 * Math.Log(231.5 / 728 / (0.5 / 171)), other = (497.0 / 728 - 1) * Math.Log(497.0 / 728);
        Assert.Equal(own + other, column.Iv!.Value, 1e-12);
    }

    [Fact]
    public void Json_gives_the_same_scores_and_nonsense_is_refused()
    {
        Scorecard read = Scorecard.FromJson(Card.ToJson());
        Assert.Equal(Card.Score(Loans).Pd, read.Score(Loans).Pd);
        Assert.Equal(Card.ToJson(), read.ToJson());
        Assert.Equal(Card.ToString(), read.ToString());
        string json = Card.ToJson();
        foreach (string spoiled in (string[])["", "{}", json[..^9], json.Replace("\"points\": [", "\"points\": [1,"),
            json.Replace("\"scale\"", "\"skale\"")])
            ScorecardCases.Refused("FLR1506", () => Scorecard.FromJson(spoiled));
        ScorecardCases.Refused("FLR1502", () => Scorecard.FromJson(json.Replace("\"pointsToDouble\": 20", "\"pointsToDouble\": 0")));
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused_by_name()
    {
        FlorinException absent = ScorecardCases.Refused("FLR0512", () => Card.Score(Loans.Without("income", "debt_ratio")));
        Assert.Contains("income", absent.Message);
        Assert.Contains("debt_ratio", absent.Message);
        Column texts = CategoryColumn.From("income", Enumerable.Repeat("secret", Loans.RowCount));
        Assert.DoesNotContain("secret", ScorecardCases.Refused("FLR1505", () => Card.Score(Loans.With(texts))).Message);
        ScorecardCases.Refused("FLR1502", () => Fit(Loans, new ScorecardOptions { MaximumCharacteristics = 0 }));
        Assert.Throws<OperationCanceledException>(() => Scorecard.Fit(ScorecardCases.Bad("defaulted"),
            ScorecardCases.All(Loans, "defaulted"), null, new CancellationToken(true)));
    }

    /// <summary>Twelve categories in two bins, and one name that is longer than any line.</summary>
    [Fact]
    public void Whoever_signs_sees_every_category()
    {
        string[] levels = [.. Enumerable.Range(0, 12).Select(number => $"trade number {number}"), new('x', 60)];
        string[] cells = [.. Enumerable.Range(0, 2600).Select(row => levels[row % 13])];
        double[] bad = [.. Enumerable.Range(0, 2600).Select(row => row / 13 % (row % 13 < 7 ? 4 : 20) == 0 ? 1.0 : 0)];
        Scorecard card = Fit(Table.From(CategoryColumn.From("trade", cells), new NumberColumn("bad", bad)), target: "bad");
        Assert.Contains(card.Characteristics[0].Binning.Bins, bin => bin.Label.Length > 100);
        string[] lines = card.ToString().Split('\n');
        Assert.All(levels, level => Assert.Contains(lines, line => line.Contains(level, StringComparison.Ordinal)));
        Assert.DoesNotContain("…", card.ToString());
    }

    [Fact]
    public void The_table_can_be_read_and_signed_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string english = Card.ToString();
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(english, Card.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains("600 points at 50 goods to 1 bad, 20 more double the odds", english);
        Assert.Contains("Rounding on the 4,000 rows", english);
        Assert.Contains("Left out: noise", english);
        Assert.Contains("Signed ____", english);
        string[] table = [.. english.Split('\n').TakeWhile(line => !line.StartsWith("Points run", StringComparison.Ordinal))];
        Assert.All(table, line => Assert.InRange(line.Length, 0, 130));
    }
}

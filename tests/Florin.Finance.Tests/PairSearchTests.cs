namespace Florin.Finance.Tests;

/// <summary>Pairs of columns with a planted truth: found, and nothing else is.</summary>
public class PairSearchTests
{
    /// <summary>Two slopes, and one product of two other columns among ten.</summary>
    static double Truth(double[] x) => -0.3 + 3 * x[0] * x[1] + x[2] - x[3];

    [Fact]
    public void A_planted_product_is_found_first_and_its_net_approaches_the_truth()
    {
        (Table table, double[] truth) = Draw(6000, 1, Truth);
        SplitTable split = Split(table);
        PairChoice choice = PairSearch.Of(Plan, split.Target, split.Train, split.Validation, 3, default);
        Assert.Equal(45, choice.Candidates);
        Assert.Equal(("x1", "x2"), (choice.Best[0].First, choice.Best[0].Second));
        // Three are asked for; chance explains all but one.
        Assert.Single(choice.Best, pair => pair.Chosen);
        Assert.True(choice.Best[0].PValue < 1e-30);
        using Model curves = Fit(split, null), pair = Fit(split, new ColumnPair("x1", "x2"));
        double[] own = [.. split.Rows.Test.Select(row => truth[row])];
        double best = Auc(own, split), without = Auc(curves.Score(split.Test), split), with = Auc(pair.Score(split.Test), split);
        Assert.True(best - without > 0.08, $"{best} {without}");
        Assert.InRange(with, best - 0.02, best + 0.01);
    }

    [Fact]
    public void Without_a_pair_in_the_truth_none_is_chosen()
    {
        SplitTable split = Split(Draw(4000, 2, x => x[0] + Math.Sin(3 * x[1]) - x[2]).Table);
        Assert.DoesNotContain(PairSearch.Of(Plan, split.Target, split.Train, split.Validation, 5, default).Best, pair => pair.Chosen);
    }

    /// <summary>The simulator plants a wish for long loans to small businesses, and no pair of numbers as strong.</summary>
    [Fact]
    public void The_simulators_pair_is_found_on_any_number_of_threads()
    {
        Table loans = CreditSimulator.Simulate(20_000, 11);
        SplitTable split = SplitTable.Of(loans, Schema.Of(loans, new ColumnRoles
        {
            Target = "defaulted", Positive = "1", Drop = ["loan_id", "issued_on", "age", "sex"],
        }), new StratifiedSplit(0.1), 1);
        PairChoice one = PairSearch.Of(Plan with { Threads = 1 }, split.Target, split.Train, split.Validation, 1, default);
        PairChoice two = PairSearch.Of(Plan with { Threads = 2 }, split.Target, split.Train, split.Validation, 1, default);
        Assert.Equal(("purpose", "term_months"), (one.Best[0].First, one.Best[0].Second));
        Assert.True(one.Best[0].Chosen);
        Assert.Equal(one.Best, two.Best);
    }

    [Fact]
    public void Amounts_have_pairs_too()
    {
        (Table table, double[] truth) = Draw(3000, 3, Truth);
        var random = new Random(4);
        table = table.Without("bad").With(new NumberColumn("amount", [.. truth.Select(x => 100 * (x + random.NextDouble()))]));
        Schema schema = Schema.Of(table, new ColumnRoles { Target = "amount" });
        SplitTable split = SplitTable.Of(table, schema, new StratifiedSplit(0.2), 1, ModelTarget.Of(table, schema, ModelTask.Number));
        PairGain best = PairSearch.Of(Plan, split.Target, split.Train, split.Validation, 1, default).Best[0];
        Assert.Equal(("x1", "x2", true), (best.First, best.Second, best.Chosen));
    }

    /// <summary>Against the losses along their links, by differences; the bend that is expected is that at the mean.</summary>
    [Theory]
    [InlineData("share")]
    [InlineData("poisson")]
    [InlineData("gamma")]
    [InlineData("tweedie")]
    public void Slopes_and_bends_are_those_of_the_loss(string kind)
    {
        const double Power = 1.3, Step = 1e-4;
        (ModelTarget target, Func<double, double, double> loss) = kind switch
        {
            "share" => ((ModelTarget)new ShareTarget("y"), (Func<double, double, double>)((y, at) => Math.Log(1 + Math.Exp(at)) - y * at)),
            "poisson" => (new CountTarget("y"), (y, at) => Math.Exp(at) - y * at),
            "gamma" => (new CountTarget("y", CountLoss.Gamma), (y, at) => y * Math.Exp(-at) + at),
            _ => (new CountTarget("y", CountLoss.Tweedie, Power), (y, at) => Math.Exp((2 - Power) * at) / (2 - Power)
                - y * Math.Exp((1 - Power) * at) / (1 - Power)),
        };
        foreach (double score in (double[])[0.1, 0.4, 0.8])
            foreach (double label in (double[])[0.05, 0.7])
            {
                double link = kind == "share" ? Math.Log(score / (1 - score)) : Math.Log(score);
                (double slope, double bend) = PairSearch.Newton(target, label, score);
                Assert.Equal((loss(label, link - Step) - loss(label, link + Step)) / (2 * Step), slope, 1e-6);
                double bent = loss(score, link - Step) - 2 * loss(score, link) + loss(score, link + Step);
                Assert.Equal(bent / (Step * Step), bend, 1e-5);
            }
    }

    static readonly ModelPlan Plan = new() { Network = "additive", Seed = 1, Threads = 2 };

    static Model Fit(SplitTable split, ColumnPair? pair) => (Plan with
    {
        Sizes = new NetworkSizes { Pairs = pair is null ? [] : [pair] },
    }).Fit(split.Target, split.Train, split.Validation);

    static double Auc(double[] scores, SplitTable split) => DeLong.Interval(new BinaryRows(scores, split.TestLabels)).Value!.Value;

    static SplitTable Split(Table table) =>
        SplitTable.Of(table, Schema.Of(table, new ColumnRoles { Target = "bad", Positive = "1" }), new StratifiedSplit(0.3), 1);

    static (Table Table, double[] Truth) Draw(int rows, int seed, Func<double[], double> truth)
    {
        const int Columns = 10;
        var random = new Random(seed);
        double[][] x = [.. Enumerable.Range(0, Columns).Select(_ => new double[rows])];
        double[] logOdds = new double[rows];
        string[] bad = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            foreach (double[] column in x) column[row] = 2 * random.NextDouble() - 1;
            logOdds[row] = truth([.. x.Select(column => column[row])]);
            bad[row] = random.NextDouble() < 1 / (1 + Math.Exp(-logOdds[row])) ? "1" : "0";
        }

        return (Table.From([.. x.Select((column, i) => new NumberColumn(FormattableString.Invariant($"x{i + 1}"), column)),
            CategoryColumn.From("bad", bad)]), logOdds);
    }
}

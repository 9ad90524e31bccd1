namespace Florin.Tests.Boosting;

using System.Collections.Immutable;

public class BoostedModelTests
{
    const int Rows = 3000;

    static readonly BoostingOptions Small = new() { Trees = 80, LearningRate = 0.2 };

    [Fact]
    public void Every_kind_of_column_is_learned_from_and_text_is_not()
    {
        (TrainRows train, TrainRows held, Table test) = Cut(Data());
        BoostedModel model = Small.Fit(Labels, train, held);
        Assert.Equal(["amount", "kind", "day"], model.Features.Encoders.Select(encoder => encoder.Column));
        double all = Auc(model, test);
        Assert.InRange(all, 0.8, 1);
        foreach (string cause in (string[])["amount", "kind", "day"])
        {
            Table without = Data().Without(cause);
            (TrainRows some, TrainRows others, Table rest) = Cut(without);
            Assert.InRange(Auc(Small.Fit(Labels, some, others), rest), 0.5, all - 0.01);
        }
    }

    /// <summary>What is missing has a risk of its own, which no number near the others' mean could tell.</summary>
    [Fact]
    public void A_missing_number_stays_missing()
    {
        (TrainRows train, TrainRows held, Table test) = Cut(Data());
        double[] scores = Small.Fit(Labels, train, held).Predict(test), truth = Truth(test);
        double[] missing = [.. Enumerable.Range(0, test.RowCount).Where(row => test["amount"].IsMissing(row)).Select(row => scores[row])];
        double[] expected = [.. Enumerable.Range(0, test.RowCount).Where(row => test["amount"].IsMissing(row)).Select(row => truth[row])];
        Assert.InRange(missing.Average(), expected.Average() - 0.08, expected.Average() + 0.08);
        Assert.InRange(missing.Average(), scores.Average() + 0.1, 1);
    }

    [Fact]
    public void A_level_that_training_did_not_know_is_scored_and_an_absent_column_is_named()
    {
        (TrainRows train, TrainRows held, Table test) = Cut(Data());
        BoostedModel model = Small.Fit(Labels, train, held);
        Table strange = test.Without("kind").With(CategoryColumn.From("kind", Enumerable.Repeat("never seen", test.RowCount)));
        Assert.All(model.Predict(strange), score => Assert.InRange(score, 0, 1));
        FlorinException error = Assert.Throws<FlorinException>(() => model.Predict(test.Without("amount")));
        Assert.Equal("FLR0507", error.Code);
        Assert.Contains("\"amount\"", error.Message);
    }

    /// <summary>Twice the exposure, twice the count; the rate is what the kind says, though the exposed differ in it.</summary>
    [Fact]
    public void Counts_are_in_proportion_to_the_exposure()
    {
        var random = new Random(4);
        double[] years = [.. Enumerable.Range(0, Rows).Select(_ => 0.2 + 2 * random.NextDouble())];
        string[] kinds = [.. Enumerable.Range(0, Rows).Select(row => random.NextDouble() * 2 < years[row] ? "long" : "short")];
        double[] counts = [.. Enumerable.Range(0, Rows).Select(row => (double)Poisson(random, years[row] * Rate(kinds[row])))];
        Table table = Table.From(CategoryColumn.From("kind", kinds), new NumberColumn("years", years), new NumberColumn("claims", counts));
        var roles = new ColumnRoles { Target = "claims", Exposure = "years" };
        (TrainRows train, TrainRows held, Table test) = Cut(table, roles);
        BoostedModel model = (Small with { Loss = BoostingLoss.Poisson }).Fit(rows => rows.Number("claims").Values.ToArray(), train, held);
        double[] found = model.Predict(test);
        for (int row = 0; row < test.RowCount; row++)
        {
            double rate = found[row] / test.Number("years").Values[row], expected = Rate(test["kind"].TextAt(row)!);
            Assert.InRange(rate, expected * 0.85, expected * 1.15);
        }

        static double Rate(string kind) => kind == "long" ? 0.5 : 1.5;
    }

    [Fact]
    public void Monotone_columns_go_by_their_names()
    {
        (TrainRows train, TrainRows held, Table test) = Cut(Data());
        var signs = ImmutableDictionary<string, int>.Empty.Add("amount", -1);
        BoostedModel model = (Small with { Monotone = signs }).Fit(Labels, train, held);
        double[] scores = model.Predict(test);
        double[] more = [.. test.Number("amount").Values.ToArray().Select(amount => amount + 1)];
        Table richer = test.Without("amount").With(new NumberColumn("amount", more));
        Assert.All(scores.Zip(model.Predict(richer)), pair => Assert.True(pair.Second <= pair.First));
        FlorinException error = Assert.Throws<FlorinException>(() => (Small with { Monotone = signs.Add("amuont", 1) }).Fit(Labels, train));
        Assert.Contains("did you mean \"amount\"?", error.Message);
    }

    static double Auc(BoostedModel model, Table test) => BinaryMetrics.Auc(new BinaryRows(model.Predict(test), Labels(test)))!.Value;

    static double[] Labels(Table table) => table.Number("bad").Values.ToArray();

    static double[] Truth(Table table) => table.Number("truth").Values.ToArray();

    static Table Data()
    {
        var random = new Random(9);
        double[] amounts = new double[Rows], bad = new double[Rows], truth = new double[Rows];
        string[] kinds = new string[Rows], notes = new string[Rows];
        var days = new DateTime?[Rows];
        for (int row = 0; row < Rows; row++)
        {
            amounts[row] = random.NextDouble() < 0.15 ? double.NaN : random.NextDouble() * 10;
            kinds[row] = $"k{random.Next(6)}";
            days[row] = new DateTime(2020, 1, 1).AddDays(random.Next(1000));
            notes[row] = $"free text {random.Next()}";
            double logit = (double.IsNaN(amounts[row]) ? 2 : amounts[row] > 5 ? -2.5 : 0) + (kinds[row] is "k1" or "k4" ? 1.5 : -1)
                + (days[row] > new DateTime(2021, 6, 1) ? 1.2 : -0.8);
            truth[row] = 1 / (1 + Math.Exp(-logit));
            bad[row] = random.NextDouble() < truth[row] ? 1 : 0;
        }

        return Table.From(new NumberColumn("amount", amounts), CategoryColumn.From("kind", kinds), new DateColumn("day", days),
            new TextColumn("notes", notes), new NumberColumn("truth", truth), new NumberColumn("bad", bad));
    }

    /// <summary>Knuth's way: fine for small means.</summary>
    static int Poisson(Random random, double mean)
    {
        int count = 0;
        for (double product = random.NextDouble(), end = Math.Exp(-mean); product > end; product *= random.NextDouble()) count++;
        return count;
    }

    static (TrainRows Train, TrainRows Held, Table Test) Cut(Table table, ColumnRoles? roles = null)
    {
        Schema schema = Schema.Of(table, roles ?? new ColumnRoles { Target = "bad", Drop = ["truth"] });
        Table Part(Func<int, bool> takes) => table.Rows([.. Enumerable.Range(0, table.RowCount).Where(takes)]);
        TrainRows train = new(Part(row => row % 5 < 3), schema), held = new(Part(row => row % 5 == 3), schema);
        return (train, held, Part(row => row % 5 == 4));
    }
}

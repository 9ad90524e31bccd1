namespace Florin.Tests.Models;

using System.Collections.Immutable;

/// <summary>Directions of columns: kept for every pair of rows, by a proof that finds what breaks them.</summary>
public class MonotoneTests
{
    const int Rows = 900;

    static readonly ImmutableSortedDictionary<string, MonotoneDirection> Directions = ImmutableSortedDictionary<string, MonotoneDirection>
        .Empty.Add("income", MonotoneDirection.Down).Add("late", MonotoneDirection.Up).Add("joined", MonotoneDirection.Down);

    /// <summary>Pairs of two columns with directions, of one with a free one, and of a column of codes.</summary>
    const string Pairs = "additive with pairs";

    static readonly ModelPlan Plan = new() { Monotone = Directions, Epochs = 12, Seed = 3, Threads = 1, Folds = 2 };

    public static TheoryData<string, CalibrationMethod> Models() => new()
    {
        { "auto", CalibrationMethod.Temperature }, { "monotone", CalibrationMethod.Platt }, { "additive", CalibrationMethod.Beta },
        { "additive", CalibrationMethod.None }, { Pairs, CalibrationMethod.Temperature },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void No_pair_of_rows_goes_the_wrong_way(string network, CalibrationMethod calibration)
    {
        ModelPlan plan = Plan with { Network = network, Calibration = calibration, Folds = network == "additive" ? 1 : 2 };
        using Model model = Fit(network != Pairs ? plan : plan with
        {
            Network = "additive",
            Folds = 1,
            Sizes = new NetworkSizes { Pairs = [new("income", "late"), new("free", "joined"), new("region", "income")] },
        });
        Assert.Equal(network == "auto" ? "monotone" : network.Split(' ')[0], model.Network);
        MonotoneProof proof = MonotoneProof.Of(model, Directions);
        Assert.True(proof.Proved, proof.Refuted);
        Assert.All(proof.Columns, column => Assert.True(column.Weights > 0 && column.Knots > 1));
        Table table = Draw(4000, 12);
        foreach ((string name, MonotoneDirection direction) in Directions)
        {
            int sign = direction == MonotoneDirection.Up ? 1 : -1, wrong = 0, equal = 0;
            (Table low, Table high) = Two(table, name, new Random(13));
            (double[] before, double[] after) = (model.Score(low), model.Score(high));
            (float[][] one, float[][] other) = (Nets(model, low), Nets(model, high));
            for (int net = 0; net < one.Length; net++)
                for (int row = 0; row < before.Length; row++)
                    Assert.True(sign * (other[net][row] - one[net][row]) >= 0, $"{name}, net {net}, row {row}");
            for (int row = 0; row < before.Length; row++)
            {
                if (sign * (after[row] - before[row]) < 0) wrong++;
                if (after[row] == before[row]) equal++;
            }

            Assert.Equal(0, wrong);
            // Two pairs of three lie closer together than single numbers tell apart.
            Assert.True(equal < 0.75 * before.Length, $"{name} moves {before.Length - equal} of {before.Length} scores");
        }
    }

    /// <summary>Bads are planted among the highest incomes, so few that they are noise: the free net follows them.</summary>
    [Fact]
    public void Noise_turns_the_free_net_and_not_the_other()
    {
        using Model free = Fit(Plan with { Network = "mlp", Monotone = Plan.Monotone.Clear(), Epochs = 60 });
        using Model bound = Fit(Plan with { Epochs = 60 });
        Table table = Draw(2000, 12);
        (Table low, Table high) = Two(table, "income", new Random(13));
        double[] before = free.Score(low), after = free.Score(high);
        Assert.True(before.Zip(after).Count(pair => pair.Second > pair.First) > 100);
        Assert.False(MonotoneProof.Of(free, Directions).Proved);
        Assert.All(bound.Score(low).Zip(bound.Score(high)), pair => Assert.True(pair.Second <= pair.First));
    }

    [Fact]
    public void A_proof_fails_where_one_weight_turns()
    {
        using Model logistic = Fit(new ModelPlan { Network = "logistic", Seed = 1, Threads = 1 });
        float weight = logistic.Nets[0].Parameters["dense1.weight"][logistic.Features.InputsOf("late").First];
        MonotoneDirection found = weight > 0 ? MonotoneDirection.Up : MonotoneDirection.Down;
        MonotoneDirection other = weight > 0 ? MonotoneDirection.Down : MonotoneDirection.Up;
        // A logistic regression is scaled by the quartiles: its weights have a sign, its scale is not proved to the last bit.
        Assert.Contains("scale", MonotoneProof.Of(logistic, Only("late", found)).Columns[0].Refuted, StringComparison.Ordinal);
        using Model scaled = Fit(new ModelPlan { Network = "logistic", Seed = 1, Threads = 1, Scaling = NumberScaling.Standard });
        Assert.True(MonotoneProof.Of(scaled, Only("late", found)).Proved);
        MonotoneProof wrong = MonotoneProof.Of(scaled, Only("late", other));
        Assert.Contains("other way", wrong.Columns[0].Refuted, StringComparison.Ordinal);
        Assert.Equal("FLR1513", Assert.Throws<FlorinException>(wrong.Demand).Code);
        Assert.Contains("no input", MonotoneProof.Of(scaled, Only("laet", found)).Columns[0].Refuted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("income", "laet")]
    [InlineData("income", "income")]
    public void A_pair_is_two_inputs(string first, string second) => Assert.Equal("FLR1517", Assert.Throws<FlorinException>(() =>
        Fit(Plan with { Network = "additive", Folds = 1, Sizes = new NetworkSizes { Pairs = [new(first, second)] } })).Code);

    [Theory]
    [InlineData("tabm", "late", "FLR1511")]
    [InlineData("auto", "laet", "FLR1510")]
    [InlineData("auto", "region", "FLR1510")]
    public void What_cannot_be_promised_is_refused(string network, string column, string code) =>
        Assert.Equal(code, Assert.Throws<FlorinException>(() =>
            Fit(Plan with { Network = network, Monotone = Only(column, MonotoneDirection.Up) })).Code);

    [Fact]
    public void Classes_have_no_direction() =>
        Assert.Equal("FLR1512", Assert.Throws<FlorinException>(() => NetworkChoice.Of("monotone", 100, outputs: 3)).Code);

    [Fact]
    public void The_promise_holds_in_a_file_and_on_any_number_of_threads()
    {
        using Model one = Fit(Plan), two = Fit(Plan with { Threads = 2 });
        Table rows = Draw(100, 5);
        Assert.Equal(one.Score(rows), two.Score(rows));
        using var memory = new MemoryStream();
        one.Save(memory, "monotone");
        using Model read = ModelFile.Load(memory.ToArray(), "memory");
        Assert.Equal(one.Score(rows), read.Score(rows));
        Assert.True(MonotoneProof.Of(read, Directions).Proved);
    }

    static ImmutableSortedDictionary<string, MonotoneDirection> Only(string column, MonotoneDirection direction) =>
        ImmutableSortedDictionary<string, MonotoneDirection>.Empty.Add(column, direction);

    static Model Fit(ModelPlan plan)
    {
        Table table = Draw(Rows, 7);
        SplitTable split = SplitTable.Of(table, Schema.Of(table, new ColumnRoles { Target = "bad" }), new StratifiedSplit(), 1);
        return (plan with { Features = plan.Features with { Special = plan.Features.Special.SetItem("late", [-9]) } })
            .Fit(split.Target, split.Train, split.Validation);
    }

    static float[][] Nets(Model model, Table table) =>
        [.. model.Nets.Select(net => net.PredictRows(model.Features.Encode(table).Numbers))];

    /// <summary>Two tables alike but for one column, which is greater in the second: neighbours and extremes, too.</summary>
    static (Table Low, Table High) Two(Table table, string name, Random random)
    {
        double[] low = new double[table.RowCount], high = new double[table.RowCount];
        for (int row = 0; row < low.Length; row++)
        {
            double one = Value(name, random), other = row % 3 == 0 ? Math.BitIncrement(one)
                : row % 3 == 1 ? one + Math.Abs(one) * 1e-7 * random.NextDouble() : Value(name, random);
            (low[row], high[row]) = (Math.Min(one, other), Math.Max(one, other));
        }

        return (table.Without(name).With(Cells(name, low)), table.Without(name).With(Cells(name, high)));
    }

    static double Value(string name, Random random) => name == "joined"
        ? random.Next(10) == 0 ? random.Next(1, 60_000) : 40_000 + random.Next(3_400) : random.Next(20) switch
        {
            0 => double.MaxValue / 4,
            1 => -1e300,
            2 => 0,
            3 => 1e-300,
            _ when name == "late" => random.Next(12) + (random.Next(2) == 0 ? 0 : random.NextDouble()),
            _ => 60_000 * random.NextDouble(),
        };

    static Column Cells(string name, double[] values) => name == "joined"
        ? new DateColumn(name, values.Select(day => (DateTime?)new DateTime(1900, 1, 1).AddDays(Math.Min(day, 70_000))))
        : new NumberColumn(name, values);

    static Table Draw(int rows, int seed)
    {
        var random = new Random(seed);
        double[] income = new double[rows], late = new double[rows], free = new double[rows];
        string[] region = new string[rows], bad = new string[rows];
        var joined = new DateTime?[rows];
        for (int row = 0; row < rows; row++)
        {
            income[row] = random.Next(15) == 0 ? double.NaN : 60_000 * random.NextDouble();
            late[row] = random.Next(10) == 0 ? -9 : random.Next(9);
            free[row] = random.NextDouble();
            region[row] = random.Next(3) switch { 0 => "north", 1 => "south", _ => "east" };
            joined[row] = new DateTime(2010, 1, 1).AddDays(random.Next(3000));
            double years = (joined[row]!.Value - new DateTime(2010, 1, 1)).TotalDays / 365;
            double x = -1 - (double.IsNaN(income[row]) ? 0.2 : income[row] / 20_000 - 1) + 0.5 * Math.Min(late[row], 4) - 0.2 * years
                + 2 * Math.Sin(6 * free[row]);
            bool planted = income[row] > 56_000 && random.Next(3) > 0;
            bad[row] = planted || random.NextDouble() < 1 / (1 + Math.Exp(-x)) ? "yes" : "no";
        }

        return Table.From(new NumberColumn("income", income), new NumberColumn("late", late), new NumberColumn("free", free),
            CategoryColumn.From("region", region), new DateColumn("joined", joined), CategoryColumn.From("bad", bad));
    }
}

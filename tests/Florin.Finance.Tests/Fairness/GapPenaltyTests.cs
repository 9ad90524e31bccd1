namespace Florin.Finance.Tests.Fairness;

using System.Text.Json;
using Florin.Finance.Tests.Credit;
using Florin.Graph;

/// <summary>The gap penalty: its numbers, value and gradient against torch, the regression that makes it smallest against scipy.</summary>
public sealed class GapPenaltyTests
{
    static readonly JsonElement File = JsonDocument.Parse(System.IO.File.ReadAllText(
        Path.Combine(ScorecardCases.Root(AppContext.BaseDirectory), "tests", "reference", "gap.json"))).RootElement;

    static readonly double[] Labels = ScorecardCases.Numbers(File, "label");

    [Theory]
    [InlineData("selection")]
    [InlineData("opportunity")]
    public void A_row_stands_for_its_groups(string gap)
    {
        (GapPenalty penalty, Table table) = Penalty(gap);
        double[] expected = Rows(File.GetProperty(gap), "beside");
        float[] found = penalty.Numbers(table);
        Assert.Equal(3, penalty.Width);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-6);
    }

    /// <summary>The logits of three members as inputs, a net of one factor and three shifts: the loss of the first epoch is theirs, and a
    /// step of descent at rate 1 is their gradient. The batch is a quarter of the rows it is drawn from.</summary>
    [Theory]
    [InlineData("selection")]
    [InlineData("opportunity")]
    public void Value_and_gradient_are_those_of_torch(string gap)
    {
        (GapPenalty penalty, Table table) = Penalty(gap);
        var loss = new GapLoss(Loss.BinaryCrossEntropy, 3, File.GetProperty("centre").GetDouble(), File.GetProperty("whole").GetDouble());
        var net = Net.From(input =>
        {
            Node scale = input.Numbers.Parameter("scale", Init.Ones, 1), shift = input.Numbers.Parameter("shift", Init.Zeros, 3);
            return (input.Numbers * scale + shift).Reshape(3, 1);
        });
        Examples rows = penalty.Join(Examples(Rows(File, "logits"), 3), table);
        using TrainedNet trained = net.Fit(rows, new FitOptions { Loss = loss, Optimizer = new Sgd(1), Epochs = 1, BatchSize = 1000 });
        JsonElement expected = File.GetProperty(gap);
        Assert.Equal(expected.GetProperty("loss").GetDouble(), trained.History.Epochs[0].Loss, 1e-6);
        Assert.Equal(1 - expected.GetProperty("scaleGradient").GetDouble(), trained.Parameters["scale"][0], 1e-6);
        foreach ((int at, double shift) in ScorecardCases.Numbers(expected, "shiftGradient").Index())
            Assert.Equal(-shift, trained.Parameters["shift"][at], 1e-6);

        // What is kept predicts the target alone.
        Assert.Equal((Loss.BinaryCrossEntropy, 1), (trained.Loss, trained.Outputs));
    }

    /// <summary>The loss is a number of single precision: near its smallest value 1e-7 of it is 4e-4 of a coefficient.</summary>
    [Theory]
    [InlineData("selection")]
    [InlineData("opportunity")]
    public void The_logistic_regression_is_that_of_scipy(string gap)
    {
        (GapPenalty penalty, Table table) = Penalty(gap);
        Net net = [new Dense(1)];
        using TrainedNet trained = net.Fit(penalty.Join(Examples(Rows(File, "x"), 2), table), new FitOptions
        {
            Loss = penalty.On(Loss.BinaryCrossEntropy),
            Optimizer = new Lbfgs(),
            Epochs = 200,
        });
        double[] expected = ScorecardCases.Numbers(File.GetProperty(gap), "coefficients");
        double[] found = [.. trained.Parameters.Values.SelectMany(values => values).Select(value => (double)value)];
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], found[i], 1e-3);
    }

    /// <summary>A batch of one row has no variance; batches without a weight have no loss.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Tiny_batches_stay_finite(int batch)
    {
        (GapPenalty penalty, Table table) = Penalty("selection");
        Net net = [new Dense(4, Activation.Relu), new Dense(1)];
        using TrainedNet trained = net.Fit(penalty.Join(Examples(Rows(File, "x"), 2), table), new FitOptions
        {
            Loss = penalty.On(Loss.BinaryCrossEntropy),
            BatchSize = batch,
            Epochs = 3,
        });
        Assert.All(trained.Parameters.Values.SelectMany(values => values), value => Assert.True(float.IsFinite(value)));
    }

    /// <summary>Without taking the variance of a batch's mean off, batches of 16 rows shrink the spread of log odds: the gap of the many
    /// is what counts, whatever the batch.</summary>
    [Fact]
    public void The_expected_penalty_of_a_batch_is_that_of_all_rows()
    {
        (GapPenalty penalty, Table table) = Penalty("selection", weighted: false);
        Examples rows = penalty.Join(Examples(Rows(File, "logits")[..Labels.Length], 1), table);
        Net net = [new Dense(1)];
        var start = new Dictionary<string, float[]> { ["dense1.weight"] = [1], ["dense1.bias"] = [0] };
        double Of(Examples some)
        {
            double First(Loss loss, Examples those)
            {
                using TrainedNet trained = net.Fit(those, new FitOptions
                {
                    Loss = loss, Optimizer = new Sgd(1e-9), Epochs = 1, BatchSize = 1000, StartWeights = start,
                });
                return trained.History.Epochs[0].Loss;
            }

            return First(penalty.On(Loss.BinaryCrossEntropy), some)
                - First(Loss.BinaryCrossEntropy,
                    some with { Target = [.. some.Target!.Chunk(4).Select(each => each[0])], TargetAxes = [1] });
        }

        var random = new Random(8);
        int[] order = [.. Enumerable.Range(0, Labels.Length)];
        double sum = 0, squares = 0;
        const int Batches = 1500;
        for (int draw = 0; draw < Batches; draw++)
        {
            random.Shuffle(order);
            double one = Of(rows.Rows(order.AsSpan(0, 16)));
            (sum, squares) = (sum + one, squares + one * one);
        }

        double mean = sum / Batches, error = Math.Sqrt((squares / Batches - mean * mean) / Batches);
        Assert.InRange(Of(rows), mean - 4 * error, mean + 4 * error);
        Assert.True(error < 0.02, $"{error}");
    }

    static (GapPenalty Penalty, Table Table) Penalty(string gap, bool weighted = true)
    {
        Table table = Florin.Table.From(new NumberColumn("who", ScorecardCases.Numbers(File, "group")), new NumberColumn("bad", Labels),
            new NumberColumn("x", Labels), new NumberColumn("w", ScorecardCases.Numbers(File, "weight")));
        Schema schema = Schema.Of(table, new ColumnRoles
        {
            Target = "bad",
            Positive = "1",
            Protected = ["who"],
            Weight = weighted ? "w" : null,
        });
        var plan = new FairnessPlan { Strength = 1.5, Gap = gap == "opportunity" ? PenaltyGap.Opportunity : null };
        return (GapPenalty.Of(plan, ScorecardCases.Bad(), MitigationTests.Learned(table, schema))!, table);
    }

    static Examples Examples(double[] numbers, int width) => new()
    {
        Numbers = [.. numbers.Select(number => (float)number)],
        Axes = [width],
        Target = [.. Labels.Select(label => (float)label)],
        Weight = [.. ScorecardCases.Numbers(File, "weight").Select(weight => (float)weight)],
    };

    static double[] Rows(JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];
}

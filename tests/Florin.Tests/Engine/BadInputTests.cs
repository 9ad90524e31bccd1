namespace Florin.Tests;

/// <summary>What cannot be used is refused with its code, its place, what was found and what to do; never a NaN.</summary>
public class BadInputTests
{
    static readonly Net Net = [new Dense(4, Activation.Relu), new Dense(1)];
    static readonly Examples Rows = TrainingCases.Rows(20, 3);
    static readonly FitOptions Short = new() { Epochs = 1 };

    public static readonly TheoryData<string, string[]> Data = new()
    {
        { "nan", ["row 3, column \"income\": NaN", "row 5, column 3: Infinity"] },
        { "target count", ["19 target numbers for 20 rows of 1"] },
        { "no target", ["there is no target"] },
        { "no rows", ["there are no rows"] },
        { "nothing", ["neither numbers nor categories"] },
        { "not whole rows", ["59 numbers are not whole rows of [3]"] },
        { "axes", ["60 numbers are not whole rows of [-3]"] },
        { "weights", ["19 values of weight for 20 rows", "row 2: a weight of -1"] },
        { "weights of 0", ["all weights are 0"] },
        { "exposure", ["row 1: a exposure of 0", "exposure with a loss that has no log link"] },
        { "lengths", ["row 2: a length of 4, the time axis has 3 steps"] },
        { "codes", ["5 category codes for 20 rows of 2 columns"] },
    };

    [Theory]
    [MemberData(nameof(Data))]
    public void Rows_that_cannot_be_used_are_named(string name, string[] found) =>
        Refused("FLR0302", () => Net.Fit(Bad(name), Short), found);

    static Examples Bad(string name) => name switch
    {
        "nan" => Spoilt(),
        "target count" => Rows with { Target = Rows.Target![1..] },
        "no target" => Rows with { Target = null },
        "no rows" => Examples.Of([], [3], []),
        "nothing" => new Examples { Target = [1] },
        "not whole rows" => Rows with { Numbers = Rows.Numbers![1..] },
        "axes" => Rows with { Axes = [-3] },
        "weights" => Rows with { Weight = [1, -1, .. new Real[17]] },
        "weights of 0" => Rows with { Weight = new Real[20] },
        "exposure" => Rows with { Exposure = new Real[20] },
        "lengths" => Rows with { Lengths = [1, 4, .. Enumerable.Repeat(1, 18)] },
        _ => Rows with { Levels = [2, 2], Categories = new int[5] },
    };

    static Examples Spoilt()
    {
        Real[] numbers = [.. Rows.Numbers!];
        numbers[2 * 3 + 1] = Real.NaN;
        numbers[4 * 3 + 2] = Real.PositiveInfinity;
        return Rows with { Numbers = numbers, Names = ["age", "income"] };
    }

    [Fact]
    public void Targets_that_a_loss_cannot_take_are_named()
    {
        Refused("FLR0302", () => Fit(Loss.BinaryCrossEntropy, 2), "row 7: a target of 2", "0 to 1");
        Refused("FLR0302", () => Fit(Loss.Poisson, -1), "row 7: a target of -1", "0 or more");
        Refused("FLR0302", () => Fit(Loss.Gamma, 0), "row 1: a target of 0", "above 0");
        Refused("FLR0302", () => Fit(Loss.CategoricalCrossEntropy, (Real)0.5), "row 7: a target of 0.5", "whole numbers");
        Refused("FLR0302", () => Fit(Loss.CategoricalCrossEntropy, 5), "row 7: class 5", "0 to 3");
        Refused("FLR0302", () => Fit(Loss.SquaredError, Real.NaN), "row 7: a target of NaN");
    }

    static TrainedNet Fit(Loss loss, Real seventh)
    {
        Net net = loss == Loss.CategoricalCrossEntropy ? [new Dense(4)] : [new Dense(1)];
        Real[] target = new Real[20];
        target[6] = seventh;
        return net.Fit(Rows with { Target = target }, Short with { Loss = loss });
    }

    [Fact]
    public void Class_weights_must_fit_the_labels()
    {
        Examples labels = Rows with { Target = [.. Enumerable.Range(0, 20).Select(i => (Real)(i % 3))] };
        Net net = [new Dense(3)];
        FitOptions options = Short with { Loss = Loss.CategoricalCrossEntropy };
        Refused("FLR0313", () => net.Fit(labels, options with { ClassWeights = [1, 2] }), "row 3", "class 2");
        Refused("FLR0313", () => net.Fit(labels, options with { ClassWeights = [0, 0, 0] }), "all weights are 0");
        Refused("FLR0313", () => Net.Fit(Rows, Short with { ClassWeights = [1, 1] }), "a class has no weight");
        Refused("FLR0304", () => net.Fit(labels, options with { ClassWeights = [1, double.NaN, 1] }), "class weight");
    }

    [Fact]
    public void Options_are_refused_all_at_once()
    {
        FitOptions options = new()
        {
            Epochs = 0, BatchSize = 0, Patience = -1, Threads = -2,
            Optimizer = new Adam(-1) { ClipNorm = double.NaN }
        };
        Refused("FLR0304", () => Net.Fit(Rows, options), "0 epochs", "batch of 0", "patience of -1", "-2 threads",
            "rate of -1", "clipping bound");
        Refused("FLR0303", () => Net.Fit(Rows, Short with { Optimizer = new Sgd(0) { L2 = -1 } }), "rate of 0", "penalties of 0 and -1");
        Refused("FLR0304", () => Net.Fit(Rows, Short with { Patience = 2 }), "patience without validation rows");
        options = Short with { Optimizer = new Lbfgs(), Checkpoints = new Nowhere() };
        Refused("FLR0304", () => Net.Fit(Rows, options), "checkpoints with L-BFGS");
    }

    [Fact]
    public void What_stands_behind_a_rows_end_is_finite_too()
    {
        Examples rows = TrainingCases.Sequences(9);
        int steps = rows.Axes[0];
        Real[] numbers = [.. rows.Numbers!];
        numbers[^1] = Real.NaN;
        rows = rows with { Numbers = numbers, Lengths = [.. Enumerable.Repeat(steps - 1, rows.Count)] };
        Net net = [new Dense(4), new MultiHeadAttention(2), new GlobalAveragePool(), new Dense(1)];
        Refused("FLR0302", () => net.Fit(rows, Short), "row 9", "NaN");
    }

    [Fact]
    public void Nets_that_do_not_fit_name_the_layer()
    {
        Net wide = [new Dense(4), new Dense(3)], empty = [new Dense(4), new Dense(0)], plain = [new Dense(4), new Lstm(5), new Dense(1)];
        Net still = [new Lstm(0), new Dense(1)];
        Refused("FLR0305", () => wide.Fit(Rows, Short), "dense2", "1 outputs");
        Refused("FLR0305", () => Net.Fit(Rows, Short with { Loss = Loss.Gaussian }), "dense2", "2 outputs");
        Refused("FLR0103", () => empty.Fit(Rows, Short), "dense2", "at least one unit");
        Refused("FLR0102", () => plain.Fit(Rows, Short), "lstm1");
        Refused("FLR0103", () => still.Fit(TrainingCases.Sequences(9), Short), "lstm1");
    }

    [Fact]
    public void Validation_rows_must_be_of_the_same_kind()
    {
        Refused("FLR0309", () => Net.Fit(Rows, Short with { Validation = TrainingCases.Rows(9, 4) }), "[batch, 4]", "[batch, 3]");
        Examples two = Rows with { TargetAxes = [2], Target = new Real[40] };
        Refused("FLR0309", () => Net.Fit(Rows, Short with { Validation = two }), "targets of [2]", "targets of [1]");
        Refused("FLR0302", () => Net.Fit(Rows, Short with { Validation = Spoilt() }), "validation examples", "row 3");
    }

    [Fact]
    public void Predicting_needs_whole_finite_rows_of_the_right_extent()
    {
        using TrainedNet trained = Net.Fit(Rows, Short);
        Refused("FLR0306", () => trained.Predict(1, 2), "2 numbers for rows of [batch, 3]");
        Refused("FLR0306", () => trained.PredictRows(new Real[7]), "7 numbers");
        Refused("FLR0307", () => trained.PredictRows(new Real[6], new Real[1]), "room for 1");
        Refused("FLR0302", () => trained.Predict(Examples.Of(new Real[8], [4])), "[batch, 4]", "[batch, 3]");
        Refused("FLR0302", () => trained.Predict(Spoilt()), "row 3, column \"income\": NaN");
        Refused("FLR0302", () => trained.Predict(1, Real.NaN, 2), "row 1, column 2: NaN");
        Refused("FLR0302", () => trained.PredictRows([.. new Real[40], Real.NegativeInfinity, 1]), "row 14, column 2: -Infinity");
        Assert.Empty(trained.PredictRows([]));
        Net flat = [new Flatten(), new Dense(1)];
        using TrainedNet steps = flat.Fit(Examples.Of(new Real[60], [5, 3], new Real[4]), Short);
        Refused("FLR0306", () => steps.Predict(Examples.Of(new Real[72], [6, 3])), "dense1.weight", "[15, 1]", "[18, 1]");
    }

    sealed class Nowhere : ICheckpoints
    {
        public void Save(TrainingState state)
        {
        }

        public TrainingState? Load() => null;
    }

    static void Refused(string code, Func<object> action, params string[] parts) => Refused(code, () => { action(); }, parts);

    static void Refused(string code, Action action, params string[] parts)
    {
        var error = Assert.Throws<FlorinException>(action);
        Assert.Equal(code, error.Code);
        foreach (string part in parts) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}

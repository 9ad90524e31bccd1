namespace Florin.Tests;

using System.Text.Json;
using Florin.Graph;
using Florin.Kernels;

/// <summary>Value and gradient of every loss, with weights, offsets and extreme predictions, against PyTorch.</summary>
public unsafe class LossTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => Reference.Names("losses.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Value_and_gradient_agree_with_PyTorch(string name)
    {
        JsonElement test = Reference.Case("losses.json", name), options = test.GetProperty("options");
        Loss? loss = Make(test.GetProperty("loss").GetString()!, options);
        if (loss is null) return;
        Real[] predictions = Reference.Numbers(test.GetProperty("predictions")), target = Reference.Numbers(test.GetProperty("target"));
        Real[] weights = Reference.Numbers(test.GetProperty("weights"));
        Real[]? offset = test.TryGetProperty("exposure", out JsonElement exposure) ? [.. Reference.Numbers(exposure).Select(Elementary.Log)]
            : null;
        int rows = weights.Length, width = predictions.Length / rows;
        if (loss is NodeLoss)
        {
            // A loss over the batch does not know weights: rows of weight 0 are left out.
            int[] kept = [.. Enumerable.Range(0, rows).Where(row => weights[row] != 0)];
            Real[] all = Reference.Numbers(test.GetProperty("gradient"));
            (double partial, Real[] slope) = Run(loss, [.. kept.Select(row => predictions[row])], [.. kept.Select(row => target[row])],
                [.. kept.Select(_ => (Real)1)], null, 1);
            Assert.Equal(test.GetProperty("value").GetDouble(), partial, Reference.Double ? 1e-9 : 1e-4);
            Reference.Close([.. kept.Select(row => all[row])], slope, "gradient", 1e-8, 1e-4);
            return;
        }

        (double value, Real[] gradient) = Run(loss, predictions, target, weights, offset, width);
        double expected = test.GetProperty("value").GetDouble();
        Assert.True(Math.Abs(value - expected) <= (Reference.Double ? 1e-9 : 1e-5) * Math.Max(1, Math.Abs(expected)),
            $"{value}, expected {expected}");
        Reference.Close(Reference.Numbers(test.GetProperty("gradient")), gradient, "gradient");
    }

    static Loss? Make(string kind, JsonElement options) => kind switch
    {
        "squaredError" => Loss.SquaredError,
        "absoluteError" => Loss.AbsoluteError,
        "huber" => Loss.Huber(Reference.Option(options, "delta", 1)),
        "binaryCrossEntropy" => Loss.Binary(Reference.Option(options, "labelSmoothing", 0), Reference.Option(options, "positiveWeight", 1)),
        "categoricalCrossEntropy" => Loss.Categorical(Reference.Option(options, "labelSmoothing", 0)),
        "focal" => Loss.Focal(Reference.Option(options, "gamma", 2), options.TryGetProperty("alpha", out JsonElement alpha)
            && alpha.ValueKind == JsonValueKind.Number ? alpha.GetDouble() : null),
        "hinge" => Loss.Hinge,
        "quantile" => Loss.Quantile([.. options.GetProperty("levels").EnumerateArray().Select(level => level.GetDouble())]),
        "gaussianNll" => Reference.Flag(options, "constant") ? Loss.Gaussian : null,
        "studentTNll" => Loss.StudentT,
        "poissonDeviance" => Loss.Poisson,
        "gammaDeviance" => Loss.Gamma,
        "tweedieDeviance" => Loss.Tweedie(Reference.Option(options, "power", 1.5)),
        "negativeSharpe" => Loss.From(NegativeSharpe),
        _ => throw new InvalidOperationException(kind),
    };

    static Node NegativeSharpe(Node position, Node result)
    {
        Node gain = position * result, mean = gain.MeanOverRows();
        return -(mean / ((gain - mean).Square().MeanOverRows() + 1e-9).Sqrt());
    }

    static (double Value, Real[] Gradient) Run(Loss loss, Real[] predictions, Real[] target, Real[] weights, Real[]? offset, int width)
    {
        int rows = weights.Length, targets = target.Length / rows;
        var builder = new GraphBuilder(true);
        Node raw = builder.Add(new InputSource("raw"), [], Shape.Rows(width));
        Node goal = builder.Add(new InputSource("target"), [],
            Shape.Rows(loss.OutputsPerTarget > 1 || width == 1 || loss is CategoricalLoss ? targets : width));
        Node weight = builder.Add(new InputSource("weight"), [], Shape.Rows(1));
        Node? shift = offset is null ? null : builder.Add(new InputSource("offset"), [], Shape.Rows(1));
        Node total = loss.Of(new LossInput(raw, goal, weight, shift));
        Node gradient = Differentiation.Of(total, [raw])[0]!;
        Plan plan = PlanCompiler.Compile(new PlanRequest([total, gradient], [], [], new WeightLayout([], [])));
        using var none = new Weights(plan.Layout);
        using var team = new Team(1);
        using var executor = new Executor(plan, none, team);
        executor.Prepare(rows);
        Real[] slope = new Real[predictions.Length];
        fixed (Real* pp = predictions, pt = target, pw = weights, po = offset, ps = slope)
        {
            executor.Bind(new Feed("raw") { Data = pp }, new Feed("target") { Data = pt },
                new Feed("weight") { Data = pw, Scale = 1 / weights.Sum() }, new Feed("offset") { Data = po });
            executor.ResultTo(1, ps);
            var step = new StepState();
            executor.Run(null, rows, &step);
        }

        return (executor.Scalar(0), slope);
    }
}

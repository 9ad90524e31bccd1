namespace Florin.Tests;

using System.Text.Json;

/// <summary>Ten steps of every optimizer and the schedules, against PyTorch.</summary>
public class OptimizerTests
{
    static readonly Net Net = [new Dense(4, Activation.Tanh), new Dense(1)];

    public static IEnumerable<TheoryDataRow<string>> Cases => Reference.Names("optimizers.json").Where(row => row.Data != "quadratic");

    public static IEnumerable<TheoryDataRow<string>> Schedules => Reference.Names("optimizers.json", "schedules");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ten_steps_agree_with_PyTorch(string name)
    {
        JsonElement test = Reference.Case("optimizers.json", name), problem = Reference.Read("optimizers.json").GetProperty("problem");
        Optimizer optimizer = Make(test.GetProperty("kind").GetString()!, test.GetProperty("options"));
        int steps = optimizer is Lbfgs ? 40 : 10;
        using TrainedNet trained = Net.Fit(Problem(problem), new FitOptions
        {
            Optimizer = optimizer,
            BatchSize = 8,
            Epochs = steps,
            StartWeights = Arrays(problem.GetProperty("parameters")),
            Sampler = Sampler.InOrder,
        });
        if (optimizer is Lbfgs)
        {
            Assert.True(trained.History.Epochs[^1].Loss <= test.GetProperty("finalLoss").GetDouble() * 1.05);
            return;
        }

        Reference.Close(Reference.Numbers(test.GetProperty("losses")), [.. trained.History.Epochs.Select(epoch => (Real)epoch.Loss)],
            "losses");
        foreach ((string parameter, Real[] expected) in Arrays(test.GetProperty("after")))
            Reference.Close(expected, trained.Parameters[parameter], parameter);
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Schedules_agree_with_PyTorch(string name)
    {
        JsonElement test = Reference.Case("optimizers.json", name, "schedules"), options = test.GetProperty("options");
        double rate = Reference.Option(options, "learningRate", Reference.Option(options, "maximum", 1));
        Schedule schedule = name switch
        {
            "stepDecay" => Schedule.Steps((int)Reference.Option(options, "every", 0), Reference.Option(options, "factor", 0)),
            "cosine" or "cosineMinimum" => Schedule.Cosine(Reference.Option(options, "minimum", 0) / rate),
            "oneCycle" => Schedule.OneCycle(Reference.Option(options, "warmUpShare", 0), Reference.Option(options, "divideStart", 0),
                Reference.Option(options, "divideEnd", 0)),
            "linearWarmUp" =>
                Schedule.WarmUp((int)Reference.Option(options, "warmUpSteps", 0), Reference.Option(options, "startFactor", 0)),
            "coslog4" => Schedule.CosLog4,
            _ => Schedule.FlatCosine,
        };
        Real[] rates = Reference.Numbers(test.GetProperty("rates"));
        for (int step = 0; step < rates.Length; step++)
            Assert.Equal(rates[step], rate * schedule.Factor(new TrainingPoint(step, rates.Length, step, rates.Length)), 1e-6);
    }

    static Optimizer Make(string kind, JsonElement options)
    {
        double rate = Reference.Option(options, "learningRate", 0.1), momentum = Reference.Option(options, "momentum", 0);
        double beta2 = Reference.Option(options, "beta2", 0.999);
        Optimizer made = kind switch
        {
            "gradientDescent" => new GradientDescent(rate),
            "sgd" => new Sgd(rate, momentum, Reference.Flag(options, "nesterov")),
            "adagrad" => new Adagrad(rate),
            "rmsProp" => new RmsProp(rate) { Momentum = momentum, Centered = Reference.Flag(options, "centered") },
            "adam" => new Adam(rate) { Beta2 = beta2 },
            "adamW" => new AdamW(rate, Reference.Option(options, "weightDecay", 0)),
            "nadam" => new NAdam(rate) { MomentumDecay = Reference.Option(options, "momentumDecay", 0) },
            _ => new Lbfgs(rate),
        };
        return made with
        {
            L2 = Reference.Option(options, "l2", 0),
            ClipNorm = options.TryGetProperty("clipNorm", out JsonElement norm) ? norm.GetDouble() : null,
            ClipValue = options.TryGetProperty("clipValue", out JsonElement value) ? value.GetDouble() : null,
        };
    }

    static Examples Problem(JsonElement problem) => new()
    {
        Numbers = Reference.Numbers(problem.GetProperty("input")),
        Axes = [3],
        Target = Reference.Numbers(problem.GetProperty("target")),
    };

    internal static Dictionary<string, Real[]> Arrays(JsonElement tensors) =>
        tensors.EnumerateObject().ToDictionary(tensor => tensor.Name, tensor => Reference.Numbers(tensor.Value));
}

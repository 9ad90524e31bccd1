namespace Florin;

/// <summary>A network with what it needs around it: the scale of its inputs and how it is trained.</summary>
/// <param name="Name">As a plan names it.</param>
/// <param name="Reason">Why it was chosen, in a sentence; printed with the run.</param>
/// <param name="Net">The network.</param>
/// <param name="Scaling">The scale of number columns.</param>
/// <param name="Fit">Optimizer, batches, epochs and patience.</param>
public sealed record NetworkChoice(string Name, string Reason, Net Net, NumberScaling Scaling, FitOptions Fit)
{
    /// <summary>The names that a plan may use.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", "logistic", "linear", "mlp", "tabm", "realmlp"];

    const int SmallRows = 20_000, MiddleRows = 100_000;

    /// <summary>
    /// A network by name, with so many outputs; its loss is the target's. <c>logistic</c> and <c>linear</c> are one layer. <c>auto</c>
    /// takes TabM with 32 members up to 20,000 training rows, TabM with 16 members up to 100,000, and
    /// RealMLP above.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="rows">Training rows.</param>
    /// <param name="outputs">Numbers that come out. Default 1.</param>
    /// <param name="features">What the network reads: TabM and RealMLP embed amounts alone. Null: all inputs are amounts.</param>
    /// <exception cref="FlorinException">FLR0566: no network has that name.</exception>
    public static NetworkChoice Of(string name, int rows, int outputs = 1, FittedFeatures? features = null) => name switch
    {
        "auto" when rows <= SmallRows => TabM(rows, 32, outputs, features) with
        {
            Reason = Auto(rows, "at most 20,000: TabM with 32 members")
        },
        "auto" when rows <= MiddleRows => TabM(rows, 16, outputs, features) with
        {
            Reason = Auto(rows, "at most 100,000: TabM with 16 members")
        },
        "auto" => RealMlp(rows, outputs, features) with { Reason = Auto(rows, "more than 100,000: RealMLP") },
        "tabm" => TabM(rows, rows <= SmallRows ? 32 : 16, outputs, features),
        "realmlp" => RealMlp(rows, outputs, features),
        "mlp" => Mlp(rows, outputs),
        "logistic" or "linear" => Logistic(name, outputs),
        _ => throw new FlorinException("FLR0566", "no network has that name", "network", $"\"{name}\"",
            "write one of " + string.Join(", ", Names) + ", or a list of layers"),
    };

    /// <summary>A network of the user's own.</summary>
    public static NetworkChoice Own(Net net, int rows) => Mlp(rows, 1) with
    {
        Name = "layers",
        Reason = "the plan lists its layers",
        Net = net
    };

    /// <summary>The network of a model, trained as its name is.</summary>
    internal static NetworkChoice Like(Model model, int rows)
    {
        NetworkChoice named = Names.Contains(model.Network) ? Of(model.Network, rows, model.Target.Outputs) : Own(model.Nets[0].Net, rows);
        return named with { Name = model.Network, Net = model.Nets[0].Net, Reason = "that of the model it goes on from" };
    }

    static string Auto(int rows, string rule) => FormattableString.Invariant($"{rows:N0} training rows, {rule}");

    static NetworkChoice TabM(int rows, int members, int outputs, FittedFeatures? features) => new("tabm", "the plan names it",
        Net.TabM(outputs, members, amounts: features?.Amounts), NumberScaling.Quantile, new()
        {
            Optimizer = new AdamW(0.002, 3e-4) { ClipNorm = 1 },
            BatchSize = rows switch { < 2_800 => 32, < 4_500 => 64, < 6_400 => 128, < 32_000 => 256, < 108_000 => 512, _ => 1024 },
            Epochs = Scaled(rows, 60),
            Patience = 16,
            StartAtMean = true,
        });

    static NetworkChoice RealMlp(int rows, int outputs, FittedFeatures? features) => new("realmlp", "the plan names it",
        Net.RealMlp(outputs, amounts: features?.Amounts), NumberScaling.Robust, new()
        {
            Optimizer = new Adam(0.04)
            {
                Beta2 = 0.95,
                Schedule = Schedule.CosLog4,
                WeightDecay = 0.02,
                DecaySchedule = Schedule.FlatCosine,
            },
            DropoutSchedule = Schedule.FlatCosine,
            BatchSize = rows < 100_000 ? 256 : 1024,
            Epochs = Scaled(rows, 64),
            StartAtMean = true,
        });

    static NetworkChoice Mlp(int rows, int outputs) => new("mlp", "the plan names it", Net.Mlp(outputs, [128, 64], Activation.Relu, 0.1),
        NumberScaling.Quantile,
        new()
        {
            Optimizer = new AdamW(0.001, 1e-3),
            BatchSize = rows < 32_000 ? 128 : 512,
            Epochs = Scaled(rows, 60),
            Patience = 8,
            StartAtMean = true,
        });

    /// <summary>One unit, fitted with all rows at once; a slight penalty keeps columns that say the same apart.</summary>
    static NetworkChoice Logistic(string name, int outputs) => new(name, "the plan names it", [new Dense(outputs)], NumberScaling.Robust,
        new()
        {
            Optimizer = new Lbfgs { L2 = 1e-4 },
            Epochs = 200,
            StartAtMean = true,
        });

    /// <summary>Steps matter, not epochs: many rows give many steps in each.</summary>
    static int Scaled(int rows, int epochs) => rows switch
    {
        < 20_000 => epochs,
        < 60_000 => epochs * 2 / 3,
        _ => Math.Max(12,
        epochs / 3)
    };
}

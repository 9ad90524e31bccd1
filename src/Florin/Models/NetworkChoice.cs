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
    /// <param name="sizes">Of mlp, tabm and realmlp; null: their own.</param>
    /// <exception cref="FlorinException">FLR0566: no network has that name.</exception>
    public static NetworkChoice Of(string name, int rows, int outputs = 1, FittedFeatures? features = null, NetworkSizes? sizes = null)
    {
        var asked = new Asked(rows, outputs, features, sizes ?? new NetworkSizes());
        return name switch
        {
            "auto" when rows <= SmallRows => TabM(asked, 32) with { Reason = Auto(rows, "at most 20,000: TabM with 32 members") },
            "auto" when rows <= MiddleRows => TabM(asked, 16) with { Reason = Auto(rows, "at most 100,000: TabM with 16 members") },
            "auto" => RealMlp(asked) with { Reason = Auto(rows, "more than 100,000: RealMLP") },
            "tabm" => TabM(asked, rows <= SmallRows ? 32 : 16),
            "realmlp" => RealMlp(asked),
            "mlp" => Mlp(asked),
            "logistic" or "linear" => Logistic(name, outputs),
            _ => throw new FlorinException("FLR0566", "no network has that name", "network", $"\"{name}\"",
                "write one of " + string.Join(", ", Names) + ", or a list of layers"),
        };
    }

    /// <summary>What a network is asked for.</summary>
    sealed record Asked(int Rows, int Outputs, FittedFeatures? Features, NetworkSizes Sizes);

    /// <summary>A network of the user's own.</summary>
    public static NetworkChoice Own(Net net, int rows) => Mlp(new Asked(rows, 1, null, new NetworkSizes())) with
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

    static NetworkChoice TabM(Asked asked, int members) => new("tabm", "the plan names it",
        Net.TabM(asked.Outputs, asked.Sizes.Members ?? members, asked.Sizes.Units ?? 256, asked.Sizes.Layers ?? 2,
            asked.Sizes.Dropout ?? 0.1, asked.Features?.Amounts),
        NumberScaling.Quantile, new()
        {
            Optimizer = new AdamW(0.002, 3e-4) { ClipNorm = 1 },
            BatchSize = asked.Rows switch { < 2_800 => 32, < 4_500 => 64, < 6_400 => 128, < 32_000 => 256, < 108_000 => 512, _ => 1024 },
            Epochs = Scaled(asked.Rows, 60),
            Patience = 16,
            StartAtMean = true,
        });

    static NetworkChoice RealMlp(Asked asked) => new("realmlp", "the plan names it",
        Net.RealMlp(asked.Outputs, units: asked.Sizes.Units ?? 256, layers: asked.Sizes.Layers ?? 3,
            dropout: asked.Sizes.Dropout ?? 0.15, amounts: asked.Features?.Amounts),
        NumberScaling.Robust, new()
        {
            Optimizer = new Adam(0.04)
            {
                Beta2 = 0.95,
                Schedule = Schedule.CosLog4,
                WeightDecay = 0.02,
                DecaySchedule = Schedule.FlatCosine,
            },
            DropoutSchedule = Schedule.FlatCosine,
            BatchSize = asked.Rows < 100_000 ? 256 : 1024,
            Epochs = Scaled(asked.Rows, 64),
            StartAtMean = true,
        });

    static NetworkChoice Mlp(Asked asked) => new("mlp", "the plan names it",
        Net.Mlp(asked.Outputs, Hidden(asked.Sizes), Activation.Relu, asked.Sizes.Dropout ?? 0.1), NumberScaling.Quantile, new()
        {
            Optimizer = new AdamW(0.001, 1e-3),
            BatchSize = asked.Rows < 32_000 ? 128 : 512,
            Epochs = Scaled(asked.Rows, 60),
            Patience = 8,
            StartAtMean = true,
        });

    /// <summary>128 and 64 units, or a first layer of the units given and half of them after it.</summary>
    static int[] Hidden(NetworkSizes sizes)
    {
        int units = sizes.Units ?? 128;
        return [units, .. Enumerable.Repeat(Math.Max(1, units / 2), (sizes.Layers ?? 2) - 1)];
    }

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

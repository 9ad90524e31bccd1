namespace Florin;

/// <summary>A network with what it needs around it: the scale of its inputs and how it is trained.</summary>
/// <param name="Name">As a plan names it.</param>
/// <param name="Reason">Why it was chosen, in a sentence; printed with the run.</param>
/// <param name="Net">The network.</param>
/// <param name="Scaling">The scale of number columns.</param>
/// <param name="Fit">Optimizer, batches, epochs and patience.</param>
public sealed record NetworkChoice(string Name, string Reason, Net Net, NumberScaling Scaling, FitOptions Fit)
{
    /// <summary>
    /// Nets over folds of the training and validation rows, whose predictions are averaged; 1: one net, which stops by the validation
    /// rows.
    /// </summary>
    public int Folds { get; init; } = 1;

    /// <summary>The names that a plan may use.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["auto", "logistic", "linear", "mlp", "tabm", "realmlp", "monotone", "additive"];

    const int WideRows = 50_000, TabMRows = 200_000, FewRows = 20_000, UsualFolds = 5, MembersOfFold = 8, MembersAlone = 32;

    /// <summary>
    /// A network by name, with so many outputs; its loss is the target's. <c>logistic</c> and <c>linear</c> are one layer. <c>auto</c>
    /// takes TabM up to 200,000 training rows and RealMLP above; where columns have directions, <c>monotone</c>. TabM is five nets over
    /// folds of 8 members each, of 256 units up to 50,000 rows and of 128 above; one net has 32 members. <c>monotone</c> is ten small nets
    /// over folds up to 20,000 rows and five of more units above; <c>additive</c> is one net, or its curves would not be the model.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="rows">Training rows.</param>
    /// <param name="outputs">Numbers that come out. Default 1.</param>
    /// <param name="features">What the network reads: TabM embeds amounts alone. Null: all inputs are amounts.</param>
    /// <param name="sizes">Of all but logistic and linear; null: their own.</param>
    /// <param name="folds">Nets over folds; null: the network's own.</param>
    /// <param name="monotone">Columns with a direction; null: none has one.</param>
    /// <exception cref="FlorinException">FLR0566: no network has that name; FLR1511: it keeps no directions; FLR1512: it has one output,
    /// and several are asked for.</exception>
    public static NetworkChoice Of(string name, int rows, int outputs = 1, FittedFeatures? features = null, NetworkSizes? sizes = null,
        int? folds = null, IReadOnlyDictionary<string, MonotoneDirection>? monotone = null)
    {
        var asked = new Asked(rows, outputs, features, sizes ?? new NetworkSizes(), folds) { Monotone = monotone };
        bool bound = monotone is { Count: > 0 };
        if (bound && !KeepsDirections(name)) throw NoDirections(name);
        if (outputs > 1 && (bound || name is "monotone" or "additive"))
            throw new FlorinException("FLR1512", "a network with directions or terms has one output", "network",
                FormattableString.Invariant($"{outputs} classes"), "take another network, or predict one of two values");
        return name switch
        {
            "auto" when bound => Reasoned(Monotone(asked), rows, "columns have directions: the network that keeps them"),
            "monotone" => Monotone(asked),
            "additive" => Additive(asked),
            "auto" when rows <= TabMRows => Reasoned(TabM(asked), rows, "at most 200,000: TabM"),
            "auto" => Reasoned(RealMlp(asked), rows, "more than 200,000: RealMLP"),
            "tabm" => TabM(asked),
            "realmlp" => RealMlp(asked),
            "mlp" => Mlp(asked),
            "logistic" or "linear" => Logistic(name, outputs),
            _ => throw new FlorinException("FLR0566", "no network has that name", "network", $"\"{name}\"",
                "write one of " + string.Join(", ", Names) + ", or a list of layers"),
        };
    }

    /// <summary>Whether a network of that name can be held to directions of columns.</summary>
    public static bool KeepsDirections(string name) => name is "auto" or "monotone" or "additive";

    static FlorinException NoDirections(string name) => new("FLR1511", "this network keeps no directions of columns", "network",
        $"\"{name}\" with monotone columns", "write network: auto, monotone or additive, or leave monotone out");

    /// <summary>What a network is asked for.</summary>
    sealed record Asked(int Rows, int Outputs, FittedFeatures? Features, NetworkSizes Sizes, int? Folds = null)
    {
        public IReadOnlyDictionary<string, MonotoneDirection>? Monotone { get; init; }

        /// <summary>Of each input 1, -1 or 0; without features one that is free, which stands for any.</summary>
        public int[] Directions => Features is null ? [0] : MonotoneInputs.Directions(Features, Monotone);

        /// <summary>The inputs of each pair of columns; a pair with a column without use has none.</summary>
        public int[][] Pairs => [.. Sizes.Pairs.Select(pair => pair.Inputs(Features)).Where(inputs => inputs.Length > 0)];
    }

    /// <summary>A network of the user's own.</summary>
    public static NetworkChoice Own(Net net, int rows) => Mlp(new Asked(rows, 1, null, new NetworkSizes())) with
    {
        Name = "layers",
        Reason = "the plan lists its layers",
        Net = net
    };

    /// <summary>The network of a model, trained as its name is.</summary>
    internal static NetworkChoice Like(Model model, int rows, int ensemble)
    {
        NetworkChoice named = Names.Contains(model.Network) ? Of(model.Network, rows, model.Target.Outputs) : Own(model.Nets[0].Net, rows);
        string reason = "that of the model it goes on from";
        int folds = Math.Max(1, model.Nets.Length / Math.Max(1, ensemble));
        return named with { Name = model.Network, Net = model.Nets[0].Net, Reason = reason, Folds = folds };
    }

    static NetworkChoice Reasoned(NetworkChoice choice, int rows, string rule) => choice with
    {
        Reason = FormattableString.Invariant($"{rows:N0} training rows, {rule}")
            + (choice.Folds > 1 ? FormattableString.Invariant($"; {choice.Folds} nets, each stopped by another part of the rows") : ""),
    };

    static NetworkChoice TabM(Asked asked) => new("tabm", "the plan names it",
        Net.TabM(asked.Outputs, asked.Sizes.Members ?? (asked.Folds is null or > 1 ? MembersOfFold : MembersAlone),
            asked.Sizes.Units ?? (asked.Rows <= WideRows ? 256 : 128), asked.Sizes.Layers ?? 2, asked.Sizes.Dropout ?? 0.1,
            asked.Features?.Amounts),
        NumberScaling.Quantile, Usual(asked, new AdamW(0.002, 3e-4) { ClipNorm = 1 }))
    {
        Folds = asked.Folds ?? UsualFolds,
    };

    static NetworkChoice RealMlp(Asked asked) => new("realmlp", "the plan names it",
        Net.RealMlp(asked.Outputs, units: asked.Sizes.Units ?? 256, layers: asked.Sizes.Layers ?? 3,
            dropout: asked.Sizes.Dropout ?? 0.15),
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

    static NetworkChoice Monotone(Asked asked) => new("monotone", "the plan names it",
        Net.Monotone(asked.Directions, asked.Features?.Amounts, asked.Sizes.Units ?? (asked.Rows < FewRows ? 48 : 128),
            asked.Sizes.Layers ?? 1, asked.Sizes.Dropout ?? 0.1),
        NumberScaling.Quantile, Usual(asked, new AdamW(0.002, 3e-4) { ClipNorm = 1 }))
    {
        Folds = asked.Folds ?? (asked.Rows < FewRows ? 2 * UsualFolds : UsualFolds),
    };

    static NetworkChoice Additive(Asked asked) => new("additive", "the plan names it",
        Net.Additive(asked.Directions, asked.Features?.Amounts, asked.Sizes.Units ?? 16, asked.Pairs), NumberScaling.Quantile,
        Usual(asked, new AdamW(0.005, 1e-3) { ClipNorm = 1 }));

    /// <summary>What most networks are trained with.</summary>
    static FitOptions Usual(Asked asked, Optimizer optimizer, int? batch = null) => new()
    {
        Optimizer = optimizer,
        BatchSize = batch ?? BatchOf(asked.Rows),
        Epochs = Scaled(asked.Rows, 60),
        Patience = 8,
        StartAtMean = true,
    };

    static int BatchOf(int rows) =>
        rows switch { < 2_800 => 32, < 4_500 => 64, < 6_400 => 128, < 32_000 => 256, < 108_000 => 512, _ => 1024 };

    static NetworkChoice Mlp(Asked asked) => new("mlp", "the plan names it",
        Net.Mlp(asked.Outputs, Hidden(asked.Sizes), Activation.Relu, asked.Sizes.Dropout ?? 0.1), NumberScaling.Quantile,
        Usual(asked, new AdamW(0.001, 1e-3), asked.Rows < 32_000 ? 128 : 512));

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
        _ => Math.Max(12, epochs / 3),
    };
}

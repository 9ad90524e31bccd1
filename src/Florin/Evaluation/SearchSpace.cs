namespace Florin;

using Florin.Kernels;

/// <summary>
/// The settings that a search tries for a network: ranges from the papers of the networks (Gorishniy et al. 2025 for TabM and MLP,
/// Holzmüller
/// et al. 2024 for RealMLP), narrowed to what a processor trains in minutes.
/// </summary>
/// <param name="Layers">Fewest and most hidden layers.</param>
/// <param name="Units">Fewest and most units, drawn evenly on the log scale in steps of 16.</param>
/// <param name="Dropout">The highest rate; in half of the draws it is 0.</param>
/// <param name="LearningRate">Lowest and highest, drawn evenly on the log scale.</param>
/// <param name="WeightDecay">Lowest and highest, drawn evenly on the log scale; in a third of the draws it is 0.</param>
public sealed record SearchSpace((int Low, int High) Layers, (int Low, int High) Units, double Dropout,
    (double Low, double High) LearningRate,
    (double Low, double High) WeightDecay)
{
    const uint Node = 0x7E57;
    const double Turn = 0.35, Half = 0.5;
    const int UnitStep = 16;

    /// <summary>The space of a network by its name; null where there is nothing to search.</summary>
    public static SearchSpace? Of(string network) => network switch
    {
        "mlp" => new((1, 4), (32, 512), 0.5, (3e-4, 1e-2), (1e-5, 1e-1)),
        "tabm" => new((1, 3), (64, 384), 0.5, (5e-4, 5e-3), (1e-5, 1e-1)),
        "realmlp" => new((2, 4), (64, 384), 0.4, (1e-2, 1e-1), (1e-3, 1e-1)),
        "monotone" => new((1, 2), (32, 192), 0.4, (5e-4, 5e-3), (1e-5, 1e-1)),
        "additive" => new((0, 0), (16, 64), 0, (1e-3, 2e-2), (1e-5, 1e-1)),
        "logistic" or "linear" => new((0, 0), (0, 0), 0, (0, 0), (1e-6, 1e-1)),
        _ => null,
    };

    /// <summary>The space in a line.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Layers.High == 0 ? "" : $"layers {Layers.Low} to {Layers.High}",
        Units.High == 0 ? "" : $"units {Units.Low} to {Units.High}",
        Dropout == 0 ? "" : FormattableString.Invariant($"dropout 0 to {Dropout}"),
        LearningRate.High == 0 ? "" : FormattableString.Invariant($"learning rate {LearningRate.Low} to {LearningRate.High}"),
        FormattableString.Invariant($"weight decay 0 or {WeightDecay.Low} to {WeightDecay.High}"),
    }.Where(part => part.Length > 0));

    /// <summary>Settings drawn anew; the draw depends on seed and number alone.</summary>
    internal SearchSettings Draw(ulong seed, int trial)
    {
        double At(uint slot) => Uniform(seed, trial, slot);
        return new SearchSettings(
            Layers.High == 0 ? null : Layers.Low + (int)(At(0) * (Layers.High - Layers.Low + 1)),
            Units.High == 0 ? null : Stepped(Between(Units.Low, Units.High, At(1))),
            Dropout == 0 ? null : At(2) < Half ? 0 : Rounded(At(3) * Dropout),
            LearningRate.High == 0 ? null : Rounded(Between(LearningRate.Low, LearningRate.High, At(4))),
            At(5) < 1.0 / 3 ? 0 : Rounded(Between(WeightDecay.Low, WeightDecay.High, At(6))));
    }

    /// <summary>Settings near others: each moves a little, within the space.</summary>
    internal SearchSettings Near(SearchSettings other, ulong seed, int trial)
    {
        SearchSettings drawn = Draw(seed, trial);
        double At(uint slot) => Uniform(seed, trial, slot);
        double Moved(double value, (double Low, double High) range, uint slot) =>
            Rounded(Math.Clamp(value * Elementary.Exp(2 * Turn * (At(slot) - Half)), range.Low, range.High));
        return new SearchSettings(
            At(7) < Turn ? drawn.Layers : other.Layers ?? drawn.Layers,
            other.Units is { } units ? Stepped(Moved(units, (Units.Low, Units.High), 8)) : drawn.Units,
            other.Dropout is { } dropout && At(9) > Turn ? Rounded(Math.Clamp(dropout + Turn * (At(10) - Half), 0, Dropout))
                : drawn.Dropout,
            other.LearningRate is { } rate ? Moved(rate, LearningRate, 11) : drawn.LearningRate,
            other.WeightDecay is { } decay && decay > 0 && At(12) > Turn ? Moved(decay, WeightDecay, 13) : drawn.WeightDecay);
    }

    static double Between(double low, double high, double at) => low * Elementary.Exp(at * Elementary.Log(high / low));

    int Stepped(double units) => Math.Clamp((int)Math.Round(units / UnitStep) * UnitStep, Units.Low, Units.High);

    /// <summary>Two digits: a plan is to be read.</summary>
    static double Rounded(double value) => value == 0 ? 0
        : double.Parse(value.ToString("E1", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture);

    static double Uniform(ulong seed, int trial, uint slot) => (Philox.At(trial, seed, 0, slot, Node) + Half) / 4294967296;
}

/// <summary>Settings of one trial; null: the network's own.</summary>
/// <param name="Layers">Hidden layers.</param>
/// <param name="Units">Units of a layer.</param>
/// <param name="Dropout">Rate.</param>
/// <param name="LearningRate">Rate.</param>
/// <param name="WeightDecay">Rate.</param>
public sealed record SearchSettings(int? Layers = null, int? Units = null, double? Dropout = null, double? LearningRate = null,
    double? WeightDecay = null)
{
    /// <summary>A plan with these settings in the place of its own, where they say something.</summary>
    public ModelPlan On(ModelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        NetworkSizes sizes = plan.Sizes ?? new NetworkSizes();
        return plan with
        {
            Sizes = sizes with { Layers = Layers ?? sizes.Layers, Units = Units ?? sizes.Units, Dropout = Dropout ?? sizes.Dropout },
            LearningRate = LearningRate ?? plan.LearningRate,
            WeightDecay = WeightDecay ?? plan.WeightDecay,
        };
    }

    /// <summary>As a plan writes it.</summary>
    public override string ToString()
    {
        string[] parts =
        [
            new NetworkSizes { Layers = Layers, Units = Units, Dropout = Dropout }.ToString(),
            LearningRate is { } rate ? FormattableString.Invariant($"learningRate: {rate}") : "",
            WeightDecay is { } decay ? FormattableString.Invariant($"weightDecay: {decay}") : "",
        ];
        string text = string.Join(", ", parts.Where(part => part.Length > 0));
        return text.Length == 0 ? "the network's own" : text;
    }
}

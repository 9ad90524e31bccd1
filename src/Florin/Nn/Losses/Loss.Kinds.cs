namespace Florin;

using Florin.Graph;

/// <content>The losses by name.</content>
public abstract partial record Loss
{
    /// <summary>(prediction - target)²; its mean is the MSE.</summary>
    public static Loss SquaredError { get; } = new ElementLoss(LossKind.SquaredError, []);

    /// <summary>|prediction - target|.</summary>
    public static Loss AbsoluteError { get; } = new ElementLoss(LossKind.AbsoluteError, []);

    /// <summary>Cross-entropy of a 0/1 target, from the logit; <c>Predict</c> gives P(1).</summary>
    public static Loss BinaryCrossEntropy { get; } = Binary();

    /// <summary>
    /// Cross-entropy of a class, from logits; the target is 0 … classes - 1 and <c>Predict</c> gives a probability for each.
    /// </summary>
    public static Loss CategoricalCrossEntropy { get; } = Categorical();

    /// <summary>max(0, 1 - s·prediction) with s = ±1 from a 0/1 target.</summary>
    public static Loss Hinge { get; } = new ElementLoss(LossKind.Hinge, []);

    /// <summary>Poisson deviance of a count with a log link; exposure enters as an offset.</summary>
    public static Loss Poisson { get; } = new ElementLoss(LossKind.Poisson, []);

    /// <summary>Gamma deviance of a positive amount with a log link.</summary>
    public static Loss Gamma { get; } = new ElementLoss(LossKind.Gamma, []);

    /// <summary>
    /// Normal negative log-likelihood. The net gives two numbers for each target: mean, and s with standard deviation softplus(s) + 1e-6.
    /// </summary>
    public static Loss Gaussian { get; } = new GaussianLoss();

    /// <summary>
    /// Student-t negative log-likelihood. Three numbers for each target: location, s and t with scale
    /// softplus(s) + 1e-6 and 2 + softplus(t) degrees of freedom.
    /// </summary>
    public static Loss StudentT { get; } = new StudentTLoss();

    /// <summary>Huber (1964): quadratic within <paramref name="delta"/>, linear beyond.</summary>
    public static Loss Huber(double delta = 1) => new ElementLoss(LossKind.Huber, [Positive(delta, nameof(delta))]);

    /// <summary>Cross-entropy of a 0/1 target, from the logit.</summary>
    /// <param name="smoothing">Label smoothing in [0, 1): the target moves towards ½ by
    /// this share. Leave 0 where probabilities matter.</param>
    /// <param name="positiveWeight">Weight of the positive class, above 0.</param>
    public static Loss Binary(double smoothing = 0, double positiveWeight = 1) =>
        new ElementLoss(LossKind.BinaryCrossEntropy, [Share(smoothing, nameof(smoothing))],
            Positive(positiveWeight, nameof(positiveWeight)));

    /// <summary>Cross-entropy of a class, from logits.</summary>
    /// <param name="smoothing">Label smoothing in [0, 1): that share of the target is spread over all classes.</param>
    public static Loss Categorical(double smoothing = 0) => new CategoricalLoss(Share(smoothing, nameof(smoothing)));

    /// <summary>Lin et al. (2017): cross-entropy times (1 - q)^gamma, q the probability of the true class.</summary>
    /// <param name="gamma">0 or more; 0 is the cross-entropy.</param>
    /// <param name="alpha">Weight of the positive class (1 - alpha of the negative); null: none.</param>
    public static Loss Focal(double gamma = 2, double? alpha = null)
    {
        if (!(gamma >= 0)) throw Refused(nameof(gamma), "0 or more", gamma);
        return new ElementLoss(LossKind.Focal, [gamma], alpha is { } share ? Share(share, nameof(alpha)) : -1);
    }

    /// <summary>Pinball loss: the net gives one number for each level, in this order.</summary>
    /// <param name="levels">Each in (0, 1), such as 0.05, 0.5, 0.95.</param>
    public static Loss Quantile(params double[] levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        if (levels.Length == 0) throw Refused(nameof(levels), "at least one level", "none");
        foreach (double level in levels) if (!(level is > 0 and < 1)) throw Refused(nameof(levels), "each level in (0, 1)", level);
        return new ElementLoss(LossKind.Quantile, EquatableArray.Create<double>(levels));
    }

    /// <summary>Tweedie deviance with a log link.</summary>
    /// <param name="power">The variance power, in (1, 2): 1 is Poisson, 2 is Gamma.</param>
    public static Loss Tweedie(double power = 1.5) =>
        power is > 1 and < 2 ? new ElementLoss(LossKind.Tweedie, [power]) : throw Refused(nameof(power), "a power in (1, 2)", power);

    /// <summary>A loss written from nodes.</summary>
    /// <param name="formula">
    /// From prediction and target to the loss: a value with rows is averaged over its other axes and, weighted, over the batch; a value
    /// without rows (a Sharpe ratio over the batch, say) is the loss itself.
    /// </param>
    public static Loss From(Func<Node, Node, Node> formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        return new NodeLoss(formula);
    }

    static double Share(double value, string name) => value is >= 0 and < 1 ? value : throw Refused(name, "a number in [0, 1)", value);

    static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw Refused(name, "a number above 0", value);

    static FlorinException Refused(string name, string expected, object found) =>
        GraphErrors.Argument("loss." + name, $"{name} must be {expected}", found, $"give {expected}");
}

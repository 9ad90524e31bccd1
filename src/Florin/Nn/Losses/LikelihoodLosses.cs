namespace Florin;

using Florin.Graph;

/// <summary>½ log 2π + log σ + ½ ((t - μ)/σ)².</summary>
sealed record GaussianLoss : Loss
{
    internal override int OutputsPerTarget => 2;

    internal override Node Link(Node raw)
    {
        (Node mean, Node s) = Spread.Halves(raw, 2);
        return mean.Concat(s.Softplus() + Spread.Floor);
    }

    internal override Node Of(LossInput input)
    {
        (Node mean, Node s) = Spread.Halves(input.Raw, 2);
        Node sigma = s.Softplus() + Spread.Floor, z = (input.Target - mean) / sigma;
        Node loss = sigma.Log() + 0.5 * z.Square() + Spread.HalfLogTwoPi;
        return Spread.WeightedMean(loss, input.Weight);
    }
}

/// <summary>Negative log-density of Student's t with location μ, scale σ and ν degrees of freedom.</summary>
sealed record StudentTLoss : Loss
{
    internal override int OutputsPerTarget => 3;

    internal override Node Link(Node raw)
    {
        int targets = raw.Width / 3;
        Node s = raw.Slice(-1, targets, targets), t = raw.Slice(-1, 2 * targets, targets);
        return raw.Slice(-1, 0, targets).Concat(s.Softplus() + Spread.Floor, t.Softplus() + 2);
    }

    internal override Node Of(LossInput input)
    {
        int targets = input.Raw.Width / 3;
        Node sigma = input.Raw.Slice(-1, targets, targets).Softplus() + Spread.Floor;
        Node nu = input.Raw.Slice(-1, 2 * targets, targets).Softplus() + 2;
        Node z = (input.Target - input.Raw.Slice(-1, 0, targets)) / sigma;
        Node constant = Unary.Of(UnaryKind.LogGamma, nu / 2) - Unary.Of(UnaryKind.LogGamma, (nu + 1) / 2) + 0.5 * (nu * Math.PI).Log();
        Node loss = constant + sigma.Log() + (nu + 1) / 2 * (1 + z.Square() / nu).Log();
        return Spread.WeightedMean(loss, input.Weight);
    }
}

/// <summary>What the likelihoods share.</summary>
static class Spread
{
    /// <summary>Keeps a spread away from 0, where the likelihood has no bound.</summary>
    public const double Floor = 1e-6;

    /// <summary>½ log 2π.</summary>
    public const double HalfLogTwoPi = 0.91893853320467274178;

    public static (Node First, Node Second) Halves(Node raw, int parts) =>
        (raw.Slice(-1, 0, raw.Width / parts), raw.Slice(-1, raw.Width / parts, raw.Width / parts));

    public static Node WeightedMean(Node rows, Node weight) => (rows.Mean() * weight).SumOverRows().Reshape();
}

namespace Florin.Graph;

using System.Runtime.Intrinsics;
using Florin.Kernels;

/// <summary>(p - t)².</summary>
readonly struct SquaredErrorFormula : ILossFormula
{
    public static Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope)
    {
        Vec d = p - t;
        slope = d + d;
        return d * d;
    }
}

/// <summary>|p - t|; the slope at 0 is 0.</summary>
readonly struct AbsoluteErrorFormula : ILossFormula
{
    public static Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope)
    {
        Vec d = p - t;
        slope = SignOf.Apply(d);
        return Vector512.Abs(d);
    }
}

/// <summary>Huber (1964): half the square within a (delta), linear beyond.</summary>
readonly struct HuberFormula : ILossFormula
{
    public static Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope)
    {
        Vec d = p - t, size = Vector512.Abs(d), half = Wide.Of(0.5);
        Vec inside = Vector512.LessThanOrEqual(size, a);
        slope = Vector512.ConditionalSelect(inside, d, SignOf.Apply(d) * a);
        return Vector512.ConditionalSelect(inside, half * d * d, a * (size - half * a));
    }
}

/// <summary>Cross-entropy from a logit: softplus(p) - t p; a: label smoothing, b: weight of the positive class less 1.</summary>
readonly struct BinaryCrossEntropyFormula : ILossFormula
{
    public static Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope)
    {
        Vec y = t * (Vec.One - a) + Wide.Of(0.5) * a;
        Vec softplus = Elementary.Softplus(p), weight = Vec.One + b * y;
        slope = weight * Elementary.Sigmoid(p) - y * (Vec.One + b);
        return weight * softplus - y * (Vec.One + b) * p;
    }
}

/// <summary>
/// Lin et al. (2017): (1 - q)^γ times the cross-entropy, q the probability of the true class; a: γ, b: α (negative: none).
/// </summary>
readonly struct FocalFormula : ILossFormula
{
    public static Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope)
    {
        Vec sign = Wide.Of(2) * t - Vec.One, z = p * sign;
        Vec entropy = Elementary.Softplus(-z), other = Elementary.Sigmoid(-z);
        Vec weight = Vector512.ConditionalSelect(Vector512.LessThan(b, Vec.Zero), Vec.One, t * b + (Vec.One - t) * (Vec.One - b));
        // log(1 - q) = -softplus(z), so the power never meets log(0).
        Vec factor = weight * Elementary.Exp(-a * Elementary.Softplus(z));
        slope = -factor * sign * (other + a * (Vec.One - other) * entropy);
        return factor * entropy;
    }
}

/// <summary>max(0, 1 - s p), s = ±1 from a 0/1 label.</summary>
readonly struct HingeFormula : ILossFormula
{
    public static Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope)
    {
        Vec sign = Wide.Of(2) * t - Vec.One, margin = Vec.One - sign * p;
        slope = Wide.WherePositive(margin, -sign, Vec.Zero);
        return Wide.WherePositive(margin, margin, Vec.Zero);
    }
}

/// <summary>Pinball loss at level a: a (t - p) above, (1 - a)(p - t) below (Koenker and Bassett 1978).</summary>
readonly struct QuantileFormula : ILossFormula
{
    public static Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope)
    {
        Vec d = t - p, above = Vector512.GreaterThanOrEqual(d, Vec.Zero);
        slope = Vector512.ConditionalSelect(above, -a, Vec.One - a);
        return Vector512.ConditionalSelect(above, a * d, (a - Vec.One) * d);
    }
}

/// <summary>Unit Poisson deviance 2 (t log(t/μ) - t + μ), μ = exp(p), 0 log 0 = 0.</summary>
readonly struct PoissonFormula : ILossFormula
{
    public static Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope)
    {
        Vec mean = Elementary.Exp(p), two = Wide.Of(2);
        Vec logarithm = Wide.WherePositive(t, t * (Elementary.Log(Wide.WherePositive(t, t, Vec.One)) - p), Vec.Zero);
        slope = two * (mean - t);
        return two * (logarithm - t + mean);
    }
}

/// <summary>Unit Gamma deviance 2 (t/μ - 1 - log(t/μ)), μ = exp(p), t above 0.</summary>
readonly struct GammaFormula : ILossFormula
{
    public static Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope)
    {
        Vec ratio = t * Elementary.Exp(-p), two = Wide.Of(2);
        slope = two * (Vec.One - ratio);
        return two * (ratio - Vec.One - Elementary.Log(t) + p);
    }
}

/// <summary>Unit Tweedie deviance at power a in (1, 2), μ = exp(p).</summary>
readonly struct TweedieFormula : ILossFormula
{
    public static Vec Loss(Vec p, Vec t, Vec a, Vec b, out Vec slope)
    {
        Vec one = Vec.One - a, two = Wide.Of(2), rest = two - a;
        Vec low = Elementary.Exp(one * p), high = Elementary.Exp(rest * p);
        Vec own = Wide.WherePositive(t, Elementary.Exp(rest * Elementary.Log(Wide.WherePositive(t, t, Vec.One))), Vec.Zero);
        slope = two * (high - t * low);
        return two * (own / (one * rest) - t * low / one + high / rest);
    }
}

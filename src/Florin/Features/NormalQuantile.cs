namespace Florin;

using Florin.Kernels;

/// <summary>
/// The inverse of the normal distribution function by Wichura's rational functions (AS 241, 1988), with relative error below 1e-15: the
/// same bits on every operating system.
/// </summary>
static class NormalQuantile
{
    /// <summary>Tails beyond this are cut: the quantile of 1e-7, where single precision still tells neighbours apart.</summary>
    public const double Bound = 5.199337582605575;

    const double CentralWidth = 0.425;

    static readonly double[] CentralTop =
    [
        3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
        67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
    ];

    static readonly double[] CentralBottom =
    [
        1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867, 39307.895800092710610,
        28729.085735721942674, 5226.4952788528545610,
    ];

    static readonly double[] TailTop =
    [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504, 1.27045825245236838258,
        0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4,
    ];

    static readonly double[] TailBottom =
    [
        1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590, 0.0151986665636164571966,
        5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    /// <summary>The number below which a share p of a standard normal lies, cut at ±<see cref="Bound"/>.</summary>
    public static double Of(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= CentralWidth)
        {
            double r = CentralWidth * CentralWidth - q * q;
            return q * (Polynomial(CentralTop, r) / Polynomial(CentralBottom, r));
        }

        double tail = Math.Min(p, 1 - p);
        if (tail <= 1e-7) return Math.Sign(q) * Bound;
        double root = Math.Sqrt(-Elementary.Log(tail)) - 1.6;
        return Math.Sign(q) * Math.Min(Bound, Polynomial(TailTop, root) / Polynomial(TailBottom, root));
    }

    static double Polynomial(double[] coefficients, double x)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
        return sum;
    }
}

namespace Florin;

/// <summary>Where the numbers of a column lie, in its units.</summary>
/// <param name="Least">The least number.</param>
/// <param name="Lower">A quarter of the numbers is at most this.</param>
/// <param name="Median">Half of them is at most this.</param>
/// <param name="Upper">Three quarters are at most this.</param>
/// <param name="Greatest">The greatest number.</param>
public sealed record Quartiles(double Least, double Lower, double Median, double Upper, double Greatest)
{
    internal static Quartiles Of(ReadOnlySpan<double> sorted) =>
        new(sorted[0], At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75), sorted[^1]);

    /// <summary>The place is (n − 1)·share, as NumPy's and R's default.</summary>
    internal static double At(ReadOnlySpan<double> sorted, double share)
    {
        double place = (sorted.Length - 1) * share;
        int below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}

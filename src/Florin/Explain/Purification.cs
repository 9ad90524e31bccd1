namespace Florin.Explain;

using MathNet.Numerics.LinearAlgebra;

/// <summary>A value over two columns.</summary>
/// <param name="First">Where the first column's cell lies.</param>
/// <param name="Second">Where the second's lies.</param>
/// <param name="Weight">How much it counts.</param>
/// <param name="Value">The value.</param>
readonly record struct PairPoint(BasisPlace First, BasisPlace Second, double Weight, double Value);

/// <summary>
/// What a surface over two columns owes to each of them alone: the sum of two curves that lies nearest to it, by weighted least squares.
/// What is left has mean 0 around every place of either column: the interaction of a weighted functional analysis of variance (Hooker
/// 2007; Lengerich et al. 2020, who move the same mass cell by cell).
/// </summary>
/// <param name="first">The first column's curve, by place.</param>
/// <param name="second">The second's.</param>
sealed class Purification(double[] first, double[] second)
{
    /// <summary>Of all weight: a constant may stand in either curve, and a place may be empty.</summary>
    const double Ridge = 1e-11;

    /// <summary>The curves of points, of whose values the mean is taken off first.</summary>
    /// <param name="firstSize">Places of the first column.</param>
    /// <param name="secondSize">Places of the second.</param>
    /// <param name="points">The surface where rows lie.</param>
    public static Purification Of(int firstSize, int secondSize, IReadOnlyList<PairPoint> points)
    {
        int size = firstSize + secondSize;
        double weight = points.Sum(point => point.Weight), mean = points.Sum(point => point.Weight * point.Value) / weight;
        double[] squares = new double[size * size], sums = new double[size];
        foreach (PairPoint point in points)
        {
            Span<(int At, double Share)> places =
            [
                (point.First.At, 1 - point.First.Next), (point.First.At + 1, point.First.Next),
                (firstSize + point.Second.At, 1 - point.Second.Next), (firstSize + point.Second.At + 1, point.Second.Next),
            ];
            foreach ((int at, double share) in places)
            {
                if (share == 0) continue;
                sums[at] += point.Weight * share * (point.Value - mean);
                foreach ((int other, double by) in places)
                    if (by != 0) squares[at * size + other] += point.Weight * share * by;
            }
        }

        for (int i = 0; i < size; i++) squares[i * size + i] += Ridge * weight;
        double[] curves = [.. Matrix<double>.Build.Dense(size, size, squares).Cholesky().Solve(Vector<double>.Build.Dense(sums))];
        return new Purification(curves[..firstSize], curves[firstSize..]);
    }

    /// <summary>What the first column's curve says at a place.</summary>
    public double First(BasisPlace place) => At(first, place);

    /// <summary>What the second column's says.</summary>
    public double Second(BasisPlace place) => At(second, place);

    static double At(double[] curve, BasisPlace place) =>
        curve[place.At] + (place.Next == 0 ? 0 : place.Next * (curve[place.At + 1] - curve[place.At]));
}

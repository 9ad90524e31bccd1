namespace Florin;

using System.Globalization;

/// <summary>
/// Where numbers are cut at first. An edge is the number with the fewest digits among those that cut about as well: people can sign it, and
/// it is nobody's own amount.
/// </summary>
static class RoundNumbers
{
    const int Fewest = BinningOptions.FewestRows;

    /// <summary>Ascending edges; each of the parts that they make holds five numbers or more. A number that equals an edge stands above
    /// it.</summary>
    /// <param name="sorted">Ascending, finite.</param>
    /// <param name="most">The most parts, about.</param>
    public static double[] Edges(double[] sorted, int most)
    {
        double[] distinct = [.. sorted.Distinct().Take(most + 1)];
        IEnumerable<double> edges = distinct.Length <= most ? distinct.Zip(distinct.Skip(1), Between)
            : Enumerable.Range(1, most - 1).SelectMany(part => Near(sorted, (int)((long)sorted.Length * part / most),
                Math.Max(Fewest, sorted.Length / (8 * most))));
        List<double> kept = [];
        int from = 0;
        foreach (double edge in edges.Distinct().Order())
        {
            int at = Below(sorted, edge);
            if (at - from < Fewest || sorted.Length - at < Fewest) continue;
            kept.Add(edge);
            from = at;
        }

        return [.. kept];
    }

    /// <summary>
    /// The roundest number above <paramref name="low"/> and not above <paramref name="high"/>; of several as round the one that ends in 5,
    /// else the middle one.
    /// </summary>
    public static double Between(double low, double high)
    {
        if (!double.IsFinite(high - low)) return 0;
        int first = (int)Math.Ceiling(Math.Log10(high - low)) + 2;
        for (int exponent = first; exponent > first - 19; exponent--)
        {
            double step = Number(1, exponent);
            if (Math.Abs(high) / step > 1e15 || Math.Abs(low) / step > 1e15) break;
            long lower = (long)Math.Floor(low / step), upper = (long)Math.Floor(high / step);
            long[] steps = [.. Enumerable.Range(0, (int)(upper - lower + 3)).Select(i => lower - 1 + i)
                .Where(count => Number(count, exponent) > low && Number(count, exponent) <= high)];
            if (steps.Length == 0) continue;
            long chosen = steps.Contains(0) ? 0 : steps.FirstOrDefault(count => count % 5 == 0, steps[steps.Length / 2]);
            return Number(chosen, exponent);
        }

        return high;
    }

    /// <summary>Around a place of the sorted numbers: within reach of it, or where its number begins and ends if that fills the
    /// reach.</summary>
    static IEnumerable<double> Near(double[] sorted, int place, int reach)
    {
        double low = sorted[Math.Max(0, place - reach)], high = sorted[Math.Min(sorted.Length - 1, place + reach)];
        if (low < high) return [Between(low, high)];
        int begin = Below(sorted, low), end = Below(sorted, Math.BitIncrement(low));
        return
        [
            .. begin > 0 ? [Between(sorted[begin - 1], low)] : (ReadOnlySpan<double>)[],
            .. end < sorted.Length ? [Between(low, sorted[end])] : (ReadOnlySpan<double>)[],
        ];
    }

    /// <summary>How many numbers are below this one.</summary>
    static int Below(double[] sorted, double number)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] < number) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    static double Number(long count, int exponent) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"{count}E{exponent}"), CultureInfo.InvariantCulture);
}

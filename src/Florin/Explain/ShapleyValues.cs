namespace Florin.Explain;

using System.Collections.Immutable;

/// <summary>Shapley values of columns against one reference: exact for few columns, by sampled orders for many.</summary>
static class ShapleyValues
{
    const int MostExact = 10, ChunkRows = 4096;

    const uint Node = 0x5A9;

    public static (double Share, double? Error)[] Shares(Model model, AttributionPath path, ImmutableArray<Player> players,
        ExplainOptions options, CancellationToken cancellation)
    {
        // A column whose inputs are those of the reference changes nothing, whatever the others are.
        Player[] active = [.. players.Where(player => player.Inputs.Any(input => path.From[input] != path.To[input]))];
        (double Share, double? Error)[] found = active.Length <= MostExact ? Exact(model, path, active, cancellation)
            : Sampled(model, path, active, options, cancellation);
        double? certain = active.Length <= MostExact ? null : 0;
        return [.. players.Select(player => Array.IndexOf(active, player) is >= 0 and var at ? found[at] : (0, certain))];
    }

    static (double Share, double? Error)[] Exact(Model model, AttributionPath path, Player[] active, CancellationToken cancellation)
    {
        int count = active.Length;
        double[] values = Values(model, path, active, [.. Enumerable.Range(0, 1 << count)], cancellation);
        double[] weights = new double[count];
        for (int size = 0; size < count; size++) weights[size] = 1.0 / (count * Choose(count - 1, size));
        return [.. Enumerable.Range(0, count).Select(player =>
        {
            double share = 0;
            for (int set = 0; set < values.Length; set++)
                if ((set >> player & 1) == 0)
                    share += weights[System.Numerics.BitOperations.PopCount((uint)set)] * (values[set | 1 << player] - values[set]);
            return (share, (double?)null);
        })];
    }

    static double Choose(int n, int k)
    {
        double ways = 1;
        for (int i = 1; i <= k; i++) ways = ways * (n - k + i) / i;
        return ways;
    }

    /// <summary>Each order and its reverse: their mean varies less than that of two orders drawn alone.</summary>
    static (double Share, double? Error)[] Sampled(Model model, AttributionPath path, Player[] active, ExplainOptions options,
        CancellationToken cancellation)
    {
        int pairs = options.Orders / 2;
        double[] sums = new double[active.Length], squares = new double[active.Length];
        for (int pair = 0; pair < pairs; pair++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] order = [.. Enumerable.Range(0, active.Length)];
            Kernels.Philox.Shuffle(order, options.Seed, (uint)pair, 0, Node);
            double[] there = Steps(model, path, active, order), back = Steps(model, path, active, [.. order.Reverse()]);
            for (int player = 0; player < active.Length; player++)
            {
                double mean = (there[player] + back[player]) / 2;
                sums[player] += mean;
                squares[player] += mean * mean;
            }
        }

        return [.. sums.Select((sum, player) => (sum / pairs, (double?)Error(sum, squares[player], pairs)))];
    }

    static double? Error(double sum, double squares, int count) =>
        count < 2 ? null : Math.Sqrt(Math.Max(0, squares - sum * sum / count) / (count - 1) / count);

    /// <summary>What each player adds when they come in this order.</summary>
    static double[] Steps(Model model, AttributionPath path, Player[] active, int[] order)
    {
        float[] rows = new float[(order.Length + 1) * path.Width];
        path.From.CopyTo(rows, 0);
        for (int step = 0; step < order.Length; step++)
        {
            Span<float> next = rows.AsSpan((step + 1) * path.Width, path.Width);
            rows.AsSpan(step * path.Width, path.Width).CopyTo(next);
            foreach (int input in active[order[step]].Inputs) next[input] = path.To[input];
        }

        double[] scores = new RowScores(model, path).Of(rows, order.Length + 1), steps = new double[order.Length];
        for (int step = 0; step < order.Length; step++) steps[order[step]] = scores[step + 1] - scores[step];
        return steps;
    }

    static double[] Values(Model model, AttributionPath path, Player[] active, int[] sets, CancellationToken cancellation)
    {
        var values = new List<double>(sets.Length);
        foreach (int[] chunk in sets.Chunk(ChunkRows))
        {
            cancellation.ThrowIfCancellationRequested();
            float[] rows = new float[chunk.Length * path.Width];
            for (int i = 0; i < chunk.Length; i++)
            {
                path.From.CopyTo(rows, i * path.Width);
                for (int player = 0; player < active.Length; player++)
                    if ((chunk[i] >> player & 1) == 1)
                        foreach (int input in active[player].Inputs) rows[i * path.Width + input] = path.To[input];
            }

            values.AddRange(new RowScores(model, path).Of(rows, chunk.Length));
        }

        return [.. values];
    }
}

namespace Florin;

using Florin.Graph;

/// <summary>
/// How far a number has come through each bin of its feature: min(max((x - start) slope, low), high), where the first bin has no low and
/// the last one no high end. Bins past a feature's own have slope 0 and give 0.
/// </summary>
sealed class BinTables(int features, int most)
{
    /// <summary>In place of infinity: a file of weights is expected to hold finite numbers.</summary>
    const double Open = 1e30;

    readonly Real[][] tables = [.. Names.Select(_ => new Real[features * most])];

    static string[] Names { get; } = ["start", "slope", "low", "high"];

    /// <summary>The bins between these ascending edges.</summary>
    public void Set(int feature, ReadOnlySpan<double> edges)
    {
        for (int bin = 0; bin < most; bin++)
        {
            bool own = bin < edges.Length - 1;
            int at = feature * most + bin;
            tables[0][at] = own ? (Real)edges[bin] : 0;
            tables[1][at] = own ? (Real)(1 / (edges[bin + 1] - edges[bin])) : 0;
            tables[2][at] = own && bin == 0 ? (Real)(-Open) : 0;
            tables[3][at] = !own ? 0 : bin == edges.Length - 2 ? (Real)Open : 1;
        }
    }

    /// <summary>[batch, features] → [batch, features, most]; learned tables are states, which start at 0.</summary>
    public Node Code(Node x, bool learned)
    {
        Node[] known = [.. Names.Select((name, i) => learned
            ? x.Builder.State(name, Shape.Fixed(features, most), 0) : x.Constant(tables[i], features, most))];
        return Node.Min(Node.Max((x.Reshape(features, 1) - known[0]) * known[1], known[2]), known[3]);
    }

    /// <summary>Edges at quantiles of equally spaced levels (linear between neighbours), equal ones once.</summary>
    public static void Find(StartingRows rows, int most)
    {
        int features = rows["start"].Length / most, count = rows.Values.Length / features, bins = Math.Min(most, Math.Max(1, count - 1));
        var found = new BinTables(features, most);
        double[] column = new double[count];
        for (int feature = 0; feature < features; feature++)
        {
            for (int row = 0; row < count; row++) column[row] = rows.Values[row * features + feature];
            Array.Sort(column);
            List<double> edges = [];
            for (int level = 0; level <= bins; level++)
            {
                double at = (double)level * (count - 1) / bins;
                int below = Math.Min((int)at, Math.Max(0, count - 2)), above = Math.Min(below + 1, count - 1);
                double edge = column[below] + (at - below) * (column[above] - column[below]);
                if (edges.Count == 0 || (Real)edge > (Real)edges[^1]) edges.Add(edge);
            }

            if (edges.Count == 1) edges.Add(edges[0] + 1);
            found.Set(feature, [.. edges]);
        }

        for (int i = 0; i < Names.Length; i++) found.tables[i].CopyTo(rows[Names[i]]);
    }
}

namespace Florin;

using System.Collections.Immutable;

/// <summary>
/// Few points of a line for many: the one farthest from the line through those kept is added until none is off it or there are enough
/// (Ramer, Douglas and Peucker, farthest first).
/// </summary>
static class Thinning
{
    public const int Limit = 400;

    /// <summary>Which points to keep, ascending, the first, the last and those asked for among them.</summary>
    /// <param name="columns">Coordinates, a column each, all scaled to about 0 to 1.</param>
    /// <param name="always">Points to keep in any case.</param>
    public static int[] Of(double[][] columns, params ReadOnlySpan<int> always)
    {
        int points = columns[0].Length;
        var kept = new SortedSet<int>(always.ToArray()) { 0, points - 1 };
        var waiting = new PriorityQueue<(int From, int To, int At), double>();
        int[] start = [.. kept];
        for (int i = 1; i < start.Length; i++) Farthest(columns, start[i - 1], start[i], waiting);
        while (kept.Count < Limit && waiting.TryDequeue(out var piece, out _))
        {
            kept.Add(piece.At);
            Farthest(columns, piece.From, piece.At, waiting);
            Farthest(columns, piece.At, piece.To, waiting);
        }

        return [.. kept];
    }

    public static ImmutableArray<double> Take(double[] column, int[] kept) => [.. kept.Select(i => column[i])];

    static void Farthest(double[][] columns, int from, int to, PriorityQueue<(int From, int To, int At), double> waiting)
    {
        (int at, double largest) = (-1, 1e-20); // squared: below, a point lies on the line
        for (int i = from + 1; i < to; i++)
            if (Distance(columns, from, to, i) is var distance && distance > largest) (at, largest) = (i, distance);
        if (at >= 0) waiting.Enqueue((from, to, at), -largest);
    }

    /// <summary>Squared distance of a point from the straight line between two others.</summary>
    static double Distance(double[][] columns, int from, int to, int point)
    {
        (double along, double length, double square) = (0, 0, 0);
        foreach (double[] column in columns)
        {
            double chord = column[to] - column[from], own = column[point] - column[from];
            (along, length, square) = (along + chord * own, length + chord * chord, square + own * own);
        }

        return length > 0 ? square - along / length * along : square;
    }
}

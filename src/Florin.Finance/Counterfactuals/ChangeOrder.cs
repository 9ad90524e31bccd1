namespace Florin.Counterfactuals;

/// <summary>A cell that is changed: the place of its column among those that may change, what it becomes, and what that costs.</summary>
readonly record struct Change(int Column, double Number, string? Level, double Cost);

/// <summary>
/// Combinations of changes of up to three columns by rising cost. Of each set of columns the cheapest combination waits in a heap; taking
/// one puts those in its place that are one option dearer in one column.
/// </summary>
sealed class ChangeOrder
{
    readonly Change[][] options;
    readonly double eachCost;
    readonly PriorityQueue<Waiting, (double Cost, int Number)> heap = new();
    readonly List<int[]> closed = [];
    int pushed;

    /// <param name="options">By column, cheapest first.</param>
    /// <param name="most">Columns of a combination, 1 to 3.</param>
    /// <param name="eachCost">The cost of each changed column.</param>
    public ChangeOrder(Change[][] options, int most, double eachCost)
    {
        (this.options, this.eachCost) = (options, eachCost);
        int[] columns = [.. Enumerable.Range(0, options.Length).Where(column => options[column].Length > 0)];
        foreach (int one in columns)
        {
            Push(new Waiting([one], [0], 0));
            foreach (int two in most < 2 ? [] : columns.Where(column => column > one))
            {
                Push(new Waiting([one, two], [0, 0], 0));
                foreach (int three in most < 3 ? [] : columns.Where(column => column > two))
                    Push(new Waiting([one, two, three], [0, 0, 0], 0));
            }
        }
    }

    /// <summary>The next combinations that are allowed and hold no closed set; fewer than asked for when there are no more.</summary>
    public Change[][] Take(int count, Func<Change[], bool> allowed)
    {
        List<Change[]> taken = [];
        while (taken.Count < count && heap.TryDequeue(out Waiting? next, out _))
        {
            Change[] changes = [.. next.Columns.Zip(next.At, (column, at) => options[column][at])];
            if (IsClosed(changes)) continue;
            for (int place = next.From; place < next.At.Length; place++)
            {
                if (next.At[place] + 1 >= options[next.Columns[place]].Length) continue;
                int[] at = [.. next.At];
                at[place]++;
                // Places before it stay as they are, so that each combination comes once.
                Push(new Waiting(next.Columns, at, place));
            }

            if (allowed(changes)) taken.Add(changes);
        }

        return [.. taken];
    }

    /// <summary>No more combinations that change all of these columns.</summary>
    public void Close(Change[] changes) => closed.Add([.. changes.Select(change => change.Column)]);

    public bool IsClosed(Change[] changes) =>
        closed.Exists(set => Array.TrueForAll(set, column => Array.Exists(changes, change => change.Column == column)));

    void Push(Waiting waiting)
    {
        double cost = eachCost * waiting.At.Length;
        for (int place = 0; place < waiting.At.Length; place++) cost += options[waiting.Columns[place]][waiting.At[place]].Cost;
        heap.Enqueue(waiting, (cost, pushed++));
    }

    sealed record Waiting(int[] Columns, int[] At, int From);
}

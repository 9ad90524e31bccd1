namespace Florin;

/// <summary>How well one column alone orders rows by whether an event happened.</summary>
static class SingleColumn
{
    const int FewestRows = 20;

    public static double? Auc(Column column, bool[] events)
    {
        int[] there = [.. Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row))];
        double[] scores = column switch
        {
            NumberColumn numbers => [.. there.Select(row => numbers.Values[row])],
            DateColumn dates => [.. there.Select(row => (double)dates.Values[row].Ticks)],
            _ => Rates(column.AsCategories(), there, events),
        };
        return Auc(scores, [.. there.Select(row => events[row])]);
    }

    /// <summary>The share of pairs of an event and a row without, in which the event has the higher score, ties as half; turned round below
    /// 0.5. Null without such a pair.</summary>
    public static double? Auc(double[] scores, bool[] events)
    {
        double? auc = BinaryMetrics.Auc(scores, [.. events.Select(happened => happened ? 1.0 : 0)]);
        return auc is { } value ? Math.Max(value, 1 - value) : null;
    }

    /// <summary>Each row's score is the share of events in its level.</summary>
    static double[] Rates(CategoryColumn column, int[] there, bool[] events)
    {
        var rows = new int[column.Levels.Count];
        foreach (int row in there) rows[column.Values[row]]++;
        int[] pool = [.. rows.Select((count, code) => count < FewestRows ? rows.Length : code)];
        var totals = new double[rows.Length + 1];
        var hits = new double[rows.Length + 1];
        foreach (int row in there)
        {
            int code = pool[column.Values[row]];
            totals[code]++;
            if (events[row]) hits[code]++;
        }

        return [.. there.Select(row => hits[pool[column.Values[row]]] / totals[pool[column.Values[row]]])];
    }
}

namespace Florin;

/// <summary>Which rows are learned from, which decide when to stop, and which judge.</summary>
public abstract record Split
{
    const uint Node = 0x5B17;

    /// <summary>Share of the training rows that decide when to stop. Default 0.2; where they come from is each split's own.</summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>The rows of each part, ascending.</summary>
    /// <exception cref="FlorinException">FLR0571: a setting out of its range; FLR0572: a part would be empty or lack a class.</exception>
    public abstract SplitRows Apply(Table table, Schema schema, ReadOnlySpan<double> labels, ulong seed);

    /// <summary>The split for a table when the plan says none: out of time where there is a time column, else stratified.</summary>
    public static Split Default(Schema schema) => schema.Given.Time is null ? new StratifiedSplit() : new OutOfTimeSplit();

    internal static void CheckShare(string place, double share)
    {
        if (!(share is > 0 and < 1))
            throw new FlorinException("FLR0571", "a share must lie between 0 and 1", place, FormattableString.Invariant($"{share}"),
                "write for example 0.2");
    }

    /// <summary>Every division of the rows that is judged, one after the other: one, or one for each fold.</summary>
    /// <inheritdoc cref="Apply"/>
    public virtual IReadOnlyList<SplitRows> Folds(Table table, Schema schema, ReadOnlySpan<double> labels, ulong seed) =>
        [Apply(table, schema, labels, seed)];

    /// <summary>Takes a share of the rows at random, of each label alike.</summary>
    private protected static (int[] Others, int[] Taken) Draw(int[] rows, RowUnits units, double share, ulong seed, uint slot)
    {
        var taken = new HashSet<int>();
        foreach (IGrouping<double, int[]> alike in units.Of(rows))
        {
            int[][] members = [.. alike];
            Kernels.Philox.Shuffle<int[]>(members, seed, slot, (uint)alike.Key, Node);
            int wanted = (int)Math.Round(share * members.Sum(unit => unit.Length), MidpointRounding.AwayFromZero), count = 0;
            foreach (int[] unit in members)
            {
                // A unit that would go too far is passed over: a smaller one may fit.
                if (count + unit.Length / 2 >= wanted) continue;
                taken.UnionWith(unit);
                count += unit.Length;
            }
        }

        return ([.. rows.Where(row => !taken.Contains(row))], [.. rows.Where(taken.Contains)]);
    }
}

/// <summary>Rows by their place in the table, from 0.</summary>
public sealed record SplitRows(int[] Train, int[] Validation, int[] Test);

/// <summary>A share of each class at random; rows of one group, where the schema names one, stay together.</summary>
/// <param name="Share">Of the rows that judge. Default 0.2.</param>
public sealed record StratifiedSplit(double Share = 0.2) : Split
{
    /// <inheritdoc/>
    public override SplitRows Apply(Table table, Schema schema, ReadOnlySpan<double> labels, ulong seed)
    {
        CheckShare("split.share", Share);
        var units = RowUnits.Of(table, schema, labels);
        (int[] rest, int[] test) = Draw([.. Enumerable.Range(0, labels.Length)], units, Share, seed, 1);
        (int[] train, int[] validation) = Draw(rest, units, ValidationShare, seed, 2);
        return new SplitRows(train, validation, test);
    }
}

/// <summary>Row i, counted from 1, judges when i is a multiple of k: a split that needs no random numbers.</summary>
/// <param name="K">2 or more.</param>
public sealed record EverySplit(int K) : Split
{
    /// <inheritdoc/>
    public override SplitRows Apply(Table table, Schema schema, ReadOnlySpan<double> labels, ulong seed)
    {
        if (K < 2)
            throw new FlorinException("FLR0571", "every k rows needs k of 2 or more", "split.k", FormattableString.Invariant($"{K}"),
                "write for example k: 5");
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        (int[] train, int[] validation) = Draw([.. all.Where(row => (row + 1) % K != 0)], RowUnits.Of(table, schema, labels),
            ValidationShare, seed, 2);
        return new SplitRows(train, validation, [.. all.Where(row => (row + 1) % K == 0)]);
    }
}

/// <summary>
/// The latest rows judge, the latest of the others decide when to stop: how the model would have done had it been in use.
/// </summary>
/// <param name="Share">Of the rows that judge, when no date is given. Default 0.2.</param>
/// <param name="From">The first date of the rows that judge; null: by share.</param>
public sealed record OutOfTimeSplit(double Share = 0.2, DateTime? From = null) : Split
{
    /// <inheritdoc/>
    public override SplitRows Apply(Table table, Schema schema, ReadOnlySpan<double> labels, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(schema);
        CheckShare("split.share", Share);
        IComparable[] times = Times(table, schema);
        int[] order = [.. Enumerable.Range(0, times.Length).OrderBy(row => times[row])];
        int first = From is { } date ? Array.FindIndex(order, row => times[row].CompareTo(date) >= 0)
            : Whole(order, times, (int)Math.Round((1 - Share) * order.Length));
        if (first < 0) first = order.Length;
        int kept = Whole(order[..first], times, (int)Math.Round((1 - ValidationShare) * first));
        return new SplitRows([.. order[..kept].Order()], [.. order[kept..first].Order()], [.. order[first..].Order()]);
    }

    /// <summary>Rows of one moment stay together: the cut moves back to where the time changes.</summary>
    static int Whole(int[] order, IComparable[] times, int cut)
    {
        while (cut > 0 && cut < order.Length && times[order[cut]].CompareTo(times[order[cut - 1]]) == 0) cut--;
        return cut;
    }

    IComparable[] Times(Table table, Schema schema)
    {
        string name = schema.Given.Time ?? throw new FlorinException("FLR0571", "an out-of-time split needs a time column", "data.time",
            "none", "name the column that holds the dates, or choose another split");
        Column column = table[name];
        if (column.MissingCount > 0)
            throw new FlorinException("FLR0572", "the time column has missing cells", $"column \"{name}\"",
                FormattableString.Invariant($"{column.MissingCount} rows"), "take those rows out, or choose another split");
        return column switch
        {
            DateColumn dates => [.. dates.Values.ToArray().Select(date => (IComparable)date)],
            NumberColumn numbers when From is null => [.. numbers.Values.ToArray().Select(number => (IComparable)number)],
            _ => throw new FlorinException("FLR0572", "the time column does not hold dates", $"column \"{name}\"", $"{column.Kind}",
                "say how its dates are written under data.dates"),
        };
    }
}

/// <summary>A column of the table says which rows judge; it is never an input.</summary>
/// <param name="Column">The column.</param>
/// <param name="Test">Its value in rows that judge.</param>
/// <param name="Validation">Its value in rows that decide when to stop; null: a share of the others at random.</param>
public sealed record ColumnSplit(string Column, string Test, string? Validation = null) : Split
{
    /// <inheritdoc/>
    public override SplitRows Apply(Table table, Schema schema, ReadOnlySpan<double> labels, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(table);
        Column column = table[Column];
        int[] all = [.. Enumerable.Range(0, column.Count)], test = [.. all.Where(row => column.Holds(row, Test))];
        int[] held = Validation is null ? [] : [.. all.Where(row => column.Holds(row, Validation))],
            rest = [.. all.Except(test).Except(held)];
        if (Validation is not null) return new SplitRows(rest, held, test);
        (int[] train, int[] validation) = Draw(rest, RowUnits.Of(table, schema, labels), ValidationShare, seed, 2);
        return new SplitRows(train, validation, test);
    }
}

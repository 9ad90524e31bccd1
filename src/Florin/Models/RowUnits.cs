namespace Florin;

/// <summary>Rows that stay together: those of one group, or each by itself; with the label by which they are drawn in proportion.</summary>
sealed class RowUnits
{
    const uint Node = 0xF01D;

    readonly double[] labels;
    readonly int[]? groups;

    RowUnits(double[] labels, int[]? groups) => (this.labels, this.groups) = (labels, groups);

    public static RowUnits Of(Table table, Schema schema, ReadOnlySpan<double> labels, bool grouped = true) =>
        new(labels.ToArray(), grouped && schema.Given.Group is { } name ? table.Category(name).Values.ToArray() : null);

    /// <summary>The units among some rows by label: that of the row, or the highest within a group. A missing group is none.</summary>
    public IEnumerable<IGrouping<double, int[]>> Of(int[] rows) => groups is null
        ? rows.Select(row => (int[])[row]).GroupBy(unit => labels[unit[0]])
        : rows.GroupBy(row => groups[row] == CategoryColumn.Missing ? -1 - row : groups[row]).Select(group => group.ToArray())
            .GroupBy(unit => unit.Max(row => labels[row]));

    /// <summary>How many units the first rows are.</summary>
    public int Count(int rows) => groups is null ? rows : Of([.. Enumerable.Range(0, rows)]).Sum(alike => alike.Count());

    /// <summary>
    /// Deals rows to parts of equal size and equal shares of each label: the largest units first, each to the part with the fewest rows of
    /// its label, then the fewest rows at all.
    /// </summary>
    /// <returns>The part of each row, from 0.</returns>
    /// <exception cref="FlorinException">FLR0571: fewer than two parts, or more than units.</exception>
    public int[] Deal(int[] rows, int parts, ulong seed, uint repeat)
    {
        IGrouping<double, int[]>[] labelled = [.. Of(rows).OrderBy(alike => alike.Key)];
        int count = labelled.Sum(alike => alike.Count());
        if (parts < 2 || parts > count)
            throw new FlorinException("FLR0571", "the number of folds does not fit the rows", "folds",
                FormattableString.Invariant($"{parts} folds of {count} {(groups is null ? "rows" : "groups")}"),
                "write 2 to as many folds as there are rows or groups; 5 and 10 are usual");
        int[] part = new int[rows.Length], sizes = new int[parts];
        foreach (IGrouping<double, int[]> alike in labelled)
        {
            int[][] members = [.. alike];
            Kernels.Philox.Shuffle<int[]>(members, seed, repeat, (uint)alike.Key, Node);
            int[] own = new int[parts];
            foreach (int[] unit in members.OrderByDescending(unit => unit.Length))
            {
                int fold = Enumerable.Range(0, parts).MinBy(each => (own[each], sizes[each]));
                foreach (int row in unit) part[row] = fold;
                own[fold] += unit.Length;
                sizes[fold] += unit.Length;
            }
        }

        return part;
    }
}

namespace Florin;

/// <summary>
/// Every row judges once in each repeat, by a model that did not see it. Validation rows are a share of the rows that a fold learns from.
/// </summary>
/// <param name="Count">Parts, from 2 to the rows or groups. Default 5.</param>
/// <param name="Repeats">How often all is divided anew, from 1. Default 1.</param>
/// <param name="Stratified">Whether parts have the same share of each class. Default true.</param>
/// <param name="Grouped">Whether rows of one group stay in one part, as far as sizes allow of equal shares; the schema names the group.
/// Default false.</param>
public sealed record KFoldSplit(int Count = 5, int Repeats = 1, bool Stratified = true, bool Grouped = false) : Split
{
    const uint FirstSlot = 8;

    /// <inheritdoc/>
    public override SplitRows Apply(Table table, Schema schema, ReadOnlySpan<double> labels, ulong seed) =>
        Folds(table, schema, labels, seed)[0];

    /// <inheritdoc/>
    public override IReadOnlyList<SplitRows> Folds(Table table, Schema schema, ReadOnlySpan<double> labels, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (Grouped && schema.Given.Group is null)
            throw new FlorinException("FLR0571", "folds of groups need a group column", "data.group", "none",
                "name the column whose rows stay together, or leave group out");
        if (Repeats < 1)
            throw new FlorinException("FLR0571", "folds are divided once at least", "split.repeats",
                FormattableString.Invariant($"{Repeats}"),
                "write for example repeats: 3");
        RowUnits labelled = RowUnits.Of(table, schema, labels, Grouped),
            units = Stratified ? labelled : RowUnits.Of(table, schema, new double[labels.Length], Grouped);
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        var folds = new List<SplitRows>();
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            int[] part = units.Deal(all, Count, seed, (uint)repeat);
            for (int fold = 0; fold < Count; fold++)
            {
                (int[] train, int[] validation) = Draw([.. all.Where(row => part[row] != fold)], labelled, ValidationShare, seed,
                    FirstSlot + (uint)folds.Count);
                folds.Add(new SplitRows(train, validation, [.. all.Where(row => part[row] == fold)]));
            }
        }

        return folds;
    }
}

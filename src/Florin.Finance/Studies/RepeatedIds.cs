namespace Florin;

/// <summary>Ids that stand in more than one row, and those that both learn and judge.</summary>
/// <param name="Rows">Rows that have an id.</param>
/// <param name="Repeated">Different ids that stand more than once.</param>
/// <param name="Shared">Those with rows on both sides of the split, of folds in any of them.</param>
sealed record RepeatedIds(int Rows, int Repeated, int Shared)
{
    public static RepeatedIds Of(Column ids, IEnumerable<SplitRows> folds)
    {
        string?[] texts = [.. Enumerable.Range(0, ids.Count).Select(ids.TextAt)];
        HashSet<string> repeated = [.. texts.OfType<string>().CountBy(text => text).Where(each => each.Value > 1).Select(each => each.Key)];
        HashSet<string> shared = [];
        if (repeated.Count > 0)
            foreach (SplitRows fold in folds)
                shared.UnionWith(fold.Train.Concat(fold.Validation).Select(row => texts[row]).OfType<string>().Where(repeated.Contains)
                    .Intersect(fold.Test.Select(row => texts[row]).OfType<string>()));
        return new RepeatedIds(texts.OfType<string>().Count(), repeated.Count, shared.Count);
    }

    /// <summary>What a study notes; null where every id stands once.</summary>
    public string? Note(string column) => Repeated == 0 ? null
        : $"{StudyText.Whole(Repeated)} values of the id {column} stand in more than one row ({StudyText.Whole(Rows)} rows have an id): a "
            + "row was counted twice, or a customer has several. " + (Shared == 0 ? "None of them is on both sides of the split."
            : $"{StudyText.Whole(Shared)} of them are on both sides of the split: the model learned from customers that judge it and may "
                + $"look better than it is. Keep each on one side: data: {{group: {column}}} in the place of id, and split: {{kind: "
                + "k-fold, group: true}.");
}

namespace Florin;

using System.Globalization;

/// <summary>From what a plan says to what cuts a table.</summary>
static class Splits
{
    public static Split Of(SplitPlan plan) => plan switch
    {
        SplitPlans.Stratified stratified => new StratifiedSplit(stratified.Share),
        SplitPlans.Every every => new EverySplit(every.K),
        SplitPlans.OutOfTime { From: { } from } => new OutOfTimeSplit(From: DateTime.Parse(from, CultureInfo.InvariantCulture)),
        SplitPlans.OutOfTime outOfTime => new OutOfTimeSplit(outOfTime.Share ?? 0.2),
        SplitPlans.KFold folds => new KFoldSplit(folds.Folds, folds.Repeats, folds.Stratified, folds.Group),
        SplitPlans.Column column => new ColumnSplit(column.By, column.Test, column.Validation),
        _ => throw new FlorinException("FLR1102", "this recipe does not run that split yet", "split.kind", plan.GetType().Name,
            "choose stratified, k-fold, every, out-of-time or column"),
    };

    public static string InWords(Split split, ModelTask task) => split switch
    {
        StratifiedSplit each when task is ModelTask.Number or ModelTask.Count or ModelTask.Share =>
            string.Create(CultureInfo.InvariantCulture, $"{each.Share:P0} of the rows at random judge"),
        StratifiedSplit each => string.Create(CultureInfo.InvariantCulture, $"{each.Share:P0} of each class at random judge"),
        EverySplit each => string.Create(CultureInfo.InvariantCulture, $"every {each.K}th row judges"),
        OutOfTimeSplit { From: { } from } => string.Create(CultureInfo.InvariantCulture, $"rows from {from:yyyy-MM-dd} on judge"),
        OutOfTimeSplit each => string.Create(CultureInfo.InvariantCulture, $"the latest {each.Share:P0} of the rows judge"),
        KFoldSplit each => string.Create(CultureInfo.InvariantCulture, $"{each.Count} folds")
            + (each.Grouped ? ", groups together" : "")
            + (each.Repeats > 1 ? string.Create(CultureInfo.InvariantCulture, $", divided {each.Repeats} times; the first counts") : ""),
        ColumnSplit each => $"column \"{each.Column}\" says which rows judge",
        _ => split.ToString(),
    };
}

namespace Florin;

/// <summary>predictions.csv: every validation and test row with its scores.</summary>
static class Predictions
{
    const string IdName = "id";

    /// <summary>Of one split every validation and test row; of folds every test row, with the fold whose model did not see it.</summary>
    public static Table Of(Table table, IReadOnlyList<StudyFold> folds, string? id, CreditPolicy? policy = null) =>
        Graded(folds.Count == 1 ? Held(table, folds[0], id) : Folds(table, folds, id), policy);

    /// <summary>With what the policy makes of the scores behind them.</summary>
    static Table Graded(Table predictions, CreditPolicy? policy)
    {
        if (policy is null) return predictions;
        double[] scores = predictions.Number("score").Values.ToArray();
        return policy.Columns().Aggregate(predictions, (table, column) => table.With(column.Number is { } number
            ? new NumberColumn(column.Name, [.. scores.Select(number)]) : CategoryColumn.From(column.Name, scores.Select(column.Text!))));
    }

    static Table Held(Table table, StudyFold fold, string? id)
    {
        SplitTable split = fold.Split;
        int[] rows = [.. split.Rows.Validation, .. split.Rows.Test], places = [.. Enumerable.Range(0, rows.Length).OrderBy(at => rows[at])];
        Column part = CategoryColumn.From("split", places.Select(at => at < split.Rows.Validation.Length ? "validation" : "test"));
        return Listed(table, split.Target, [.. places.Select(at => rows[at])], id, [part], [.. fold.Validation, .. fold.Test], places);
    }

    static Table Folds(Table table, IReadOnlyList<StudyFold> folds, string? id)
    {
        int[] rows = [.. folds.SelectMany(fold => fold.Split.Rows.Test)];
        int[] numbers = [.. folds.SelectMany((fold, number) => fold.Split.Rows.Test.Select(_ => number + 1))];
        int[] places = [.. Enumerable.Range(0, rows.Length).OrderBy(at => rows[at]).ThenBy(at => numbers[at])];
        Column part = CategoryColumn.From("split", places.Select(_ => "test"));
        Column fold = new NumberColumn("fold", [.. places.Select(at => (double)numbers[at])]);
        return Listed(table, folds[0].Split.Target, [.. places.Select(at => rows[at])], id, [part, fold],
            [.. folds.SelectMany(each => each.Test)], places);
    }

    static Table Listed(Table table, ModelTarget target, int[] order, string? id, Column[] parts, double[] scores, int[] places)
    {
        Table cells = table.Rows(order);
        Column number = new NumberColumn("row", [.. order.Select(row => (double)table.RowNumber(row))]);
        Column[] named = id is null ? [] : [cells[id].Renamed(IdName)];
        return Table.From([number, .. named, .. parts, Target(target, cells), .. Scores(target, cells, scores, places)]);
    }

    /// <summary>As they are written: with hashes for ids where there is a key.</summary>
    public static Table Told(Table predictions, IdKey? ids) => ids is null ? predictions
        : Table.From([.. predictions.Columns.Select(column => column.Name == IdName ? ids.HashOf(column) : column)]);

    static Column Target(ModelTarget target, Table cells) => target is ClassTarget
        ? cells[target.Column].AsCategories().Renamed("target")
        : new NumberColumn("target", target.Labels(cells));

    static IEnumerable<Column> Scores(ModelTarget target, Table cells, double[] all, int[] places)
    {
        int outputs = target.Outputs;
        if (target is ClassTarget classes)
        {
            yield return CategoryColumn.From("predicted", places.Select(at =>
                classes.Levels[classes.Likeliest(all.AsSpan(at * outputs, outputs))]));
            for (int code = 0; code < outputs; code++)
            {
                int own = code;
                yield return new NumberColumn($"score_{classes.Levels[code]}", [.. places.Select(at => all[at * outputs + own])]);
            }

            yield break;
        }

        double[] scores = [.. places.Select(at => all[at])];
        yield return new NumberColumn("score", scores);
        if (target is ShareTarget { Whole: not null } share)
            yield return new NumberColumn("amount", [.. scores.Select((score, row) => share.AmountOf(cells, row, score))]);
        if (target is CountTarget count)
            yield return new NumberColumn("rate", [.. scores.Zip(count.Exposures(cells), (score, exposure) => score / exposure)]);
    }
}

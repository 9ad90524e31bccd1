namespace Florin;

/// <summary>predictions.csv: every validation and test row with its score.</summary>
static class Predictions
{
    public static Table Of(Table table, SplitTable split, string? id, double[] validation, double[] test)
    {
        (int Row, string Part, double Score)[] rows =
        [
            .. split.Rows.Validation.Zip(validation, (row, score) => (row, "validation", score))
                .Concat(split.Rows.Test.Zip(test, (row, score) => (row, "test", score))).OrderBy(each => each.row),
        ];
        int[] order = [.. rows.Select(each => each.Row)];
        double[] labels = split.Target.Labels(table.Rows(order));
        Column number = new NumberColumn("row", [.. order.Select(row => (double)table.RowNumber(row))]);
        Column part = CategoryColumn.From("split", rows.Select(each => each.Part));
        Column target = new NumberColumn("target", labels), score = new NumberColumn("score", [.. rows.Select(each => each.Score)]);
        return id is null
            ? Table.From(number, part, target, score)
            : Table.From(number, table[id].Rows(order).Renamed("id"), part, target, score);
    }
}

namespace Florin;

/// <summary>predictions.csv: every validation and test row with its scores.</summary>
static class Predictions
{
    const string IdName = "id";

    public static Table Of(Table table, SplitTable split, string? id, double[] validation, double[] test)
    {
        int[] rows = [.. split.Rows.Validation, .. split.Rows.Test], places = [.. Enumerable.Range(0, rows.Length).OrderBy(at => rows[at])];
        int[] order = [.. places.Select(at => rows[at])];
        double[] all = [.. validation, .. test];
        Table cells = table.Rows(order);
        Column number = new NumberColumn("row", [.. order.Select(row => (double)table.RowNumber(row))]);
        Column part = CategoryColumn.From("split", places.Select(at => at < split.Rows.Validation.Length ? "validation" : "test"));
        Column[] named = id is null ? [] : [cells[id].Renamed(IdName)];
        return Table.From([number, .. named, part, Target(split.Target, cells), .. Scores(split.Target, cells, all, places)]);
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
        if (target is CountTarget count)
            yield return new NumberColumn("rate", [.. scores.Zip(count.Exposures(cells), (score, exposure) => score / exposure)]);
    }
}

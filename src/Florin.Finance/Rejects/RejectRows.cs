namespace Florin;

/// <summary>Declined rows in the form of the data.</summary>
static class RejectRows
{
    /// <summary>The columns that declined rows must have: those that can be inputs, the time, and the weight.</summary>
    public static IEnumerable<string> Needed(Table table, ColumnRoles roles)
    {
        Dictionary<string, Role> given = roles.All().GroupBy(role => role.Column).ToDictionary(role => role.Key, role => role.First().Role);
        return table.Names.Where(name => table[name] is not TextColumn
            && (!given.TryGetValue(name, out Role role) || role is Role.Time or Role.Weight));
    }

    /// <summary>The needed columns with the kinds that they have in the data; absent optional ones are missing everywhere.</summary>
    public static Table Like(Table table, Table declined, ColumnRoles roles) =>
        Table.From([.. Needed(table, roles).Select(name => Like(table[name], declined.Contains(name) ? declined[name] : null,
            declined.RowCount))]);

    static Column Like(Column known, Column? own, int rows)
    {
        bool empty = own is null || own.MissingCount == rows;
        return known switch
        {
            NumberColumn => empty ? new NumberColumn(known.Name, [.. Enumerable.Repeat(double.NaN, rows)]) : own!,
            DateColumn => empty ? new DateColumn(known.Name, Enumerable.Repeat((DateTime?)null, rows)) : own!,
            _ => empty ? CategoryColumn.From(known.Name, Enumerable.Repeat((string?)null, rows)) : own!.AsCategories(),
        };
    }

    /// <summary>Where the test rows are later than all rows to learn from, the declined of that time; else all.</summary>
    /// <returns>Their rows, and whether time parted them.</returns>
    public static (int[] Rows, bool Parted) Of(SplitTable split, Table declined)
    {
        int[] all = [.. Enumerable.Range(0, declined.RowCount)];
        if (split.Train.Schema.Given.Time is not { } name || split.Test.RowCount == 0 || Times(declined[name]) is not { } times)
            return (all, false);
        double last = Known(split.Train.Table[name]).Concat(Known(split.Validation.Table[name])).Max();
        double first = Known(split.Test[name]).DefaultIfEmpty(double.NegativeInfinity).Min();
        return first >= last ? ([.. all.Where(row => !(times[row] > last))], true) : (all, false);
    }

    static IEnumerable<double> Known(Column column) => Times(column)!.Where(time => !double.IsNaN(time));

    /// <summary>NaN where it is missing; null where the column is neither of dates nor of numbers.</summary>
    static double[]? Times(Column column) => column switch
    {
        DateColumn dates => [.. Enumerable.Range(0, column.Count)
            .Select(row => dates.IsMissing(row) ? double.NaN : dates.Values[row].Ticks)],
        NumberColumn numbers => numbers.Values.ToArray(),
        _ => null,
    };
}

namespace Florin;

using System.Globalization;

/// <summary>What each role asks of its column.</summary>
sealed class SchemaRules(Table table, ColumnRoles roles)
{
    const int Shown = 20;

    readonly (Role Role, string As, string Column)[] given = [.. roles.All()];

    public IEnumerable<SchemaProblem> Names() =>
        from role in given
        where !table.Contains(role.Column) && !roles.Optional.Contains(role.Column)
        select new SchemaProblem("FLR0521", role.Column, $"the {role.As} column is not in the table", Count(table.Columns.Count, "columns"),
            NearestName.Of(role.Column, table.Names) is { } near ? $"did you mean \"{near}\"?" : "name a column of the table");

    public IEnumerable<SchemaProblem> Doubles() =>
        from role in given
        group role.As by role.Column into names
        where names.Count() > 1
        select new SchemaProblem("FLR0522", names.Key, "a column has one role", string.Join(" and ", names), "keep one of them");

    public IEnumerable<SchemaProblem> Cells() => given.Where(role => table.Contains(role.Column)).SelectMany(role => role.Role switch
    {
        Role.Target => Target(table[role.Column]),
        Role.Weight => Numbers(role.Column, "FLR0524", "a weight is a number, not negative, and not zero everywhere",
            value => value >= 0, somewhere: value => value > 0),
        Role.Exposure => Numbers(role.Column, "FLR0525", "an exposure is a number above zero", value => value > 0),
        Role.Offset => Numbers(role.Column, "FLR0526", "an offset is a number", _ => true),
        Role.Time => Time(table[role.Column]),
        _ => [],
    });

    public IEnumerable<SchemaProblem> Features()
    {
        if (table.Names.Except(given.Select(role => role.Column)).Any()) yield break;
        yield return new SchemaProblem("FLR0528", "", "no column is left as a feature", Count(table.Columns.Count, "columns"),
            "take a column out of drop or protected");
    }

    IEnumerable<SchemaProblem> Target(Column target)
    {
        if (target.MissingCount > 0)
            yield return new SchemaProblem("FLR0523", target.Name, "the target is missing in rows", Count(target.MissingCount, "rows"),
                "leave these rows out of the file");
        string[] present = target.AsCategories().Present();
        if (present.Length == 1)
            yield return new SchemaProblem("FLR0530", target.Name, "the target has the same value in all rows", "1 value",
                "give rows of both outcomes");
        if (roles.Positive is { } positive && !present.Any(level => Florin.Numbers.SameValue(level, positive)))
            yield return new SchemaProblem("FLR0529", target.Name, $"no row has the positive value \"{positive}\"",
                string.Join(", ", present.Take(Shown)) + (present.Length > Shown ? " …" : ""), "name one of these");
    }

    static IEnumerable<SchemaProblem> Time(Column time)
    {
        if (time.Kind is ColumnKind.Category or ColumnKind.Text)
            yield return new SchemaProblem("FLR0527", time.Name, "a time is a date or a number", time.Kind.ToString(),
                "declare how its dates are written: dates: {" + time.Name + ": d/M/yyyy}");
        else if (time.MissingCount > 0)
            yield return new SchemaProblem("FLR0527", time.Name, "a time is in every row", Count(time.MissingCount, "rows without"),
                "leave these rows out of the file");
    }

    IEnumerable<SchemaProblem> Numbers(string name, string code, string rule, Func<double, bool> allowed,
        Func<double, bool>? somewhere = null)
    {
        if (table[name] is not NumberColumn column)
        {
            yield return new SchemaProblem(code, name, rule, table[name].Kind.ToString(), "name a column of numbers");
            yield break;
        }

        int wrong = 0;
        bool any = somewhere is null;
        foreach (double value in column.Values)
        {
            if (double.IsNaN(value)) continue;
            if (!allowed(value)) wrong++;
            any |= somewhere?.Invoke(value) ?? true;
        }

        if (column.MissingCount > 0)
            yield return new SchemaProblem(code, name, rule, Count(column.MissingCount, "rows without"), "fill them or leave them out");
        if (wrong > 0)
            yield return new SchemaProblem(code, name, rule, Count(wrong, "rows with another number"), "mend them or leave them out");
        if (!any) yield return new SchemaProblem(code, name, rule, "zero in all rows", "name another column");
    }

    static string Count(int count, string of) => string.Create(CultureInfo.InvariantCulture, $"{count} {of}");
}

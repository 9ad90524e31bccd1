namespace Florin;

/// <summary>A role for each column of a table, checked against its cells. Immutable.</summary>
public sealed class Schema
{
    readonly Dictionary<string, Role> roles;

    Schema(ColumnRoles given, Table table)
    {
        Given = given;
        roles = table.Names.ToDictionary(name => name, _ => Role.Feature, StringComparer.Ordinal);
        foreach ((Role role, _, string column) in given.All())
            if (roles.ContainsKey(column)) roles[column] = role;
        Columns = table.Names;
    }

    /// <summary>The roles as they were given.</summary>
    public ColumnRoles Given { get; }

    /// <summary>All columns of the table, in its order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The inputs, in the order of the table.</summary>
    public IReadOnlyList<string> Features => this[Role.Feature];

    /// <summary>The columns of a role, in the order of the table.</summary>
    public IReadOnlyList<string> this[Role role] => [.. Columns.Where(name => roles[name] == role)];

    /// <summary>The weight of each row of a table with these roles; null: each counts once.</summary>
    internal double[]? Weights(Table table) => Given.Weight is { } name ? table.Number(name).Values.ToArray() : null;

    /// <summary>The role of a column.</summary>
    /// <exception cref="FlorinException">FLR0507: there is no such column.</exception>
    public Role RoleOf(string column) =>
        roles.TryGetValue(column, out Role role) ? role : throw DataErrors.NoColumn(column, Columns, "the schema");

    /// <summary>The table's columns with their roles.</summary>
    /// <exception cref="FlorinException">FLR0520 with every problem that <see cref="Check"/> finds.</exception>
    public static Schema Of(Table table, ColumnRoles roles)
    {
        IReadOnlyList<SchemaProblem> problems = Check(table, roles);
        return problems.Count == 0 ? new Schema(roles, table) : throw DataErrors.Roles(problems);
    }

    /// <summary>Everything in which roles and table do not fit, in the order of the plan: columns that are not there, columns with two
    /// roles, and cells that a role cannot take.</summary>
    public static IReadOnlyList<SchemaProblem> Check(Table table, ColumnRoles roles)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(roles);
        var rules = new SchemaRules(table, roles);
        return [.. rules.Names(), .. rules.Doubles(), .. rules.Cells(), .. rules.Features()];
    }
}

namespace Florin;

using System.Data.Common;

/// <summary>A table or query with the order in which its rows are read.</summary>
sealed class OrderedRows
{
    /// <summary>SQLite's own number of a row: no column that a query shows.</summary>
    const string RowId = "rowid";

    readonly DbConnection connection;
    readonly string from, terms;
    readonly bool mayTie;

    OrderedRows(DbConnection connection, string from, IReadOnlyList<string> order, string terms, bool mayTie)
    {
        (this.connection, this.from, this.terms, this.mayTie) = (connection, from, terms, mayTie);
        Order = order;
    }

    public IReadOnlyList<string> Order { get; }

    /// <exception cref="FlorinException">FLR1582, FLR1583, FLR1585.</exception>
    public static OrderedRows Of(Database database, DbConnection connection, DatabaseRows rows)
    {
        if (rows.Query is null)
        {
            IReadOnlyList<string> tables = database.Tables(connection);
            if (rows.Table is null || !tables.Contains(rows.Table))
                throw SqlErrors.NoTable(database.Place, rows.Table, tables);
        }

        // A line of its own: a query may end in a comment.
        string from = rows.Query is { } query ? $"(\n{query.Trim().TrimEnd(';')}\n) as \"rows\"" : database.Name(rows.Table!);
        Dictionary<string, string> types = Types(connection, from);
        IReadOnlyList<string> key = rows is { Query: null, Table: { } table, Order.Count: 0 } ? database.Key(connection, table) : [];
        IReadOnlyList<string> order = rows.Order.Count > 0 ? rows.Order : key.Count > 0 ? key
            : rows.Id is { } id && types.ContainsKey(id) ? [id] : throw SqlErrors.NoOrder(database.Place);
        foreach (string column in order)
            if (!types.ContainsKey(column) && !key.Contains(column))
                throw SqlErrors.NoOrderColumn(database.Place, column, types.Keys);
        string terms = string.Join(", ", order.Select(column =>
            types.TryGetValue(column, out string? type) ? database.Term(column, type) : RowId));
        return new OrderedRows(connection, from, order, terms, key.Count == 0);
    }

    /// <summary>Whether two rows have the same place in the order: which of them comes first is then left to the database.</summary>
    public bool HasTies(CancellationToken cancellation)
    {
        if (!mayTie) return false;
        string columns = string.Join(", ", Order.Select(Database.Quoted));
        using DbDataReader reader = Execute($"select 1 from {from} group by {columns} having count(*) > 1 limit 1", cancellation);
        return reader.Read();
    }

    public DbDataReader Open(CancellationToken cancellation) => Execute($"select * from {from} order by {terms}", cancellation);

    /// <summary>Every column with the database's name of its type; of two of one name, which are refused later, the first.</summary>
    static Dictionary<string, string> Types(DbConnection connection, string from)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"select * from {from} limit 0";
        using DbDataReader reader = command.ExecuteReader();
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < reader.FieldCount; i++) types.TryAdd(reader.GetName(i), reader.GetDataTypeName(i));
        return types;
    }

    /// <summary>Sorting a large table may take its time; who waits can cancel.</summary>
    DbDataReader Execute(string query, CancellationToken cancellation)
    {
        DbCommand command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (query, 0);
        using CancellationTokenRegistration registration = cancellation.Register(command.Cancel);
        try
        {
            return command.ExecuteReader();
        }
        catch (DbException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }
}

namespace Florin;

using System.Data.Common;

/// <summary>
/// Rows of an SQLite file or of PostgreSQL in a stated order: the same data give the same table, and so the same model, whether they stand
/// in a file, in SQLite or in PostgreSQL. Databases are opened to be read only.
/// </summary>
public sealed class DatabaseRows
{
    readonly Database database;

    DatabaseRows(Database database) => this.database = database;

    /// <summary>How messages call the database: the path of an SQLite file, or PostgreSQL.</summary>
    public string Place => database.Place;

    /// <summary>The table or view; in PostgreSQL with its schema in front where it is not on the search path. Null with a
    /// <see cref="Query"/>.</summary>
    public string? Table { get; private init; }

    /// <summary>One SELECT, in the place of a table. Its own order does not count.</summary>
    public string? Query { get; private init; }

    /// <summary>The columns by which rows are sorted, missing cells first, texts by their bytes. Empty: the table's primary key, else the
    /// order in which SQLite keeps its rows, else <see cref="Id"/>.</summary>
    public IReadOnlyList<string> Order { get; private init; } = [];

    /// <summary>The column that names a row, by which rows are sorted where nothing else sorts them; null: none.</summary>
    public string? Id { get; private init; }

    /// <summary>Rows of an SQLite file.</summary>
    public static DatabaseRows Sqlite(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new DatabaseRows(new SqliteDatabase(path));
    }

    /// <summary>Rows of PostgreSQL.</summary>
    /// <param name="connectionString">As Npgsql reads it; null: from the environment variable FLORIN_POSTGRES, or from the file that
    /// FLORIN_POSTGRES_FILE names. No message repeats it.</param>
    /// <exception cref="FlorinException">FLR1586, FLR1587: there is none, or it cannot be read.</exception>
    public static DatabaseRows Postgres(string? connectionString = null) => new(PostgresDatabase.Of(connectionString));

    /// <summary>The rows of a table or view.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="order">The columns to sort by; see <see cref="Order"/>.</param>
    public DatabaseRows WithTable(string table, params IReadOnlyList<string> order)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        return Asked(table, null, order, Id);
    }

    /// <summary>The rows of a query.</summary>
    /// <param name="query">One SELECT.</param>
    /// <param name="order">The columns to sort by, one or more.</param>
    public DatabaseRows WithQuery(string query, params IReadOnlyList<string> order)
    {
        ArgumentException.ThrowIfNullOrEmpty(query);
        return Asked(null, query, order, Id);
    }

    /// <summary>These rows of the same database.</summary>
    internal DatabaseRows Asked(string? table, string? query, IReadOnlyList<string> order, string? id) =>
        new(database) { Table = table, Query = query, Order = order, Id = id };

    /// <summary>The rows that a plan asks for; null where it asks for those of a file.</summary>
    /// <exception cref="FlorinException">FLR1586, FLR1587; FLR1582: the plan names an SQLite file without a table, the tables are
    /// given.</exception>
    public static DatabaseRows? Of(PlanDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        DataPlan data = document.Plan.Data;
        if (!data.IsDatabase && (data.Path is null || !IsSqlite(document.DataPath))) return null;
        Database from = data.Source == DataSource.Postgres ? PostgresDatabase.Of(null) : new SqliteDatabase(document.DataPath);
        return new DatabaseRows(from).Asked(data.Table, data.Query, [.. data.Order], data.Id);
    }

    /// <summary>Whether a file is an SQLite database.</summary>
    public static bool IsSqlite(string path) => SqliteDatabase.Is(path);

    /// <summary>All rows, read as a file of them would be.</summary>
    /// <exception cref="FlorinException">FLR1581, FLR1582, FLR1583, FLR1584, FLR1585, FLR1588, FLR1589, and as <see
    /// cref="Florin.Table.Read(DbDataReader, CsvOptions, CancellationToken)"/>.</exception>
    public Table Read(CsvOptions? options = null, CancellationToken cancellation = default) => Told(() =>
    {
        using DbConnection connection = database.Open();
        using DbTransaction transaction = database.Begin(connection);
        OrderedRows rows = OrderedRows.Of(database, connection, this);
        if (rows.HasTies(cancellation)) throw SqlErrors.SameOrder(Place, rows.Order);
        using DbDataReader reader = rows.Open(cancellation);
        return Florin.Table.Read(reader, options ?? CsvOptions.Default, cancellation);
    });

    /// <summary>Rows of any number in tables of few, with the columns and kinds that a model was trained on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="others">Further columns, such as the target.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="FlorinException">As <see cref="Read"/>, but for FLR1584: rows are scored one by one; FLR0512: a column is
    /// absent.</exception>
    public IEnumerable<TableBatch> ReadBatches(Model model, IReadOnlyList<ColumnSpec>? others = null, int rows = 8192,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DbConnection connection = database.Open();
        using DbTransaction transaction = Told(() => database.Begin(connection));
        using DbDataReader reader = Told(() => OrderedRows.Of(database, connection, this).Open(cancellation));
        using IEnumerator<TableBatch> batches = model.Read(reader, others, rows, cancellation).GetEnumerator();
        while (Told(batches.MoveNext)) yield return batches.Current;
    }

    /// <summary>What goes wrong in the database is told in its place, without what its exceptions may repeat.</summary>
    T Told<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is not FlorinException and not OperationCanceledException && database.Told(error) is not null)
        {
            throw database.Told(error)!;
        }
    }
}

namespace Florin.Cli;

using System.CommandLine;

/// <summary>The rows that a command is given: those of a file, or of a table or query of a database.</summary>
sealed class RowSource
{
    /// <summary>What stands in the place of a file for rows of PostgreSQL.</summary>
    const string Postgres = "postgres";

    public const string Described =
        "rows as CSV; with --table or --query an SQLite file, or the word postgres (FLORIN_POSTGRES says where)";

    static readonly Option<string?> Table = new("--table") { Description = "The table or view of a database", HelpName = "NAME" };

    static readonly Option<string?> Query = new("--query") { Description = "One SELECT, in the place of a table", HelpName = "SQL" };

    static readonly Option<string[]> Order = new("--order")
    {
        Description = "Columns by which a database's rows are sorted; by default the primary key, the rowid or the id",
        HelpName = "COLUMN",
        AllowMultipleArgumentsPerToken = true,
    };

    readonly string path;
    readonly DatabaseRows? database;

    RowSource(string path, DatabaseRows? database) => (this.path, this.database) = (path, database);

    /// <summary>How the rows are called, for people.</summary>
    public string Name => database switch
    {
        null => path,
        { Table: { } table } => $"{database.Place}, table {table}",
        _ => $"{database.Place}, query",
    };

    /// <summary>The file; null for rows of PostgreSQL.</summary>
    public string? File => database is null || database.Place == path ? path : null;

    /// <summary>Gives a command the options of databases.</summary>
    public static void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Table, Query, Order]) command.Options.Add(option);
    }

    /// <summary>Whether a command asks for rows of a database.</summary>
    public static bool IsDatabase(ParseResult parsed, string data) =>
        parsed.GetValue(Table) is not null || parsed.GetValue(Query) is not null || DatabaseRows.IsSqlite(data);

    /// <summary>The rows that a command asks for.</summary>
    /// <param name="parsed">The command.</param>
    /// <param name="data">The file, or the word for PostgreSQL.</param>
    /// <param name="id">The column that names a row, if it is known.</param>
    public static RowSource Of(ParseResult parsed, string data, string? id = null)
    {
        (string? table, string? query, string[] order) = (parsed.GetValue(Table), parsed.GetValue(Query), parsed.GetValue(Order) ?? []);
        if (table is not null && query is not null) throw new UsageException("--table and --query exclude each other");
        bool named = table is not null || query is not null;
        if (!named && order.Length > 0) throw new UsageException("--order is for databases: give --table or --query");
        bool postgres = named && data == Postgres && !System.IO.File.Exists(data);
        string found = postgres ? data : Files.Existing(data);
        if (!named && !DatabaseRows.IsSqlite(found)) return new RowSource(found, null);
        DatabaseRows from = postgres ? DatabaseRows.Postgres() : DatabaseRows.Sqlite(found);
        return new RowSource(found, from.Asked(table, query, order, id));
    }

    /// <summary>All rows.</summary>
    public Florin.Table Read(CancellationToken cancel) =>
        database?.Read(null, cancel) ?? Florin.Table.ReadCsv(path, cancellation: cancel);

    /// <summary>The rows for a model, in tables of few.</summary>
    public IEnumerable<TableBatch> Batches(Model model, IReadOnlyList<ColumnSpec>? others, int rows, CancellationToken cancel) =>
        database?.ReadBatches(model, others, rows, cancel) ?? model.ReadCsv(path, others, rows, cancel);

    /// <summary>The plan with these rows in the place of the file.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="relative">The file as the plan will name it.</param>
    public Plan On(Plan plan, string relative) => database is null ? plan : plan with
    {
        Name = File is null ? database.Table?.Split('.')[^1] : plan.Name,
        Data = plan.Data with
        {
            Path = File is null ? null : relative,
            Source = File is null ? DataSource.Postgres : DataSource.File,
            Table = database.Table,
            Query = database.Query,
            Order = [.. database.Order],
        },
    };
}

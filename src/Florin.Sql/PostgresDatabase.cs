namespace Florin;

using System.Data;
using System.Data.Common;
using Npgsql;

/// <summary>PostgreSQL, reached as the environment says; transactions are read only.</summary>
sealed class PostgresDatabase : Database
{
    const string Variable = "FLORIN_POSTGRES", FileVariable = "FLORIN_POSTGRES_FILE", ErrorsOfQueries = "42", Called = "PostgreSQL";

    static readonly string[] TextTypes = ["text", "character varying", "character", "varchar", "bpchar", "name"];

    readonly string connectionString;

    PostgresDatabase(string connectionString) => this.connectionString = connectionString;

    public override string Place => Called;

    /// <summary>The database of a connection string, or of the environment where there is none.</summary>
    public static PostgresDatabase Of(string? given)
    {
        (string text, string place) = given is not null ? (given, "the connection string") : FromEnvironment();
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text.Trim()) { Pooling = false, IncludeErrorDetail = false };
            if (builder.Host is null) throw SqlErrors.BadConnection(place);
            return new PostgresDatabase(builder.ConnectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException
            or OverflowException)
        {
            throw SqlErrors.BadConnection(place);
        }
    }

    static (string Text, string Place) FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text) return (text, Variable);
        if (Environment.GetEnvironmentVariable(FileVariable) is not { Length: > 0 } path)
            throw SqlErrors.NoConnection(Variable, FileVariable);
        try
        {
            return (File.ReadAllText(path), $"the file that {FileVariable} names");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SqlErrors.BadConnection($"the file that {FileVariable} names: {error.GetType().Name}");
        }
    }

    public override DbConnection Open()
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or InvalidOperationException
            or System.Net.Sockets.SocketException or IOException or NotSupportedException)
        {
            connection.Dispose();
            throw SqlErrors.Refused(Called, error is PostgresException known ? $"SQLSTATE {known.SqlState}" : "no answer");
        }
    }

    public override DbTransaction Begin(DbConnection connection)
    {
        DbTransaction transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "set transaction read only";
        command.ExecuteNonQuery();
        return transaction;
    }

    public override IReadOnlyList<string> Tables(DbConnection connection) => Texts(connection, """
        select case when pg_table_is_visible(c.oid) then c.relname else n.nspname || '.' || c.relname end
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1
        """);

    /// <summary>A point parts the schema from the table.</summary>
    public override string Name(string table) => string.Join('.', table.Split('.', 2).Select(Quoted));

    public override IReadOnlyList<string> Key(DbConnection connection, string table) => Texts(connection, """
        select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality as k(number, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
        where i.indisprimary and i.indrelid = to_regclass(@name) order by k.place
        """, Name(table));

    public override string Term(string column, string type) =>
        Quoted(column) + (TextTypes.Contains(type.Split('(')[0]) ? " collate \"C\"" : "") + " nulls first";

    /// <summary>Errors of a query's words are told in the server's; those of cells and connections could repeat them.</summary>
    public override FlorinException? Told(Exception error) => error switch
    {
        PostgresException { SqlState: var state } known => SqlErrors.Query(Called, $"SQLSTATE {state}"
            + (state.StartsWith(ErrorsOfQueries, StringComparison.Ordinal) ? ": " + known.MessageText : "")),
        NpgsqlException => SqlErrors.Query(Called, "the connection broke"),
        OverflowException or InvalidCastException => SqlErrors.Query(Called, "a number of more than 28 digits; a query can round it"),
        _ => null,
    };
}

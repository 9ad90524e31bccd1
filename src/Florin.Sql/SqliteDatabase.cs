namespace Florin;

using System.Data.Common;
using Microsoft.Data.Sqlite;

/// <summary>A file of SQLite, opened to be read only.</summary>
sealed class SqliteDatabase(string path) : Database
{
    static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    public override string Place => path;

    /// <summary>Whether a file begins as those of SQLite do; false for one that cannot be read.</summary>
    public static bool Is(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            Span<byte> first = stackalloc byte[16];
            return file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.SequenceEqual(Magic);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public override DbConnection Open()
    {
        if (!File.Exists(path)) throw SqlErrors.NotSqlite(path, "there is no such file");
        if (!Is(path)) throw SqlErrors.NotSqlite(path, "a file that does not begin as SQLite's do");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ConnectionString);
        connection.Open();
        return connection;
    }

    public override DbTransaction Begin(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override IReadOnlyList<string> Tables(DbConnection connection) =>
        Texts(connection, "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' "
            + "order by name");

    public override string Name(string table) => Quoted(table);

    public override IReadOnlyList<string> Key(DbConnection connection, string table)
    {
        IReadOnlyList<string> key = Texts(connection, "select name from pragma_table_info($name) where pk > 0 order by pk", table);
        if (key.Count > 0) return key;
        return Texts(connection, "select 'rowid' from sqlite_master where name = $name and type = 'table'", table);
    }

    public override string Term(string column, string type) => Quoted(column) + " collate binary nulls first";

    /// <summary>Its messages name tables, columns and words of the query, but no cell.</summary>
    public override FlorinException? Told(Exception error) => error is SqliteException sqlite
        ? SqlErrors.Query(path, SqlErrors.Text($"SQLite error {sqlite.SqliteErrorCode}: {Reason(sqlite)}")) : null;

    static string Reason(SqliteException error)
    {
        string[] parts = error.Message.Split('\'');
        return parts.Length > 2 ? string.Join('\'', parts[1..^1]) : error.Message;
    }
}

namespace Florin;

using System.Data.Common;

/// <summary>What differs between databases: how they are opened, and what they say of their tables.</summary>
abstract class Database
{
    /// <summary>How errors call it.</summary>
    public abstract string Place { get; }

    /// <summary>An open connection on which nothing can be changed.</summary>
    public abstract DbConnection Open();

    /// <summary>A transaction that sees one state of the database from its first query to its last.</summary>
    public abstract DbTransaction Begin(DbConnection connection);

    /// <summary>Every table and view that can be named.</summary>
    public abstract IReadOnlyList<string> Tables(DbConnection connection);

    /// <summary>A table's name as it stands in a query.</summary>
    public abstract string Name(string table);

    /// <summary>The columns of the primary key, in their order; "rowid" where SQLite keeps its own; empty: there is none.</summary>
    public abstract IReadOnlyList<string> Key(DbConnection connection, string table);

    /// <summary>The column as a term to sort by, the same in every database: texts by their bytes.</summary>
    /// <param name="column">The column.</param>
    /// <param name="type">What the database calls its type.</param>
    public abstract string Term(string column, string type);

    /// <summary>What an exception of the database says without cells or secrets; null where it is not the database's.</summary>
    public abstract FlorinException? Told(Exception error);

    public static string Quoted(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    protected static IReadOnlyList<string> Texts(DbConnection connection, string query, string? name = null)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = query;
        if (name is not null)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("name", name);
            command.Parameters.Add(parameter);
        }

        using DbDataReader reader = command.ExecuteReader();
        List<string> texts = [];
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }
}

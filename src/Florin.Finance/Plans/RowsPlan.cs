namespace Florin;

using System.Text.Json.Serialization;

/// <summary>Where the rows stand.</summary>
public enum DataSource
{
    /// <summary>In a file: delimited text, or an SQLite database where the plan names a table or a query.</summary>
    File,

    /// <summary>In PostgreSQL; how to reach it is told by the environment, never by a plan.</summary>
    Postgres,
}

/// <summary>Rows of a file or a database, as a plan names them.</summary>
public abstract record RowsPlan
{
    /// <summary>The file, relative to the plan; null where the rows stand in PostgreSQL.</summary>
    [JsonPropertyOrder(-1)]
    public string? Path { get; init; }

    /// <summary>Where the rows stand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonPropertyOrder(-1)]
    public DataSource Source { get; init; }

    /// <summary>The table or view of a database.</summary>
    [JsonPropertyOrder(-1)]
    public string? Table { get; init; }

    /// <summary>One SELECT, in the place of a table.</summary>
    [JsonPropertyOrder(-1)]
    public string? Query { get; init; }

    /// <summary>Of a database, the columns by which rows are sorted, which differ in every row; empty for the primary key, the
    /// order in which SQLite keeps its rows, or the id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonPropertyOrder(-1)]
    public EquatableArray<string> Order { get; init; }

    /// <summary>Whether the rows come from a database.</summary>
    [JsonIgnore]
    public bool IsDatabase => Source != DataSource.File || Table is not null || Query is not null;

    /// <summary>What the rows are called in names: the file without its ending, else the table.</summary>
    [JsonIgnore]
    public string Called =>
        System.IO.Path.GetFileName(Path?.Replace('\\', '/'))?.Split('.')[0].Trim() is { Length: > 0 } file ? file : Table ?? "rows";
}

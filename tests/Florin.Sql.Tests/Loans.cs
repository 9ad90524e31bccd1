namespace Florin.Sql.Tests;

using System.Globalization;
using Microsoft.Data.Sqlite;

/// <summary>The same simulated loans as a CSV file, in SQLite and in PostgreSQL, where they stand in another order.</summary>
sealed class Loans : IDisposable
{
    public const int Rows = 600;

    public static readonly Table Table = CreditSimulator.Simulate(Rows, 5);

    public string Folder { get; } = Directory.CreateTempSubdirectory("florin-sql").FullName;

    public string Csv => At("loans.csv");

    public string Sqlite => At("loans.db");

    public Loans() => Table.WriteCsv(Csv);

    public string At(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, true);

    /// <summary>Inserted from the last row to the first; numbers with type, dates and texts as text, as SQLite has no dates.</summary>
    public void FillSqlite(string more = "")
    {
        using var connection = new SqliteConnection($"Data Source={Sqlite};Pooling=False");
        connection.Open();
        Execute(connection, $"create table loans ({string.Join(", ", Table.Columns.Select(column => $"\"{column.Name}\" "
            + (column is NumberColumn ? "real" : "text") + (column.Name == "loan_id" ? " primary key" : "")))})");
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = $"insert into loans values ({string.Join(", ", Table.Columns.Select((_, i) => $"$c{i}"))})";
        for (int i = 0; i < Table.Columns.Count; i++) insert.Parameters.Add($"$c{i}", SqliteType.Text);
        for (int row = Rows - 1; row >= 0; row--)
        {
            for (int i = 0; i < Table.Columns.Count; i++)
                insert.Parameters[i] = Parameter($"$c{i}", Table.Columns[i], row);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        if (more.Length > 0) Execute(connection, more);
    }

    /// <summary>Numbers as numeric and dates as date; read by psql from the CSV, and shuffled by the server.</summary>
    public void FillPostgres(PostgresCluster cluster)
    {
        string types = string.Join(", ", Table.Columns.Select(column => $"\"{column.Name}\" "
            + column switch { NumberColumn => "numeric", DateColumn => "date", _ => "text" }));
        cluster.Psql($"""
            drop table if exists loans; drop table if exists staged; drop table if exists heap;
            create table staged ({types});
            \copy staged from '{Csv}' with (format csv, header true)
            create table loans as select * from staged order by md5(loan_id);
            alter table loans add primary key (loan_id);
            create table heap as select *, 1 as same from loans;
            """);
    }

    static SqliteParameter Parameter(string name, Column column, int row) => column.IsMissing(row) ? new(name, DBNull.Value)
        : column is NumberColumn numbers ? new(name, numbers.Values[row])
        : column is DateColumn dates ? new(name, dates.Values[row].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        : new(name, column.TextAt(row));

    static void Execute(SqliteConnection connection, string statement)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}

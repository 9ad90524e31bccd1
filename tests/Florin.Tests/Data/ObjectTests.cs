namespace Florin.Tests.Data;

using Microsoft.Data.Sqlite;

/// <summary>Tables from databases and from objects.</summary>
public class ObjectTests
{
    enum Grade { A, B }

    sealed record Loan(int Id, double? Income, string? Purpose, Grade Grade, DateOnly Issued, bool Defaulted, decimal Rate);

    [Fact]
    public void A_query_of_a_real_database_is_read()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            create table loans (id integer, income real, zip text, issued text, note text);
            insert into loans values (1, 2500.5, '0815', '2019-05-01', null),
                (2, null, '4711', '2019-06-01T10:00:00', 'late'), (3, 7, null, null, '');
            select *, 1 + 1, 9007199254740993 - id / 2 as big from loans order by id
            """;
        using SqliteDataReader reader = command.ExecuteReader();
        Table table = Table.Read(reader);
        Assert.Equal(["id", "income", "zip", "issued", "note", "1 + 1", "big"], table.Names);
        Assert.Equal([2500.5, double.NaN, 7], table.Number("income").Values.ToArray());
        Assert.Equal(["0815", "4711"], table.Category("zip").Levels);
        Assert.Equal(new DateTime(2019, 6, 1, 10, 0, 0), table.Date("issued")[1]);
        Assert.Equal(2, table["note"].MissingCount);
        Assert.Equal([2.0, 2, 2], table.Number("1 + 1").Values.ToArray());
        Assert.Equal(["9007199254740993", "9007199254740992", "9007199254740992"], Enumerable.Range(0, 3).Select(table["big"].TextAt));
    }

    [Fact]
    public void A_type_that_is_no_cell_is_an_error_that_names_the_column()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "select x'00ff' as photo";
        using SqliteDataReader reader = command.ExecuteReader();
        var error = Assert.Throws<FlorinException>(() => Table.Read(reader));
        Assert.Equal("FLR0513", error.Code);
        Assert.Contains("photo", error.Message);
    }

    [Fact]
    public void Objects_become_rows()
    {
        Loan[] loans = [new(1, 10, "car", Grade.B, new(2020, 1, 2), true, 1.25m), new(2, null, null, Grade.A, new(2020, 1, 3), false, 2m)];
        Table table = Table.From<Loan>(loans);
        Assert.Equal(["Id", "Income", "Purpose", "Grade", "Issued", "Defaulted", "Rate"], table.Names);
        Assert.Equal([10, double.NaN], table.Number("Income").Values.ToArray());
        Assert.Equal(["A", "B"], table.Category("Grade").Levels);
        Assert.True(table["Defaulted"].Holds(0, "true"));
        Assert.Equal(new DateTime(2020, 1, 2), table.Date("Issued")[0]);
        Assert.Equal(1.25, table.Number("Rate").Values[0]);
        Assert.Equal(ColumnKind.Number, Table.From<Loan>([]).Columns[1].Kind);
        Assert.Equal("FLR0515", Assert.Throws<FlorinException>(() => Table.From<object>([new object()])).Code);
    }
}

namespace Florin.Tests.Data;

using System.Text;

/// <summary>Rows that cannot be read: left out and listed, or kept in order with an error, and never quoted.</summary>
public class BadRowTests
{
    const string Canary = "kanarienvogel";

    static string Rows(int count) => string.Concat(Enumerable.Range(1, count).Select(i => $"{i},x\n"));

    [Fact]
    public void Few_bad_rows_are_left_out_and_listed()
    {
        Table table = CsvTests.Read("n,c\n1,\"x\n\"\n" + Rows(200) + $"{Canary},x\n" + Rows(100) + "7\n" + Rows(100));
        Assert.Equal(401, table.RowCount);
        Assert.Equal(2, table.Problems.BadRows);
        Assert.Equal((202, 204), (table.Problems.First[0].Row, table.Problems.First[0].Line));
        Assert.Equal("n", table.Problems.First[0].Column);
        Assert.Equal("13 characters (letters) where a number is expected", table.Problems.First[0].Reason);
        Assert.Equal("1 cells where there are 2 columns", table.Problems.First[1].Reason);
        Assert.Equal(201, table.RowNumber(200));
        Assert.Equal(203, table.RowNumber(201));
        Assert.DoesNotContain(table.Problems.First, problem => problem.ToString().Contains(Canary));
    }

    [Fact]
    public void Many_bad_rows_stop_the_reading_with_all_problems()
    {
        var error = Assert.Throws<FlorinException>(() => CsvTests.Read(
            $"n,c\n1,x\n{Canary},x\n2\n\"3\"{Canary},x\n", new CsvOptions { Numbers = ["n"] }));
        Assert.Equal("FLR0506", error.Code);
        Assert.Contains("line 3", error.Message);
        Assert.Contains("line 4", error.Message);
        Assert.Contains("line 5", error.Message);
        Assert.DoesNotContain(Canary, error.Message);
    }

    [Fact]
    public void A_column_with_many_texts_holds_levels() =>
        Assert.Equal(ColumnKind.Category, CsvTests.Read("n\n1\n2\nthree\n")["n"].Kind);

    [Fact]
    public void Scoring_keeps_every_row_in_its_place()
    {
        string text = $"extra,c,n\n0,x,1\n0,{Canary},{Canary}\n0,y\n0,,\n0,z,5\n";
        ColumnSpec[] specs = [new("n", ColumnKind.Number), new("c", ColumnKind.Category), new("gone", ColumnKind.Date, Optional: true)];
        TableBatch[] batches = [.. Table.ReadCsvBatches(new MemoryStream(Encoding.UTF8.GetBytes(text)), specs, rows: 2)];
        Assert.Equal([2, 2, 1], batches.Select(batch => batch.Table.RowCount));
        Assert.Equal([1, 3, 5], batches.Select(batch => batch.Table.RowNumber(0)));
        Assert.Equal(["n", "c", "gone"], batches[0].Table.Names);
        Assert.Null(batches[0].ErrorAt(0));
        Assert.Equal("line 3, column n: 13 characters (letters) where a number is expected", batches[0].ErrorAt(1));
        Assert.Equal("line 4: 2 cells where there are 3 columns", batches[1].ErrorAt(0));
        Assert.Null(batches[1].ErrorAt(1));
        Assert.True(batches[1].Table["n"].IsMissing(1));
        Assert.Equal(5, batches[2].Table.Number("n").Values[0]);
        CategoryColumn known = batches[0].Table.Category("c").WithLevels(["y", "x"]);
        Assert.Equal([1, 2], known.Values.ToArray());
        Assert.Equal(["y", "x", Canary], known.Levels);
    }

    [Fact]
    public void All_absent_columns_are_named_with_the_nearest()
    {
        var error = Assert.Throws<FlorinException>(() => Table.ReadCsvBatches(new MemoryStream("income,age\n1,2\n"u8.ToArray()),
            [new("Incme", ColumnKind.Number), new("postcode", ColumnKind.Number)]));
        Assert.Equal("FLR0512", error.Code);
        Assert.Contains("\"Incme\"; did you mean \"income\"?", error.Message);
        Assert.Contains("\"postcode\"", error.Message);
    }

    [Fact]
    public void Batches_of_any_size_hold_what_the_whole_holds()
    {
        string text = "n,c\n" + Rows(1000);
        Table whole = CsvTests.Read(text);
        foreach (int rows in (int[])[1, 7, 1000, 5000])
        {
            TableBatch[] batches =
                [.. Table.ReadCsvBatches(new MemoryStream(Encoding.UTF8.GetBytes(text)), ColumnSpec.Of(whole), rows)];
            Assert.Equal(whole.Number("n").Values.ToArray(), batches.SelectMany(batch => batch.Table.Number("n").Values.ToArray()));
        }
    }
}

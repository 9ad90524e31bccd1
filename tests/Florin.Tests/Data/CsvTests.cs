namespace Florin.Tests.Data;

using System.Globalization;
using System.IO.Compression;
using System.Text;

/// <summary>What a delimited file is taken for.</summary>
public class CsvTests
{
    [Fact]
    public void Kinds_are_found_from_all_rows()
    {
        Table table = Read("""
            amount,grade,issued,note,all missing
            1.5,A,2018-07-25,"The borrower was called twice, without an answer so far.",
             -2e3 ,B,2018-07-25T10:00:30,"A letter went out on Monday; it came back ""unknown"".",NA
            ?, A ,,"Paid in full after the second reminder, with interest.",?
            """);
        Assert.Equal([ColumnKind.Number, ColumnKind.Category, ColumnKind.Date, ColumnKind.Text, ColumnKind.Number],
            table.Columns.Select(column => column.Kind));
        Assert.Equal([1.5, -2000, double.NaN], table.Number("amount").Values.ToArray());
        Assert.Equal(["A", "B"], table.Category("grade").Levels);
        Assert.Equal([0, 1, 0], table.Category("grade").Values.ToArray());
        Assert.Equal([new DateTime(2018, 7, 25), new DateTime(2018, 7, 25, 10, 0, 30), null],
            Enumerable.Range(0, 3).Select(row => table.Date("issued")[row]));
        Assert.Equal("A letter went out on Monday; it came back \"unknown\".", table["note"].TextAt(1));
        Assert.Equal(3, table["all missing"].MissingCount);
    }

    [Fact]
    public void A_column_that_stops_being_numbers_keeps_the_text_of_its_first_cells()
    {
        string rows = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i % 90:000},{i}\n"));
        Table table = Read("code,n\n" + rows + string.Concat(Enumerable.Repeat("X1,0\n", 2000)));
        Assert.Equal(ColumnKind.Category, table["code"].Kind);
        Assert.Equal("007", table["code"].TextAt(7));
        Assert.Equal("X1", table["code"].TextAt(100_000));
        Assert.Equal(ColumnKind.Number, table["n"].Kind);
        Assert.Equal(102_000, table.RowCount);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("a,b\r1,2\r3,4\r")]
    [InlineData("a,b\r\n1,2\r\n\r\n3,4\r\n\r\n")]
    [InlineData("\ufeffa,b\n1,2\n3,4\n")]
    [InlineData("a;b\n1;2\n3;4\n")]
    [InlineData("a\tb\n1\t2\n3\t4\n")]
    [InlineData("a|b\n1|2\n3|4\n")]
    [InlineData("  a   b\n 1   2  \n3 \t 4\n")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n3,\"4\"\n")]
    public void Line_ends_marks_and_delimiters_are_found(string text)
    {
        Table table = Read(text);
        Assert.Equal(["a", "b"], table.Names);
        Assert.Equal([1.0, 3], table.Number("a").Values.ToArray());
        Assert.Equal([2.0, 4], table.Number("b").Values.ToArray());
    }

    [Fact]
    public void Decimal_commas_do_not_hide_the_semicolon()
    {
        Table table = Read("x;y\n1,5;2,5\n3,5;4,5\n");
        Assert.Equal(["x", "y"], table.Names);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("iso-8859-1")]
    public void Encodings_are_found_packed_or_not(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] plain = [.. encoding.Preamble, .. encoding.GetBytes("größe,wert\nÄußerst,1\n")];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(plain);
        foreach (byte[] bytes in (byte[][])[plain, packed.ToArray()])
        {
            Table table = Table.ReadCsv(new MemoryStream(bytes));
            Assert.Equal(["größe", "wert"], table.Names);
            Assert.Equal("Äußerst", table["größe"].TextAt(0));
        }
    }

    [Fact]
    public void Names_are_made_by_position_where_there_are_none()
    {
        Assert.Equal(["c1", "b", "c3"], Read(",b,\n1,2,3\n").Names);
        Table table = Read("A11 6 x\nA12 48 y\n", new CsvOptions { Header = false });
        Assert.Equal(["c1", "c2", "c3"], table.Names);
        Assert.Equal(2, table.RowCount);
    }

    [Fact]
    public void Equal_names_are_an_error_that_names_both_places()
    {
        var error = Assert.Throws<FlorinException>(() => Read("a,b,a\n1,2,3\n"));
        Assert.Equal("FLR0503", error.Code);
        Assert.Contains("column 1 and column 3", error.Message);
    }

    [Fact]
    public void Declared_kinds_win()
    {
        Table table = Read("zip,when,day\n0815,Jul-2015,2/24/11\n4711,Aug-2016,3/1/11\n", new CsvOptions
        {
            Categorical = ["zip"],
            Dates = new Dictionary<string, string> { ["when"] = "MMM-yyyy", ["day"] = "M/d/yy" },
        });
        Assert.Equal(["0815", "4711"], table.Category("zip").Levels);
        Assert.Equal(new DateTime(2016, 8, 1), table.Date("when")[1]);
        Assert.Equal(new DateTime(2011, 2, 24), table.Date("day")[0]);
        var error = Assert.Throws<FlorinException>(() => Read("zip\n1\n", new CsvOptions { Categorical = ["zop"] }));
        Assert.Equal("FLR0507", error.Code);
        Assert.Contains("did you mean \"zip\"?", error.Message);
    }

    [Fact]
    public void Missing_texts_that_are_numbers_count_by_value()
    {
        Table table = Read("a,b\n-9,x\n-9.0,-9\n1,y\n", new CsvOptions { Missing = ["-9"] });
        Assert.Equal(2, table["a"].MissingCount);
        Assert.Equal(1, table["b"].MissingCount);
    }

    [Fact]
    public void Cells_are_compared_by_value()
    {
        Table table = Read("n,c,d\n1,Bad ,2015-07-01\n2,Good,\n");
        Assert.True(table["n"].Holds(0, "1.0"));
        Assert.True(table["c"].Holds(0, " Bad"));
        Assert.False(table["c"].Holds(1, "bad"));
        Assert.True(table["d"].Holds(0, "2015-07-01"));
        Assert.False(table["d"].Holds(1, ""));
        Assert.Equal(["1", "2"], table.Category("n").Levels);
    }

    [Fact]
    public void A_time_with_a_zone_becomes_utc() =>
        Assert.Equal(new DateTime(2018, 7, 25, 8, 0, 0), Read("t\n2018-07-25T10:00:00+02:00\n").Date("t")[0]);

    [Fact]
    public void The_culture_of_the_machine_changes_nothing()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Table table = Read("a,d\n1.5,Oct-2015\n", new CsvOptions { Dates = new Dictionary<string, string> { ["d"] = "MMM-yyyy" } });
            using var text = new StringWriter();
            table.WriteCsv(text);
            Assert.Equal("a,d\n1.5,2015-10-01\n", text.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_stopped_reading_ends()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Table.ReadCsv(new MemoryStream("a\n1\n"u8.ToArray()), cancellation: stopped.Token));
    }

    [Theory]
    [InlineData("", "FLR0510")]
    [InlineData("a\n\"open", "FLR0505")]
    public void A_file_that_makes_no_table_is_an_error(string text, string code) =>
        Assert.Equal(code, Assert.Throws<FlorinException>(() => Read(text)).Code);

    [Fact]
    public void A_row_without_end_is_an_error_and_not_the_whole_memory()
    {
        byte[] text = [.. "a,b\n1,\""u8, .. new byte[100_000]];
        var error = Assert.Throws<FlorinException>(() => Table.ReadCsv(new MemoryStream(text), new CsvOptions { MaximumRowBytes = 4096 }));
        Assert.Equal("FLR0504", error.Code);
        Assert.Contains("line 2", error.Message);
    }

    [Fact]
    public void A_damaged_archive_and_an_absent_file_are_errors()
    {
        Assert.Equal("FLR0502", Assert.Throws<FlorinException>(() =>
            Table.ReadCsv(new MemoryStream([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]))).Code);
        Assert.Equal("FLR0501", Assert.Throws<FlorinException>(() => Table.ReadCsv(Path.Combine("no", "such.csv"))).Code);
    }

    internal static Table Read(string text, CsvOptions? options = null) =>
        Table.ReadCsv(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);
}

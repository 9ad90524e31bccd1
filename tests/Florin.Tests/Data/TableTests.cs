namespace Florin.Tests.Data;

/// <summary>Tables as values, and their way out as text and hash.</summary>
public class TableTests
{
    static Table Small => Table.From(
        new NumberColumn("n", [3, double.NaN, -1.25]),
        CategoryColumn.From("c", ["b", "a", null]),
        new DateColumn("d", [new DateTime(2020, 2, 29), null, new DateTime(2020, 1, 1, 12, 30, 0)]),
        new TextColumn("t", ["say \"so\"", "a,b", "two\nlines"]));

    [Fact]
    public void Parts_keep_what_they_do_not_change()
    {
        Table table = Small;
        Assert.Equal(["d", "n"], table.Select("d", "n").Names);
        Assert.Equal(["c", "d"], table.Without("n", "t").Names);
        Table picked = table.Rows([2, 0, 2]);
        Assert.Equal([-1.25, 3, -1.25], picked.Number("n").Values.ToArray());
        Assert.Equal([null, "b", null], Enumerable.Range(0, 3).Select(row => picked["c"].TextAt(row)));
        Assert.Equal([3, 1, 3], Enumerable.Range(0, 3).Select(picked.RowNumber));
        Assert.Equal(3, picked.Rows([2]).RowNumber(0));
        Assert.Equal(2, table.Take(2).RowCount);
        Assert.Equal(3, table.Take(99).RowCount);
        Table changed = table.With(new NumberColumn("n", [1, 2, 3])).With(new NumberColumn("m", [1, 2, 3]));
        Assert.Equal(["n", "c", "d", "t", "m"], changed.Names);
        Assert.Equal(0, changed["n"].MissingCount);
        Assert.Equal(1, table["n"].MissingCount);
    }

    [Fact]
    public void Mistakes_are_errors_with_a_code()
    {
        var error = Assert.Throws<FlorinException>(() => Table.From(new NumberColumn("income", [1]))["Incme"]);
        Assert.Equal("FLR0507", error.Code);
        Assert.Equal("did you mean \"income\"?", error.Fix);
        Assert.Equal("FLR0508", Assert.Throws<FlorinException>(() => Small.Number("c")).Code);
        Assert.Equal("FLR0509", Assert.Throws<FlorinException>(() => Small.With(new NumberColumn("x", [1]))).Code);
        var one = new NumberColumn("x", [1]);
        Assert.Equal("FLR0503", Assert.Throws<FlorinException>(() => Table.From(one, one)).Code);
        Assert.Equal("FLR0514", Assert.Throws<FlorinException>(() => Small.Rows([3])).Code);
        Assert.Equal("FLR0516", Assert.Throws<FlorinException>(() => new NumberColumn("x", [double.PositiveInfinity])).Code);
        Assert.Equal("FLR0517", Assert.Throws<FlorinException>(() => new CategoryColumn("x", [1], ["a"])).Code);
        Assert.Equal("FLR0511", Assert.Throws<FlorinException>(() =>
            CsvTests.Read("a", new CsvOptions { MaximumBadShare = double.NaN })).Code);
        Assert.Equal("FLR0511", Assert.Throws<FlorinException>(() => CsvTests.Read("a", new CsvOptions { Delimiter = '"' })).Code);
    }

    [Fact]
    public void Levels_of_numbers_are_in_their_order() =>
        Assert.Equal(["-1", "0", "2", "10.5"], new NumberColumn("n", [10.5, -0.0, 2, -1, 0]).AsCategories().Levels);

    [Fact]
    public void What_is_written_reads_back()
    {
        using var stream = new MemoryStream();
        Small.WriteCsv(stream);
        Assert.Equal("n,c,d,t\n3,b,2020-02-29,\"say \"\"so\"\"\"\n,a,,\"a,b\"\n-1.25,,2020-01-01T12:30:00,\"two\nlines\"\n",
            System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        stream.Position = 0;
        Table back = Table.ReadCsv(stream, new CsvOptions { Text = ["t"] });
        Assert.Equal(DataHash.Of(Small), DataHash.Of(back));
    }

    [Fact]
    public void Random_numbers_read_back_bit_for_bit()
    {
        var random = new Random(8);
        double[] values = [.. Enumerable.Range(0, 20_000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64()))
            .Where(value => double.IsFinite(value) && value != 0)];
        using var stream = new MemoryStream();
        Table.From(new NumberColumn("x", values)).WriteCsv(stream);
        Assert.Equal(values, Table.ReadCsv(new MemoryStream(stream.ToArray())).Number("x").Values.ToArray());
    }

    [Fact]
    public void Text_that_a_spreadsheet_would_run_is_disarmed_and_numbers_are_not_text()
    {
        using var text = new StringWriter();
        Table.From(
            new TextColumn("=name", ["=1+1", "+cmd", "-x", "@sum", "\tx", "-5", "a=b"]),
            new NumberColumn("n", [-1, -2, -3, -4, -5, -6, -7])).WriteCsv(text);
        Assert.Equal("'=name,n\n'=1+1,-1\n'+cmd,-2\n'-x,-3\n'@sum,-4\n'\tx,-5\n-5,-6\na=b,-7\n", text.ToString());
    }

    [Fact]
    public void A_row_of_one_missing_cell_is_still_a_row()
    {
        using var stream = new MemoryStream();
        Table.From(new NumberColumn("x", [1, double.NaN, 3])).WriteCsv(stream);
        Assert.Equal([1, double.NaN, 3], Table.ReadCsv(new MemoryStream(stream.ToArray())).Number("x").Values.ToArray());
    }

    [Fact]
    public void A_file_is_hashed_as_others_hash_it()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "abc");
            Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", DataHash.OfFile(path)); // FIPS 180-4
            Small.WriteCsv(path);
            Assert.Equal(3, Table.ReadCsv(path).RowCount);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_hash_of_a_table_is_that_of_its_content()
    {
        Table table = Table.From(new CategoryColumn("c", [0, 1, -1], ["a", "b"]));
        Table recoded = Table.From(new CategoryColumn("c", [2, 0, -1], ["b", "unused", "a"]));
        Assert.Equal(DataHash.Of(table), DataHash.Of(recoded));
        string[] others = [.. ((Column[])
            [
                new CategoryColumn("c", [0, 1, 1], ["a", "b"]), new CategoryColumn("d", [0, 1, -1], ["a", "b"]),
                new TextColumn("c", ["a", "b", null]),
            ])
            .Select(column => DataHash.Of(Table.From(column)))];
        Assert.Equal(4, others.Append(DataHash.Of(table)).Distinct().Count());
    }

    [Fact]
    public void Two_tables_become_one_with_their_own_row_numbers_and_levels()
    {
        Table first = Table.From(new NumberColumn("n", [1, double.NaN]), CategoryColumn.From("c", ["b", null]),
            new DateColumn("d", [new DateTime(2024, 5, 1), null]), new TextColumn("t", ["x", null]));
        Table second = Table.From(new TextColumn("t", ["y"]), CategoryColumn.From("c", ["a"]), new NumberColumn("n", [3]),
            new DateColumn("d", [null])).Rows([0, 0]);
        Table both = first.Append(second);
        Assert.Equal(first.Names, both.Names);
        Assert.Equal(["1", null, "3", "3"], Enumerable.Range(0, 4).Select(both["n"].TextAt));
        Assert.Equal(["b", null, "a", "a"], Enumerable.Range(0, 4).Select(both["c"].TextAt));
        Assert.Equal([false, true, true, true], Enumerable.Range(0, 4).Select(both["d"].IsMissing));
        Assert.Equal(["x", null, "y", "y"], Enumerable.Range(0, 4).Select(both["t"].TextAt));
        Assert.Equal([1, 2, 1, 1], Enumerable.Range(0, 4).Select(both.RowNumber));
        Assert.Equal("FLR0507", Assert.Throws<FlorinException>(() => first.Append(second.Without("d"))).Code);
        Assert.Equal("FLR0508", Assert.Throws<FlorinException>(() =>
            first.Append(second.Without("n").With(CategoryColumn.From("n", ["3", "3"])))).Code);
    }
}

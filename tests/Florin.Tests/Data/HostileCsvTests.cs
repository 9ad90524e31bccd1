namespace Florin.Tests.Data;

using System.Text;
using CsvHelper;

/// <summary>Generated text full of quotes and breaks beside an independent reader, and bytes that are no table at all.</summary>
public class HostileCsvTests
{
    static readonly string[] Pieces = ["a", "Ä", "1", " ", "\"", "\"\"", ",", ";", "\n", "\r", "\r\n", "\t", "=", new('x', 70), "€"];

    [Fact]
    public void Any_cells_are_read_as_an_independent_reader_reads_them()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 1500; trial++)
        {
            string[][] cells = Cells(random);
            string end = (trial % 3) switch { 0 => "\n", 1 => "\r\n", _ => "\r" };
            string text = string.Join(end, cells.Select(row => string.Join(',', row.Select(cell => Quoted(cell, random)))));
            if (trial % 2 == 0) text += end;
            byte[] bytes = [.. trial % 5 == 0 ? Encoding.UTF8.Preamble : default, .. Encoding.UTF8.GetBytes(text)];
            Assert.Equal(Independent(bytes), cells);
            Table table = Table.ReadCsv(new MemoryStream(bytes), Verbatim(cells[0].Length));
            Assert.Equal(cells, Enumerable.Range(0, table.RowCount)
                .Select(row => table.Columns.Select(column => column.TextAt(row)!).ToArray()));
        }
    }

    /// <summary>Rows longer than the buffer, which starts at 256 KiB, end in any place of it.</summary>
    [Fact]
    public void Long_cells_cross_the_buffer_anywhere()
    {
        var random = new Random(6);
        string[][] cells = [.. Enumerable.Range(0, 60).Select(_ => (string[])
            [new string('q', random.Next(1, 60_000)) + "\"\r\n", new string('z', random.Next(1, 400_000) / random.Next(1, 300))])];
        string text = string.Join("\r\n", cells.Select(row => string.Join(',', row.Select(cell => Quoted(cell, random)))));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Table table = Table.ReadCsv(new MemoryStream(bytes), Verbatim(2));
        Assert.Equal(cells.Select(row => row[0]), Enumerable.Range(0, 60).Select(row => table["c1"].TextAt(row)!));
        Assert.Equal(cells.Select(row => row[1]), Enumerable.Range(0, 60).Select(row => table["c2"].TextAt(row)!));
    }

    [Fact]
    public void Random_bytes_end_in_a_table_or_an_error_with_a_code()
    {
        var random = new Random(7);
        const string Marks = ",;\"\r\n\t |1a-\u0000";
        for (int trial = 0; trial < 3000; trial++)
        {
            var bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            if (trial % 2 == 0)
                for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)Marks[bytes[i] % Marks.Length];
            if (trial % 16 == 1 && bytes.Length > 2) (bytes[0], bytes[1]) = (0x1f, 0x8b);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var options = new CsvOptions { Header = trial % 3 != 0, MaximumBadShare = 1 };
            Ends(() => Table.ReadCsv(new MemoryStream(bytes), options));
            Ends(() => Assert.All(Table.ReadCsvBatches(new MemoryStream(bytes), Any, 3, options),
                batch => Assert.InRange(batch.Table.RowCount, 1, 3)));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        }
    }

    static readonly ColumnSpec[] Any =
    [
        new("c1", ColumnKind.Number, Optional: true), new("c2", ColumnKind.Category, Optional: true),
        new("c3", ColumnKind.Date, Optional: true),
    ];

    static void Ends(Action read)
    {
        try
        {
            read();
        }
        catch (FlorinException error)
        {
            Assert.StartsWith("FLR05", error.Code);
        }
    }

    static CsvOptions Verbatim(int columns) => new()
    {
        Delimiter = ',',
        Header = false,
        Missing = [],
        Text = [.. Enumerable.Range(1, columns).Select(column => $"c{column}")],
    };

    static string[][] Cells(Random random)
    {
        int columns = random.Next(2, 5);
        return [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Enumerable.Range(0, columns)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => Pieces[random.Next(Pieces.Length)]))).ToArray())];
    }

    static string Quoted(string cell, Random random) =>
        cell.AsSpan().IndexOfAny("\",\r\n") >= 0 || random.Next(4) == 0 ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;

    static string[][] Independent(byte[] bytes)
    {
        using CsvReader reader = CsvReader.Create(bytes, new CsvReaderOptions { Separator = ',', HasHeader = false });
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return [.. rows];
    }
}

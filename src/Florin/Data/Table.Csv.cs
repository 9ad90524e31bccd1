namespace Florin;

using System.Text;
using Florin.Storage;

/// <content>Delimited files.</content>
public sealed partial class Table
{
    const string InMemory = "the stream";

    /// <summary>
    /// Reads a delimited file, packed with gzip or not. What a column holds is found from all rows: numbers (decimal point, sign,
    /// exponent), dates (ISO 8601 or a declared form), free text (more than half of the cells distinct, 30 characters or more on
    /// average), else levels. A row with a cell that does not fit its column, or with too few or too many cells, is left out and listed
    /// in <see cref="Problems"/>.
    /// </summary>
    /// <param name="path">The file; ".gz" is not needed, the bytes tell.</param>
    /// <param name="options">Null for <see cref="CsvOptions.Default"/>.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR0501–FLR0507, FLR0510, FLR0511: the file cannot be read, two names are equal, a quote is not
    /// closed, too many rows are bad, a declared column is not there.</exception>
    public static Table ReadCsv(string path, CsvOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= CsvOptions.Default;
        using Stream file = CsvSource.File(path);
        return CsvTableReader.Read(() => CsvSource.Plain(CsvSource.File(path), path, options), path, file.Length, options, cancellation);
    }

    /// <summary>Reads delimited text from a stream, which is first taken into memory and stays open.</summary>
    /// <exception cref="FlorinException">As for <see cref="ReadCsv(string, CsvOptions?, CancellationToken)"/>.</exception>
    public static Table ReadCsv(Stream stream, CsvOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= CsvOptions.Default;
        byte[] bytes = CsvSource.All(stream, cancellation);
        return CsvTableReader.Read(() => Memory(bytes, options), InMemory, bytes.Length, options, cancellation);
    }

    /// <summary>
    /// Reads a file of any length in tables of few rows, with the columns and kinds a model was trained on; other columns of the file are
    /// passed over. Every row of the file is in a batch, in order: what cannot be read is missing there, and told by
    /// <see cref="TableBatch.Problems"/>.
    /// </summary>
    /// <param name="path">The file, packed with gzip or not.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="rows">The rows of a batch; the last one may have fewer.</param>
    /// <param name="options">Null for <see cref="CsvOptions.Default"/>; kinds declared there are not looked at.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR0512: columns are absent, all named with the nearest that is there; FLR0501–FLR0505, FLR0510,
    /// FLR0511 as for a whole file.</exception>
    public static IEnumerable<TableBatch> ReadCsvBatches(string path, IReadOnlyList<ColumnSpec> columns, int rows = 8192,
        CsvOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        options ??= CsvOptions.Default;
        return new CsvBatchReader(() => CsvSource.Plain(CsvSource.File(path), path, options), path, columns, options)
            .Read(rows, cancellation);
    }

    /// <summary>Reads a stream in tables of few rows; it is first taken into memory and stays open.</summary>
    /// <exception cref="FlorinException">As for a file.</exception>
    public static IEnumerable<TableBatch> ReadCsvBatches(Stream stream, IReadOnlyList<ColumnSpec> columns, int rows = 8192,
        CsvOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        options ??= CsvOptions.Default;
        byte[] bytes = CsvSource.All(stream, cancellation);
        return new CsvBatchReader(() => Memory(bytes, options), InMemory, columns, options).Read(rows, cancellation);
    }

    /// <summary>Writes the table as <see cref="CsvWriter"/> does; a file of this name is there whole or as it was before.</summary>
    public void WriteCsv(string path) => AtomicFile.Write(path, WriteCsv);

    /// <summary>Writes the table to a stream as UTF-8 without a byte order mark; the stream stays open.</summary>
    public void WriteCsv(Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        WriteCsv(writer);
    }

    /// <summary>Writes the table as text; the writer stays open.</summary>
    public void WriteCsv(TextWriter writer)
    {
        var csv = new CsvWriter(writer);
        foreach (Column column in columns) csv.Add(column.Name);
        csv.EndRow();
        for (int row = 0; row < RowCount; row++)
        {
            foreach (Column column in columns)
                if (column is NumberColumn numbers) csv.Add(numbers.Values[row]);
                else csv.Add(column.TextAt(row));
            csv.EndRow();
        }
    }

    static Stream Memory(byte[] bytes, CsvOptions options) =>
        CsvSource.Plain(new MemoryStream(bytes, writable: false), InMemory, options);
}

namespace Florin;

/// <content>Delimited files.</content>
public sealed partial class Table
{
    /// <summary>
    /// Reads a delimited file, packed with gzip or not. What a column holds is found from all rows: numbers (decimal point, sign, exponent),
    /// dates (ISO 8601 or a declared form), free text (more than half of the cells distinct, 30 characters or more on average), else levels.
    /// A row with a cell that does not fit its column, or with too few or too many cells, is left out and listed in
    /// <see cref="Problems"/>.
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
        using Stream first = CsvSource.File(path);
        return CsvTableReader.Read(() => CsvSource.Plain(CsvSource.File(path), options), path, first.Length, options, cancellation);
    }

    /// <summary>Reads delimited text from a stream. One that cannot seek, such as standard input, is first taken into memory. The stream
    /// stays open.</summary>
    /// <exception cref="FlorinException">As for <see cref="ReadCsv(string, CsvOptions?, CancellationToken)"/>.</exception>
    public static Table ReadCsv(Stream stream, CsvOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= CsvOptions.Default;
        byte[] bytes = CsvSource.All(stream, cancellation);
        return CsvTableReader.Read(() => CsvSource.Plain(new MemoryStream(bytes, writable: false), options), "the stream", bytes.Length,
            options, cancellation);
    }
}

namespace Florin;

using System.Data.Common;

/// <content>Rows of databases, read by the rules of files.</content>
public sealed partial class Table
{
    /// <summary>
    /// Reads all rows of a query's result so that they make the table that a file of the same rows makes. Numbers, dates and truth values
    /// of the database stay what they are; its texts are read as the cells of a file: what stands for missing is missing, a column of texts
    /// that are numbers holds numbers, and what the options declare holds.
    /// </summary>
    /// <param name="reader">The result; it is read to its end and stays open.</param>
    /// <param name="options">Kinds, forms of dates, texts that stand for missing; what else is said of files is not looked at.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR0503, FLR0506, FLR0507, FLR0513: two columns of one name, too many bad rows, a declared column
    /// that is not there, cells of a type that is neither number, text nor date.</exception>
    public static Table Read(DbDataReader reader, CsvOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(options);
        return new DatabaseReader(reader, options).Whole(cancellation);
    }

    /// <summary>
    /// Reads a query's result of any length in tables of few rows, as <see cref="ReadCsvBatches(string, IReadOnlyList{ColumnSpec}, int,
    /// CsvOptions?, CancellationToken)"/> reads a file: every row is in a batch, and what cannot be read is missing there and told.
    /// </summary>
    /// <param name="reader">The result; it is read to its end and stays open.</param>
    /// <param name="columns">The columns to read; others are passed over.</param>
    /// <param name="rows">The rows of a batch; the last one may have fewer.</param>
    /// <param name="options">Null for <see cref="CsvOptions.Default"/>; kinds declared there are not looked at.</param>
    /// <param name="cancellation">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="FlorinException">FLR0512: columns are absent, all named with the nearest that is there; FLR0513.</exception>
    public static IEnumerable<TableBatch> ReadBatches(DbDataReader reader, IReadOnlyList<ColumnSpec> columns, int rows = 8192,
        CsvOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return new DatabaseReader(reader, options ?? CsvOptions.Default).Batches(columns, rows, cancellation);
    }
}

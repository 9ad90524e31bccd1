namespace Florin;

using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

/// <content>Databases and objects.</content>
public sealed partial class Table
{
    /// <summary>
    /// Reads all rows of a query's result. Numbers of any type become numbers, whole ones beyond 2^53 text, dates and moments dates,
    /// truth values and enumerations levels; text becomes dates if all of it is ISO 8601, as in databases without a type for dates, else
    /// free text or levels by the rule of <see cref="ReadCsv(string, CsvOptions?, CancellationToken)"/>, but never numbers.
    /// </summary>
    /// <exception cref="FlorinException">FLR0503, FLR0513, FLR0516: two columns of one name, a type that is none of these, an infinite
    /// number.</exception>
    public static Table Read(DbDataReader reader, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ObjectCells[] cells = [.. Enumerable.Range(0, reader.FieldCount)
            .Select(i => new ObjectCells(reader.GetName(i).Trim() is { Length: > 0 } name ? name : $"c{i + 1}", reader.GetFieldType(i)))];
        int rows = 0;
        for (; reader.Read(); rows++)
        {
            if (rows % 1024 == 0) cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < cells.Length; i++) cells[i].Add(reader.IsDBNull(i) ? null : reader.GetValue(i));
        }

        return new Table([.. cells.Select(column => column.Column())], rows);
    }

    /// <summary>A row for each item, a column for each public property, named by it or by its
    /// <see cref="System.ComponentModel.DataAnnotations.Schema.ColumnAttribute"/>; kinds are as for
    /// <see cref="Read(DbDataReader, CancellationToken)"/>.</summary>
    /// <typeparam name="T">A type whose properties hold numbers, text, dates, truth values or enumerations; null is missing.</typeparam>
    /// <exception cref="FlorinException">FLR0513, FLR0515, FLR0516: a property of another type, no property, an infinite
    /// number.</exception>
    public static Table From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        PropertyInfo[] properties = ObjectCells.Properties(typeof(T));
        if (properties.Length == 0) throw DataErrors.NoProperties(typeof(T));
        ObjectCells[] cells = [.. properties.Select(property => new ObjectCells(ObjectCells.NameOf(property), property.PropertyType))];
        int rows = 0;
        foreach (T item in items)
        {
            for (int i = 0; i < cells.Length; i++) cells[i].Add(properties[i].GetValue(item));
            rows++;
        }

        return new Table([.. cells.Select(column => column.Column())], rows);
    }
}

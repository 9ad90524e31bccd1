namespace Florin;

using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

/// <summary>The cells of one column, from a property of objects.</summary>
abstract class CellReader<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(string name)
{
    public string Name { get; } = name;

    public abstract Column Column(T[] rows);

    /// <summary>A reader for every column; an optional one that the type lacks has none.</summary>
    /// <exception cref="FlorinException">FLR0578: with everything that does not fit.</exception>
    public static CellReader<T>[] For(IReadOnlyList<ColumnSpec> columns)
    {
        Dictionary<string, PropertyInfo> properties = ObjectCells.Properties(typeof(T)).DistinctBy(ObjectCells.NameOf)
            .ToDictionary(ObjectCells.NameOf);
        var readers = new List<CellReader<T>>();
        var problems = new List<string>();
        foreach (ColumnSpec column in columns)
        {
            if (!properties.TryGetValue(column.Name, out PropertyInfo? property))
            {
                if (!column.Optional) problems.Add(Missing(column.Name, properties.Keys));
            }
            else if (Of(column, property) is { } reader) readers.Add(reader);
            else problems.Add($"\"{column.Name}\" is {property.PropertyType.Name}, and the model reads {Wanted(column.Kind)}");
        }

        if (problems.Count > 0)
            throw new FlorinException("FLR0578", "the type does not fit the model", $"type {typeof(T).Name}", string.Join("; ", problems),
                "give it a property for each column, by its name or by [Column(\"name\")]");
        // Without a column there would be no rows to count.
        return readers.Count > 0 ? [.. readers] : throw DataErrors.NoProperties(typeof(T));
    }

    static string Missing(string name, IEnumerable<string> names) =>
        $"\"{name}\" is not there" + (NearestName.Of(name, names) is { } near ? $", perhaps \"{near}\"" : "");

    static string Wanted(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => "numbers",
        ColumnKind.Date => "DateTime, DateOnly or DateTimeOffset",
        _ => "text, numbers, truth values or enumerations",
    };

    static CellReader<T>? Of(ColumnSpec column, PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return column.Kind switch
        {
            ColumnKind.Number when ObjectCells.IsNumber(type) => new NumberCells(column.Name, property),
            ColumnKind.Date when ObjectCells.IsDate(type) => new DateCells(column.Name, property),
            ColumnKind.Category or ColumnKind.Text when ObjectCells.IsText(type) || ObjectCells.IsNumber(type) =>
                new LevelCells(column.Name, property),
            _ => null,
        };
    }

    static Func<T, object?> Getter(PropertyInfo property)
    {
        ParameterExpression row = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, object?>>(Expression.Convert(Expression.Property(row, property), typeof(object)), row).Compile();
    }

    sealed class NumberCells(string name, PropertyInfo property) : CellReader<T>(name)
    {
        readonly Func<T, double> cell = Compiled(property);

        public override Column Column(T[] rows)
        {
            var values = new double[rows.Length];
            for (int row = 0; row < values.Length; row++) values[row] = cell(rows[row]);
            return new NumberColumn(Name, values);
        }

        /// <summary>Without a box: the number, or NaN where a nullable one has no value.</summary>
        static Func<T, double> Compiled(PropertyInfo property)
        {
            ParameterExpression row = Expression.Parameter(typeof(T));
            Expression value = Expression.Property(row, property);
            if (Nullable.GetUnderlyingType(property.PropertyType) is not null)
                value = Expression.Condition(Expression.NotEqual(value, Expression.Constant(null, property.PropertyType)),
                    Expression.Convert(value, typeof(double)), Expression.Constant(double.NaN));
            return Expression.Lambda<Func<T, double>>(Expression.Convert(value, typeof(double)), row).Compile();
        }
    }

    sealed class LevelCells(string name, PropertyInfo property) : CellReader<T>(name)
    {
        readonly Func<T, object?> cell = Getter(property);

        public override Column Column(T[] rows)
        {
            if (rows.Length != 1) return CategoryColumn.From(Name, rows.Select(Text));
            return Text(rows[0]) is { } text ? new CategoryColumn(Name, (int[])[0], (string[])[text])
                : new CategoryColumn(Name, (int[])[CategoryColumn.Missing], (string[])[]);
        }

        string? Text(T row) =>
            ObjectCells.Cell(Name, cell(row)) is { } value && ObjectCells.Text(value) is { Length: > 0 } text ? text : null;
    }

    sealed class DateCells(string name, PropertyInfo property) : CellReader<T>(name)
    {
        readonly Func<T, object?> cell = Getter(property);

        public override Column Column(T[] rows) =>
            new DateColumn(Name, rows.Select(row => (DateTime?)ObjectCells.Cell(Name, cell(row))));
    }
}

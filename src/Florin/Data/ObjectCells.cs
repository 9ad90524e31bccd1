namespace Florin;

using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;

/// <summary>The cells of one column as objects, until all are seen and the kind is known.</summary>
sealed class ObjectCells(string name, Type type)
{
    const long Exact = 1L << 53; // whole numbers beyond are identifiers, which a double would change

    readonly List<object?> values = [];

    /// <summary>The public properties that hold cells.</summary>
    public static PropertyInfo[] Properties([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)];

    /// <summary>The column of a property: what its attribute says, else its own name.</summary>
    public static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<ColumnAttribute>()?.Name is { Length: > 0 } name ? name : property.Name;

    public void Add(object? value) => values.Add(Cell(name, value));

    /// <summary>A cell as one of the types that cells have: number, text, date; null is missing.</summary>
    public static object? Cell(string name, object? value) => value switch
    {
        null or DBNull => null,
        DateOnly day => day.ToDateTime(TimeOnly.MinValue),
        DateTimeOffset moment => moment.UtcDateTime,
        DateTime or string => value,
        bool truth => truth ? "true" : "false",
        char or Guid or Enum => value.ToString(),
        long whole and (> Exact or < -Exact) => whole.ToString(CultureInfo.InvariantCulture),
        ulong whole and > (ulong)Exact => whole.ToString(CultureInfo.InvariantCulture),
        byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal or Half =>
            Convert.ToDouble(value is Half half ? (float)half : value, CultureInfo.InvariantCulture),
        _ => throw DataErrors.Type(name, value.GetType()),
    };

    public Column Column()
    {
        object[] present = [.. values.OfType<object>()];
        if (present.Length == 0 ? IsNumber(Nullable.GetUnderlyingType(type) ?? type) : present.All(value => value is double))
            return new NumberColumn(name, (double[])[.. values.Select(value => value is double number ? number : double.NaN)]);
        if (present.Length > 0 && present.All(value => value is DateTime))
            return new DateColumn(name, values.Select(value => (DateTime?)value));
        var texts = new TextBuilder();
        foreach (object? value in values)
            if (value is null) texts.AddMissing();
            else texts.Add(Encoding.UTF8.GetBytes(Text(value)));
        return texts.Column(name);
    }

    /// <summary>A cell as a level.</summary>
    public static string Text(object value) => value switch
    {
        double number when double.IsInteger(number) && Math.Abs(number) <= Exact => number.ToString("F0", CultureInfo.InvariantCulture),
        double number => Numbers.Text(number),
        DateTime date => Dates.Text(date),
        _ => (string)value,
    };

    /// <summary>Whether a type, not nullable, holds numbers.</summary>
    public static bool IsNumber(Type type) => !type.IsEnum && (type == typeof(Half)
        || Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal);

    /// <summary>Whether a type, not nullable, holds days or moments.</summary>
    public static bool IsDate(Type type) => type == typeof(DateTime) || type == typeof(DateOnly) || type == typeof(DateTimeOffset);

    /// <summary>Whether a type, not nullable, holds texts.</summary>
    public static bool IsText(Type type) => type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(char)
        || type == typeof(Guid);
}

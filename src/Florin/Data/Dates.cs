namespace Florin;

using System.Globalization;

/// <summary>Dates as ISO 8601 writes them: 2018-07-25, with a time after T or a blank, with a zone or without.</summary>
static class Dates
{
    static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads an ISO date; a time with a zone becomes UTC.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime date) => TryParse(text, Forms, out date);

    /// <summary>Reads a date of one form, such as MMM-yyyy; names of months are English.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, string form, out DateTime date) => TryParse(text, [form], out date);

    /// <summary>The shortest ISO form that keeps the moment.</summary>
    public static string Text(DateTime date) => date.ToString(
        date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    static bool TryParse(ReadOnlySpan<char> text, string[] forms, out DateTime date)
    {
        bool read = DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out date);
        date = DateTime.SpecifyKind(date, DateTimeKind.Unspecified);
        return read && date != DateColumn.Missing;
    }
}

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
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime date) => TryCommon(text, out date) || TryParse(text, Forms, out date);

    /// <summary>Reads a date of one form, such as MMM-yyyy; names of months are English.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, string form, out DateTime date) => TryParse(text, [form], out date);

    /// <summary>The shortest ISO form that keeps the moment.</summary>
    public static string Text(DateTime date) => date.ToString(
        date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>The two forms that fill files, a day and a second, without the general parser; what does not fit is left to it.</summary>
    static bool TryCommon(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        bool timed = text.Length == 19 && text[10] is ' ' or 'T' && text[13] == ':' && text[16] == ':';
        if (!timed && text.Length != 10 || text[4] != '-' || text[7] != '-') return false;
        int year = Number(text[..4]), month = Number(text[5..7]), day = Number(text[8..10]);
        int hour = timed ? Number(text[11..13]) : 0, minute = timed ? Number(text[14..16]) : 0, second = timed ? Number(text[17..]) : 0;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59) return false;
        date = new DateTime(year, month, day, hour, minute, second);
        return date != DateColumn.Missing;
    }

    /// <summary>Below zero where there is anything but digits.</summary>
    static int Number(ReadOnlySpan<char> digits)
    {
        int sum = 0;
        foreach (char digit in digits) sum = char.IsAsciiDigit(digit) && sum >= 0 ? sum * 10 + digit - '0' : -1;
        return sum;
    }

    static bool TryParse(ReadOnlySpan<char> text, string[] forms, out DateTime date)
    {
        bool read = DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out date);
        date = DateTime.SpecifyKind(date, DateTimeKind.Unspecified);
        return read && date != DateColumn.Missing;
    }
}

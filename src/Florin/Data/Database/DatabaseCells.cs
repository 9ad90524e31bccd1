namespace Florin;

using System.Globalization;
using System.Text;

/// <summary>
/// The cells of one column of a query's result. Numbers and dates of the database stay what they are; texts are read as those of a file,
/// so that the same rows give the same column from either.
/// </summary>
/// <param name="name">The column.</param>
/// <param name="declared">Its kind; null when it is to be found.</param>
/// <param name="options">How texts are read.</param>
/// <param name="missing">The texts and numbers that stand for a missing cell.</param>
sealed class DatabaseCells(string name, ColumnKind? declared, CsvOptions options, MissingTexts missing)
{
    readonly List<double> numbers = [];
    List<DateTime>? dates;
    TextBuilder? texts;
    int count, present;

    public BadCells Bad { get; } = new();

    public void Add(object? value)
    {
        object? cell = Cell(value);
        if (cell is null) AddMissing();
        else if (cell is double number && texts is null && dates is null) numbers.Add(Finite(number));
        else if (cell is DateTime date && texts is null && (dates is not null || present == 0)) Dated().Add(date);
        else Written().Add(Encoding.UTF8.GetBytes(ObjectCells.Text(cell)));
        count++;
        if (cell is not null) present++;
    }

    public Column Column()
    {
        if (texts is null && dates is not null && (declared is null or ColumnKind.Date))
            return new DateColumn(name, dates.ToArray());
        if (texts is null && dates is null && (declared is null or ColumnKind.Number))
            return new NumberColumn(name, (double[])[.. numbers.Select(value => missing.Contains(value) ? double.NaN : value)]);
        return Written().Column(name, declared, options, missing, Bad);
    }

    void AddMissing()
    {
        if (texts is not null) texts.AddMissing();
        else if (dates is not null) dates.Add(DateColumn.Missing);
        else numbers.Add(double.NaN);
    }

    /// <summary>An exact number of many digits becomes the nearest number, as its text in a file would; a truth value a number where
    /// numbers are expected.</summary>
    object? Cell(object? value) => value switch
    {
        decimal exact => double.Parse(exact.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        bool truth when declared == ColumnKind.Number => truth ? 1.0 : 0.0,
        _ => ObjectCells.Cell(name, value) is var cell && cell is double.NaN ? null : cell,
    };

    double Finite(double number)
    {
        if (!double.IsInfinity(number)) return number;
        Bad.Add(count, "infinity"u8, "a number");
        return double.NaN;
    }

    List<DateTime> Dated()
    {
        if (dates is not null) return dates;
        numbers.Clear();
        return dates = [.. Enumerable.Repeat(DateColumn.Missing, count)];
    }

    /// <summary>From here on everything is text: what came before is written as a file would have it.</summary>
    TextBuilder Written()
    {
        if (texts is not null) return texts;
        texts = new TextBuilder();
        foreach (DateTime date in dates ?? [])
            if (date == DateColumn.Missing) texts.AddMissing();
            else texts.Add(Encoding.UTF8.GetBytes(Dates.Text(date)));
        foreach (double number in numbers)
            if (double.IsNaN(number)) texts.AddMissing();
            else texts.Add(Encoding.UTF8.GetBytes(ObjectCells.Text(number)));
        dates = null;
        numbers.Clear();
        return texts;
    }
}

namespace Florin;

using System.Globalization;

/// <summary>What can be wrong with a table or the file it comes from. No text of a cell enters a message.</summary>
static class DataErrors
{
    const int Shown = 20;

    public static FlorinException NoFile(string path, Exception inner) => new(
        "FLR0501", "the file cannot be read", path, inner.GetType().Name, "check the path and the right to read it", inner);

    public static FlorinException Compressed(string path, Exception inner) => new(
        "FLR0502", "the compressed file is damaged", path, "a gzip stream that does not unpack", "fetch the file again", inner);

    public static FlorinException SameName(string place, string name, int first, int second) => new(
        "FLR0503", "two columns have the same name", place,
        Text($"\"{name}\" is column {first} and column {second}"), "rename one of them");

    public static FlorinException LongRecord(string place, long line, int limit) => new(
        "FLR0504", Text($"a row is longer than {limit} bytes"), Text($"{place}, line {line}"), "no end of the row",
        "close the quote that was opened there, or raise CsvOptions.MaximumRowBytes");

    public static FlorinException OpenQuote(string place, long line) => new(
        "FLR0505", "a quote is never closed", Text($"{place}, line {line}"), "the end of the file inside quotes",
        "close the quote; a quote inside quotes is written twice");

    public static FlorinException BadRows(string place, int bad, int rows, double share, IReadOnlyList<RowProblem> problems) => new(
        "FLR0506", Text($"{bad} of {rows} rows cannot be read, more than the share of {share} that is allowed"), place,
        List(problems.Select(problem => problem.ToString())),
        "mend the rows, name what stands for missing (CsvOptions.Missing), or declare the column a category");

    public static FlorinException NoColumn(string name, IReadOnlyCollection<string> names, string place) => new(
        "FLR0507", "there is no column of this name", place, $"\"{name}\"",
        NearestName.Of(name, names) is { } near ? $"did you mean \"{near}\"?" : "the columns are " + List(names.Take(Shown), ", "));

    public static FlorinException Kind(string name, ColumnKind found, string wanted) => new(
        "FLR0508", $"the column does not hold {wanted}", name, found.ToString(), "declare its kind where the table is read");

    public static FlorinException Lengths(string first, int rows, string second, int others) => new(
        "FLR0509", "columns of a table have the same number of rows", $"columns \"{first}\" and \"{second}\"",
        Text($"{rows} and {others} rows"), "give both from the same rows");

    public static FlorinException Empty(string place) => new(
        "FLR0510", "the file has no row", place, "not even a header", "check that it was written to its end");

    public static FlorinException Option(string option, string found, string fix) => new(
        "FLR0511", "the option cannot be used", "CsvOptions." + option, found, fix);

    public static FlorinException Absent(string place, IEnumerable<string> absent, IReadOnlyCollection<string> names) => new(
        "FLR0512", "the file lacks columns that are needed", place,
        List(absent.Select(name => NearestName.Of(name, names) is { } near ? $"\"{name}\"; did you mean \"{near}\"?" : $"\"{name}\"")),
        "add the columns, or declare them optional");

    public static FlorinException Type(string name, Type type) => new(
        "FLR0513", "cells of this type cannot be read", $"column \"{name}\"", type.Name,
        "leave the column out, or convert it to a number, a text or a date");

    public static FlorinException NoProperties(Type type) => new(
        "FLR0515", "the type has no public property to read", type.Name, "no column", "give objects with public properties");

    public static FlorinException NoRow(string name, int row, int rows) => new(
        "FLR0514", "there is no such row", $"column \"{name}\"", Text($"row {row} of {rows}, counted from 0"), "give rows of this table");

    public static FlorinException Infinite(string name, int row) => new(
        "FLR0516", "a number is infinite", Text($"column \"{name}\", row {row + 1}"), "infinity", "give NaN where the number is missing");

    public static FlorinException Levels(string name, string found) => new(
        "FLR0517", "codes and levels do not fit", $"column \"{name}\"", found, "give each code one level, and each level once");

    public static FlorinException Roles(IReadOnlyList<SchemaProblem> problems) => new(
        "FLR0520", Text($"the roles do not fit the table: {problems.Count} problems"), "data",
        List(problems.Select(problem => problem.ToString())), "each line ends with its own");

    public static string List(IEnumerable<string> lines, string between = "\n          ")
    {
        string[] all = [.. lines];
        string shown = string.Join(between, all.Take(Shown));
        return all.Length <= Shown ? shown : Text($"{shown}{between}and {all.Length - Shown} more");
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

namespace Florin;

using System.Text;

/// <summary>How a delimited file is read. The defaults read most files; what is declared here is never guessed.</summary>
public sealed record CsvOptions
{
    /// <summary>The options when none are given.</summary>
    public static CsvOptions Default { get; } = new();

    /// <summary>The ASCII character between cells; a blank means runs of blanks and tabs, as in column-aligned files. Null, the default,
    /// finds it: of comma, semicolon, tab and bar the one that cuts the most of the first rows into the same number of cells as the first
    /// row, else runs of blanks if they do, else the comma.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row names the columns; otherwise they are c1, c2 and so on. Default true.</summary>
    public bool Header { get; init; } = true;

    /// <summary>Texts that stand for a missing cell, without blanks at the ends; one that is a number also stands for every writing of that
    /// number. Default: nothing, NA, N/A, NaN, nan, null, NULL and ?.</summary>
    public IReadOnlyList<string> Missing { get; init; } = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "?"];

    /// <summary>Columns of codes that only look like numbers, such as identifiers: a number loses leading zeros, and digits beyond the
    /// fifteenth.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns of free text.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>A column that is kept as it is written, where it is there: an id such as 007 is no number.</summary>
    internal string? Verbatim { get; init; }

    /// <summary>Columns of numbers: a cell that is none makes its row bad, however many there are.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Columns of dates and the form of each, such as MMM-yyyy or d/M/yyyy, with English names of months. Dates in ISO 8601 are
    /// found without.</summary>
    public IReadOnlyDictionary<string, string> Dates { get; init; } = new Dictionary<string, string>();

    /// <summary>The encoding. Null, the default: what the byte order mark says, else UTF-8, and a cell that is not valid UTF-8 is read as
    /// ISO-8859-1.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The largest share of rows that may be left out as unreadable, and of a column's cells that may fail to be numbers in a
    /// column of numbers; from 0 to 1, default 0.01.</summary>
    public double MaximumBadShare { get; init; } = 0.01;

    /// <summary>The longest row in bytes: what an unclosed quote may swallow. Default 16 MiB.</summary>
    public int MaximumRowBytes { get; init; } = 16 << 20;

    /// <summary>Checks what can be checked without a file.</summary>
    /// <exception cref="FlorinException">FLR0511.</exception>
    internal void Check()
    {
        if (Delimiter is { } mark && (mark is '"' or '\r' or '\n' or '\0' || mark > 127))
            throw DataErrors.Option(nameof(Delimiter), $"character {(int)mark}", "give an ASCII character but a quote or a line break");
        if (!(MaximumBadShare is >= 0 and <= 1))
            throw DataErrors.Option(nameof(MaximumBadShare), Florin.Numbers.Text(MaximumBadShare), "give a share from 0 to 1");
        if (MaximumRowBytes is < 1024 or > 1 << 30)
            throw DataErrors.Option(nameof(MaximumRowBytes), Florin.Numbers.Text(MaximumRowBytes), "give 1 KiB to 1 GiB");
    }

    /// <summary>Checks that each column that is spoken of is there.</summary>
    /// <exception cref="FlorinException">FLR0507.</exception>
    internal void CheckNames(string[] names, string place)
    {
        foreach (string name in (IEnumerable<string>)[.. Dates.Keys, .. Categorical, .. Text, .. Numbers])
            if (!names.Contains(name)) throw DataErrors.NoColumn(name, names, place);
    }

    /// <summary>The kind that is declared for a column, null when it is to be found.</summary>
    internal ColumnKind? Declared(string name) =>
        name == Verbatim ? ColumnKind.Text
        : Dates.ContainsKey(name) ? ColumnKind.Date
        : Categorical.Contains(name) ? ColumnKind.Category
        : Text.Contains(name) ? ColumnKind.Text
        : Numbers.Contains(name) ? ColumnKind.Number
        : null;
}

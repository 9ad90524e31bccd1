namespace Florin;

using System.Globalization;
using System.Text;

/// <summary>The cells of a column that are not of its kind: their rows, from 0, and what they hold in general terms.</summary>
sealed class BadCells
{
    public List<(int Row, string Reason)> Cells { get; } = [];

    public int Count => Cells.Count;

    public void Add(int row, ReadOnlySpan<byte> cell, string expected) => Cells.Add((row, Describe(cell, expected)));

    /// <summary>"7 characters: letters and digits, where a number is expected". The text itself may be personal.</summary>
    public static string Describe(ReadOnlySpan<byte> cell, string expected)
    {
        if (cell.IsEmpty) return $"nothing where {expected} is expected";
        bool letters = false, digits = false, others = false;
        foreach (byte mark in cell)
        {
            if (char.IsAsciiDigit((char)mark)) digits = true;
            else if (char.IsAsciiLetter((char)mark) || mark > 127) letters = true;
            else others = true;
        }

        string kinds = string.Join(", ", ((string?[])[letters ? "letters" : null, digits ? "digits" : null, others ? "signs" : null])
            .OfType<string>());
        return string.Create(CultureInfo.InvariantCulture,
            $"{Encoding.UTF8.GetCharCount(cell)} characters ({kinds}) where {expected} is expected");
    }
}

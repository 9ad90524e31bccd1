namespace Florin;

using System.Text;

/// <summary>The texts that stand for a missing cell.</summary>
sealed class MissingTexts
{
    readonly byte[][] texts;
    readonly double[] numbers;

    public MissingTexts(IReadOnlyList<string> texts)
    {
        this.texts = [.. texts.Select(text => Encoding.UTF8.GetBytes(text.Trim()))];
        numbers = [.. texts.Select(text => Numbers.TryParse(text, out double value) ? value : double.NaN).Where(double.IsFinite)];
        Empty = this.texts.Any(text => text.Length == 0);
    }

    /// <summary>Whether nothing stands for a missing cell.</summary>
    public bool Empty { get; }

    /// <summary>Whether a cell without blanks at its ends is one of the texts.</summary>
    public bool Contains(ReadOnlySpan<byte> cell)
    {
        foreach (byte[] text in texts)
            if (cell.SequenceEqual(text)) return true;
        return numbers.Length > 0 && Numbers.TryParse(cell, out double value) && Contains(value);
    }

    /// <summary>Whether a number equals one of the texts by value.</summary>
    public bool Contains(double value) => numbers.Length > 0 && Array.IndexOf(numbers, value) >= 0;
}

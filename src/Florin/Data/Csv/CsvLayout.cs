namespace Florin;

using System.Globalization;

/// <summary>What the first rows of a file show: the delimiter, the names, and which columns look like numbers.</summary>
sealed record CsvLayout(char Delimiter, string[] Names, bool[] LooksNumeric, int BytesPerRow)
{
    const int SampleBytes = 256 << 10;

    static readonly char[] Candidates = [',', ';', '\t', '|', ' '];

    /// <summary>Reads no more than the sample and the first row.</summary>
    public static CsvLayout Of(Func<Stream> open, string place, CsvOptions options, MissingTexts missing)
    {
        byte[] sample = new byte[SampleBytes];
        using (Stream stream = open())
        {
            int length = CsvSource.Read(stream, sample, place);
            Array.Resize(ref sample, length);
        }

        bool whole = sample.Length < SampleBytes;
        char delimiter = options.Delimiter ?? Find(sample, whole, options);
        string[] names = Header(open, delimiter, place, options);
        (bool[] numeric, int rows) = Look(sample, delimiter, names.Length, options, missing);
        return new CsvLayout(delimiter, names, numeric, sample.Length / Math.Max(rows, 1));
    }

    static string[] Header(Func<Stream> open, char delimiter, string place, CsvOptions options)
    {
        using var scanner = new CsvScanner(open(), delimiter, place, options, default);
        if (!scanner.Read()) throw DataErrors.Empty(place);
        var names = new string[scanner.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = options.Header ? TextBuilder.Decode(scanner[i]).Trim() : "";
            if (names[i].Length == 0) names[i] = string.Create(CultureInfo.InvariantCulture, $"c{i + 1}");
            int first = Array.IndexOf(names, names[i]);
            if (first < i) throw DataErrors.SameName(place, names[i], first + 1, i + 1);
        }

        return names;
    }

    /// <summary>The candidate that cuts most rows as it cuts the first, if those are nine of ten; of equal ones the one with most
    /// cells.</summary>
    static char Find(byte[] sample, bool whole, CsvOptions options)
    {
        (char Mark, double Share, int Cells) best = (',', 0, 0);
        foreach (char mark in Candidates)
        {
            // Blanks stand between words, too: they count only where nothing else does.
            if (mark == ' ' && best.Share > 0) break;
            int[] cells = [.. Counts(sample, mark, whole, options)];
            if (cells.Length == 0 || cells[0] < 2) continue;
            double share = cells.Count(count => count == cells[0]) / (double)cells.Length;
            if (share >= 0.9 && (share, cells[0]).CompareTo((best.Share, best.Cells)) > 0) best = (mark, share, cells[0]);
        }

        return best.Mark;
    }

    static List<int> Counts(byte[] sample, char mark, bool whole, CsvOptions options)
    {
        var counts = new List<int>();
        using var scanner = new CsvScanner(new MemoryStream(sample), mark, "", options, default);
        try
        {
            while (scanner.Read()) counts.Add(scanner.Count);
        }
        catch (FlorinException)
        {
            // The sample may end inside quotes; the reader of the whole file says so if the file does.
            whole = true;
        }

        if (!whole && counts.Count > 1) counts.RemoveAt(counts.Count - 1);
        return counts;
    }

    static (bool[] Numeric, int Rows) Look(byte[] sample, char delimiter, int columns, CsvOptions options, MissingTexts missing)
    {
        var balance = new int[columns];
        int rows = 0;
        using var scanner = new CsvScanner(new MemoryStream(sample), delimiter, "", options, default);
        try
        {
            while (scanner.Read())
            {
                if (rows++ == 0 && options.Header) continue;
                for (int i = 0; i < Math.Min(columns, scanner.Count); i++)
                {
                    ReadOnlySpan<byte> cell = scanner[i].Trim(" \t"u8);
                    if (!missing.Contains(cell)) balance[i] += Numbers.TryParse(cell, out _) ? 1 : -1;
                }
            }
        }
        catch (FlorinException)
        {
            // As above.
        }

        return ([.. balance.Select(votes => votes >= 0)], rows);
    }
}

namespace Florin;

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

/// <summary>
/// Cuts a stream of bytes into rows and cells by RFC 4180: quotes, quotes written twice, line breaks inside quotes, any line end, none at
/// the end of the file. Delimiters, quotes and line ends are found 64 bytes at a time. A line without a byte is no row.
/// </summary>
sealed class CsvScanner : IDisposable
{
    const int Step = 64, FirstBuffer = 256 << 10;

    readonly Stream stream;
    readonly CancellationToken cancellation;
    readonly string place;
    readonly int limit;
    readonly byte delimiter;
    readonly bool runs;
    byte[] buffer;
    byte[] unescaped = [];
    int filled, at;
    bool ended;

    // The marks of a block that have not been looked at, and where the block begins.
    ulong marks;
    int block = -Step;

    // Cells of the row; an end below zero is the complement of the end of a cell that holds quotes written twice.
    int[] starts = new int[64], ends = new int[64];

    long nextLine = 1;
    int breaksInside;

    public CsvScanner(Stream stream, char delimiter, string place, CsvOptions options, CancellationToken cancellation)
    {
        this.stream = stream;
        this.cancellation = cancellation;
        this.place = place;
        limit = options.MaximumRowBytes;
        this.delimiter = (byte)delimiter;
        runs = delimiter == ' ';
        buffer = new byte[Math.Min(FirstBuffer, limit) + Step];
    }

    /// <summary>The number of cells of the row.</summary>
    public int Count { get; private set; }

    /// <summary>The line of the file in which the row begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Whether a cell goes on after its closing quote; then the cells are not to be trusted.</summary>
    public bool Broken { get; private set; }

    /// <summary>A cell of the row, without its quotes; valid until the next call of this or of <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> this[int cell]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int start = starts[cell], end = ends[cell];
            return end >= 0 ? buffer.AsSpan(start, end - start) : Unescape(buffer.AsSpan(start, ~end - start));
        }
    }

    /// <summary>Goes on to the next row; false at the end of the file.</summary>
    public bool Read()
    {
        while (true)
        {
            Line = nextLine;
            int start = at;
            if (TryRow())
            {
                if (Count > 1 || Count == 1 && (starts[0] != ends[0] || starts[0] != start)) return true;
            }
            else if (ended)
            {
                return false;
            }
            else
            {
                Fill();
            }
        }
    }

    public void Dispose() => stream.Dispose();

    /// <summary>One row; false when the buffer ends before the row does, or nothing is left.</summary>
    bool TryRow()
    {
        Count = breaksInside = 0;
        Broken = false;
        int start = at, quotedStart = 0, quotedEnd = 0;
        for (int mark = Next(); mark >= 0; mark = Next())
        {
            byte found = buffer[mark];
            if (found == '"')
            {
                if (mark != start || quotedStart > 0) continue;
                if (!TryQuoted(out quotedEnd)) return false;
                quotedStart = mark + 1;
                continue;
            }

            if (quotedStart > 0) Add(quotedStart, quotedEnd);
            else if (!runs || start < mark) Add(start, mark);
            if (found is (byte)'\n' or (byte)'\r') return TryEnd(mark);
            start = mark + 1;
            quotedStart = 0;
        }

        if (!ended || at >= filled) return false;
        if (quotedStart > 0) Add(quotedStart, quotedEnd);
        else if (start < filled || Count > 0 && !runs) Add(start, filled);
        at = filled;
        return true;
    }

    /// <summary>Finds the end of a quoted cell; false when the buffer ends first.</summary>
    bool TryQuoted(out int end)
    {
        bool twice = false;
        end = 0;
        for (int mark = Next(); mark >= 0; mark = Next())
        {
            byte found = buffer[mark];
            if (found == '\r' || found == '\n' && buffer[mark - 1] != '\r') breaksInside++;
            if (found != '"') continue;
            if (mark + 1 == filled && !ended) return false;
            if (mark + 1 < filled && buffer[mark + 1] == '"')
            {
                twice = true;
                Next();
                continue;
            }

            end = twice ? ~mark : mark;
            Broken |= mark + 1 < filled && !Ends(buffer[mark + 1]);
            return true;
        }

        return ended ? throw DataErrors.OpenQuote(place, Line) : false;
    }

    bool Ends(byte next) => next == delimiter || next is (byte)'\n' or (byte)'\r' || runs && next == '\t';

    bool TryEnd(int mark)
    {
        int next = mark + 1;
        if (buffer[mark] == '\r')
        {
            if (next == filled && !ended) return false;
            if (next < filled && buffer[next] == '\n') next = Next() + 1;
        }

        at = next;
        nextLine = Line + breaksInside + 1;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add(int start, int end)
    {
        int count = Count;
        if (count == starts.Length)
        {
            Array.Resize(ref starts, 2 * count);
            Array.Resize(ref ends, 2 * count);
        }

        starts[count] = start;
        ends[count] = end;
        Count = count + 1;
    }

    /// <summary>The place of the next delimiter, quote or line end; below zero at the end of the buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Next()
    {
        while (marks == 0)
        {
            if (block + Step >= filled) return -1;
            block += Step;
            marks = Find();
        }

        int mark = block + BitOperations.TrailingZeroCount(marks);
        marks &= marks - 1;
        return mark;
    }

    ulong Find()
    {
        Vector512<byte> bytes = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(buffer), (nuint)block);
        Vector512<byte> found = Vector512.Equals(bytes, Vector512.Create(delimiter)) | Vector512.Equals(bytes, Vector512.Create((byte)'"'))
            | Vector512.Equals(bytes, Vector512.Create((byte)'\n')) | Vector512.Equals(bytes, Vector512.Create((byte)'\r'));
        if (runs) found |= Vector512.Equals(bytes, Vector512.Create((byte)'\t'));
        int valid = filled - block;
        ulong bits = found.ExtractMostSignificantBits();
        return valid < Step ? bits & (1UL << valid) - 1 : bits;
    }

    /// <summary>Moves the unfinished row to the front and fills the rest; a buffer that it fills is doubled, so that no byte is looked at
    /// more often than a few times.</summary>
    void Fill()
    {
        cancellation.ThrowIfCancellationRequested();
        buffer.AsSpan(at, filled - at).CopyTo(buffer);
        filled -= at;
        at = 0;
        block = -Step;
        marks = 0;
        int room = buffer.Length - Step;
        if (filled == room)
        {
            if (room >= limit) throw DataErrors.LongRecord(place, Line, limit);
            room = (int)Math.Min(2L * room, limit);
            Array.Resize(ref buffer, room + Step);
        }

        int read = CsvSource.Read(stream, buffer.AsSpan(filled, room - filled), place);
        ended = read < room - filled;
        filled += read;
    }

    ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> cell)
    {
        if (unescaped.Length < cell.Length) unescaped = new byte[Math.Max(cell.Length, 256)];
        int length = 0;
        for (int i = 0; i < cell.Length; i++)
        {
            unescaped[length++] = cell[i];
            if (cell[i] == '"') i++;
        }

        return unescaped.AsSpan(0, length);
    }
}

namespace Florin.AspNetCore;

using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;

/// <summary>
/// The rows of a request, from JSON straight into columns, and the answer; used by one request at a time and then by the next.
/// </summary>
sealed class RequestWork
{
    const int SmallRows = 1024, SmallText = 1 << 16, KnownForeign = 64;

    readonly ServedModel owner;
    readonly FlorinServiceOptions options;
    readonly CellReader[] cells;
    readonly int[] firstInput;
    readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> places;
    readonly byte[][] names;
    readonly Scratch scratch = new();
    readonly HashSet<string> foreign = new(StringComparer.Ordinal);

    // By column: the last row that had it, from 1, and the rows that had it.
    readonly int[] lastRow;
    readonly int[] present;
    readonly List<(int Row, string Reason)> faults = [];
    int room;

    public RequestWork(ServedModel owner, FlorinServiceOptions options)
    {
        (this.owner, this.options) = (owner, options);
        FittedFeatures features = owner.Model.Features;
        ModelReading reading = owner.Model.Reading;
        var missing = new MissingTexts(reading.ToCsvOptions().Missing);
        cells =
        [
            .. features.Encoders.Select(encoder => CellReader.Of(encoder, reading, missing)),
            .. ServedModel.Beside(owner.Model).Select(name => new NumberCells(new NumberEncoder(name, new NoScale(), [], false), missing)),
        ];
        firstInput = [.. features.Encoders.Select(encoder => features.InputsOf(encoder.Column).First)];
        places = cells.Index().ToFrozenDictionary(cell => cell.Item.Name, cell => cell.Index, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        names = [.. cells.Select(cell => System.Text.Encoding.UTF8.GetBytes(cell.Name))];
        lastRow = new int[cells.Length];
        present = new int[cells.Length];
        Answer = new ArrayBufferWriter<byte>(256);
        Writer = new Utf8JsonWriter(Answer, new JsonWriterOptions
        {
            SkipValidation = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }

    /// <summary>Rows of the request.</summary>
    public int Count { get; private set; }

    /// <summary>What is wrong with cells, by row from 0, in the order of the rows.</summary>
    public IReadOnlyList<(int Row, string Reason)> Faults => faults;

    public ArrayBufferWriter<byte> Answer { get; }

    /// <summary>Writes into <see cref="Answer"/>.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Whether it is worth to be kept: one large request must not hold its memory for ever.</summary>
    public bool IsSmall => room <= SmallRows && scratch.Size <= SmallText && Answer.Capacity <= SmallText;

    /// <summary>Reads {"rows":[{column: value}, …]}.</summary>
    /// <exception cref="RequestException">FLR1211–FLR1213, FLR1215, FLR1216.</exception>
    public void Read(ReadOnlySpan<byte> body)
    {
        Count = 0;
        foreign.Clear();
        faults.Clear();
        Array.Clear(present);
        Array.Clear(lastRow);
        Answer.ResetWrittenCount();
        Writer.Reset();
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        // One level more than allowed: the reader's own limit would not say that the depth is what is wrong.
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = options.MaximumDepth + 1 });
        try
        {
            ReadRequest(ref json);
        }
        catch (JsonException error)
        {
            throw Problems.NotJson(error.LineNumber ?? 0, error.BytePositionInLine ?? 0);
        }
        catch (InvalidOperationException)
        {
            // A string of bytes that are no UTF-8, or half a surrogate pair.
            throw Problems.NotJson(0, json.TokenStartIndex);
        }

        CheckColumns();
    }

    /// <summary>What is wrong with a row, in one line; null: nothing. Rows are asked for in their order, and <paramref name="next"/> keeps
    /// the place.</summary>
    public string? ErrorAt(int row, ref int next)
    {
        if (next >= faults.Count || faults[next].Row != row) return null;
        string all = faults[next++].Reason;
        for (; next < faults.Count && faults[next].Row == row; next++) all += "; " + faults[next].Reason;
        return all;
    }

    /// <summary>The inputs of every row, as the fitted features make them from a table.</summary>
    public EncodedRows Encode()
    {
        var rows = new EncodedRows(Count, owner.Model.Features.Width);
        for (int c = 0; c < firstInput.Length; c++) cells[c].Encode(rows, firstInput[c]);
        return rows;
    }

    /// <summary>The columns that a score needs beside the inputs.</summary>
    public Table Beside() => Table.From([.. cells.Where(cell => owner.Model.Target.Beside.Contains(cell.Name))
        .Select(cell => cell.ToColumn(Count))]);

    /// <summary>The rows as a table.</summary>
    public Table ToTable() => Table.From([.. cells.Select(cell => cell.ToColumn(Count))]);

    void ReadRequest(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw Problems.Shape($"{Kind(json.TokenType)} where an object is expected");
        bool found = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!json.ValueTextEquals("rows"u8)) throw Problems.Shape("the object may hold \"rows\" and nothing else");
            if (found) throw Problems.Shape("\"rows\" is there twice");
            found = true;
            json.Read();
            if (json.TokenType != JsonTokenType.StartArray)
                throw Problems.Shape($"\"rows\" is {Kind(json.TokenType)}, not a list");
            while (json.Read() && json.TokenType != JsonTokenType.EndArray) ReadRow(ref json);
        }

        if (!found) throw Problems.Shape("\"rows\" is not there");
        json.Read();
    }

    void ReadRow(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw Problems.Shape(Text($"row {Count + 1} is {Kind(json.TokenType)}, not an object"));
        if (Count == options.MaximumRows) throw Problems.TooManyRows(options.MaximumRows);
        int row = Count++;
        if (row >= room) Grow();
        // Callers write their columns in one order: the next name is nearly always the next column.
        int next = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int c = next < names.Length && json.ValueTextEquals(names[next]) ? next : Find(ref json);
            json.Read();
            if (c >= 0) ReadCell(ref json, row, c);
            Skip(ref json);
            next = c + 1;
        }

        for (int c = 0; c < cells.Length; c++)
        {
            if (lastRow[c] == Count) continue;
            cells[c].SetMissing(row);
            if (!cells[c].Optional) faults.Add((row, $"column {cells[c].Name}: not there"));
        }
    }

    void ReadCell(ref Utf8JsonReader json, int row, int c)
    {
        if (lastRow[c] == Count) faults.Add((row, $"column {cells[c].Name}: there twice"));
        else present[c]++;
        lastRow[c] = Count;
        if (cells[c].Read(ref json, row, scratch) is { } reason) faults.Add((row, $"column {cells[c].Name}: {reason}"));
    }

    int Find(ref Utf8JsonReader json)
    {
        ReadOnlySpan<char> name = scratch.Chars(ref json);
        if (places.TryGetValue(name, out int place)) return place;
        if (foreign.Count < KnownForeign && name.Length <= 256) foreign.Add(name.ToString());
        return -1;
    }

    /// <summary>Past what begins here, at most as deep as is allowed.</summary>
    void Skip(ref Utf8JsonReader json)
    {
        if (json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) return;
        int depth = json.CurrentDepth;
        do
        {
            if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && json.CurrentDepth >= options.MaximumDepth)
                throw Problems.TooDeep(options.MaximumDepth);
        }
        while (json.Read() && json.CurrentDepth > depth);
    }

    void Grow()
    {
        room = Math.Min(Math.Max(2 * room, 1), options.MaximumRows);
        foreach (CellReader cell in cells) cell.Room(room);
    }

    /// <summary>A column that no row has is most often a wrong name; one that some rows lack is wrong in those rows.</summary>
    void CheckColumns()
    {
        if (Count == 0) return;
        CellReader[] absent = [.. cells.Where((cell, c) => present[c] == 0 && !cell.Optional)];
        if (absent.Length > 0)
            throw Problems.Columns(absent.Select(cell => (cell.Name, NearestName.Of(cell.Name, foreign))));
    }

    static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}

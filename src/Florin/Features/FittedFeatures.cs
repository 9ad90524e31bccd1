namespace Florin;

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>
/// The fitted steps from a table to the inputs of a net. Part of the model: scoring does what training did, bit for bit. Immutable.
/// </summary>
public sealed record FittedFeatures
{
    readonly int[] first;

    /// <summary>Steps in the order of their inputs.</summary>
    [JsonConstructor]
    public FittedFeatures(ImmutableArray<ColumnEncoder> encoders)
    {
        // A file may lack them: it is refused once it is read.
        Encoders = encoders = encoders.IsDefault ? [] : encoders;
        first = new int[encoders.Length];
        for (int i = 1; i < first.Length; i++) first[i] = first[i - 1] + encoders[i - 1].Outputs.Length;
        Names = [.. encoders.SelectMany(encoder => encoder.Outputs)];
    }

    /// <summary>The steps, one for each column that is used.</summary>
    public ImmutableArray<ColumnEncoder> Encoders { get; }

    /// <summary>Columns that say nothing (constant, or text) and are left out.</summary>
    public ImmutableArray<string> Unused { get; init; } = [];

    /// <summary>Names of the inputs.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Names { get; }

    /// <summary>Of each input, whether it is an amount; the others are a yes or a no.</summary>
    [JsonIgnore]
    public ImmutableArray<bool> Amounts => [.. Encoders.SelectMany(encoder => encoder.Amounts)];

    /// <summary>Inputs of a row.</summary>
    [JsonIgnore]
    public int Width => Names.Length;

    /// <summary>The columns that a file must have, for a reader.</summary>
    [JsonIgnore]
    public IReadOnlyList<ColumnSpec> Columns => [.. Encoders.Select(encoder =>
        new ColumnSpec(encoder.Column, encoder.CellKind, Optional: encoder.Optional))];

    /// <summary>The inputs that a column makes: the first, and how many.</summary>
    public (int First, int Count) InputsOf(string column)
    {
        int at = Encoders.Select(encoder => encoder.Column).ToList().IndexOf(column);
        return at < 0 ? (0, 0) : (first[at], Encoders[at].Outputs.Length);
    }

    /// <summary>Fits the steps to the feature columns of the training rows.</summary>
    /// <exception cref="FlorinException">FLR0553: no column is left to learn from.</exception>
    public static FittedFeatures Fit(TrainRows rows, FeatureOptions? options = null) => Fit(rows, options, null);

    /// <summary>Columns of mean targets need what the rows turned out to be; without it they are encoded level by level.</summary>
    internal static FittedFeatures Fit(TrainRows rows, FeatureOptions? options, TargetValues? target)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new FeatureOptions();
        var encoders = new List<ColumnEncoder>();
        var unused = new List<string>();
        foreach (string name in rows.Schema.Features)
        {
            if (Fit(rows.Table[name], options, (uint)encoders.Count, target) is { } encoder)
                encoders.Add(encoder with { Optional = options.Optional.Contains(name) });
            else unused.Add(name);
        }

        if (encoders.Count == 0)
            throw new FlorinException("FLR0553", "no column is left to learn from", "the feature columns",
                $"{unused.Count} columns, all constant or text", "give columns that vary between rows");
        return new FittedFeatures([.. encoders]) { Unused = [.. unused] };
    }

    /// <summary>The inputs of every row of a table.</summary>
    /// <exception cref="FlorinException">FLR0507: a column is not there; FLR0551, FLR0552: a cell is of another kind.</exception>
    public EncodedRows Encode(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Encode(table, 1);
    }

    /// <summary>The same; columns are shared among threads, which write different inputs.</summary>
    internal EncodedRows Encode(Table table, int threads)
    {
        const int Fewest = 4096;
        // Before the threads begin: what is wrong is told by the first column in order.
        Column?[] columns = [.. Encoders.Select(encoder =>
            encoder.Optional && !table.Contains(encoder.Column) ? null : encoder.Ready(table[encoder.Column]))];
        var rows = new EncodedRows(table.RowCount, Width);
        if (threads > 1 && table.RowCount >= Fewest && Encoders.Length > 1)
            Parallel.For(0, Encoders.Length, new ParallelOptions { MaxDegreeOfParallelism = threads },
                i => EncodeColumn(columns[i], rows, i));
        else for (int i = 0; i < Encoders.Length; i++) EncodeColumn(columns[i], rows, i);
        return rows;
    }

    /// <summary>Columns that were found by the order of <see cref="Encoders"/>; null: an optional one that is absent.</summary>
    internal EncodedRows Encode(ReadOnlySpan<Column?> columns, int count)
    {
        var rows = new EncodedRows(count, Width);
        for (int i = 0; i < Encoders.Length; i++) EncodeColumn(columns[i], rows, i);
        return rows;
    }

    void EncodeColumn(Column? column, EncodedRows rows, int i)
    {
        if (column is null) Encoders[i].EncodeAbsent(rows, first[i]);
        else Encoders[i].Encode(column, rows, first[i]);
    }

    /// <summary>The inputs of the training rows: columns of mean targets by the outcomes of other rows.</summary>
    internal EncodedRows Encode(Table table, TargetValues? target)
    {
        EncodedRows rows = Encode(table);
        for (int i = 0; i < Encoders.Length && target is not null; i++)
            if (Encoders[i] is CategoryEncoder { ByMean: true } encoder && table.Contains(encoder.Column))
                TargetMeans.Encode(encoder, table.Category(encoder.Column), target, rows, first[i]);
        return rows;
    }

    /// <summary>As it stands in a model file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FeatureJson.Default.FittedFeatures);

    /// <summary>The steps that JSON describes.</summary>
    /// <exception cref="FlorinException">FLR0554: not what <see cref="ToJson"/> writes.</exception>
    public static FittedFeatures FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FeatureJson.Default.FittedFeatures)!.Checked();
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw Unreadable(error.Message.Split('\n')[0], error);
        }
    }

    /// <summary>Two are equal when they do the same.</summary>
    public bool Equals(FittedFeatures? other) => other is not null && ToJson() == other.ToJson();

    /// <inheritdoc/>
    public override int GetHashCode() => Names.Length;

    /// <summary>A file may lack any member or hold knots that are no scale.</summary>
    FittedFeatures Checked()
    {
        if (Encoders.IsDefaultOrEmpty) throw Unreadable("no steps", null);
        foreach (ColumnEncoder encoder in Encoders)
        {
            if (encoder is NumberEncoder numbers && !Sound(numbers.Scale)) throw Unreadable($"the scale of {encoder.Column}", null);
            if (encoder is CategoryEncoder { ByMean: true } means
                && means.Means.Length != means.Levels.Length + 1 + (means.Indicator ? 1 : 0))
                throw Unreadable($"the means of {encoder.Column}", null);
        }

        return this;
    }

    static bool Sound(NumberScale scale) => scale switch
    {
        QuantileScale { X: var x, Z: var z } => !x.IsDefaultOrEmpty && x.Length == z.Length
            && x.Zip(x.Skip(1)).All(pair => pair.First < pair.Second) && z.All(double.IsFinite),
        TwoValueScale two => double.IsFinite(two.High - two.Low) && two.Low < two.High,
        _ => true,
    };

    static FlorinException Unreadable(string found, Exception? error) => new("FLR0554", "the fitted features cannot be read",
        "features.json", found, "take the model file from where it was made; it may have been edited", error);

    static ColumnEncoder? Fit(Column column, FeatureOptions options, uint number, TargetValues? target) => column switch
    {
        _ when target is not null && options.TargetMean.Contains(column.Name) => Mean(column.AsCategories(), options, target),
        NumberColumn numbers when !options.Categorical.Contains(column.Name) => NumberEncoder.Fit(numbers, options, number),
        DateColumn dates => DateEncoder.Fit(dates, options, number),
        TextColumn => null,
        _ => CategoryEncoder.Fit(column.AsCategories(), options),
    };

    static CategoryEncoder? Mean(CategoryColumn column, FeatureOptions options, TargetValues target) =>
        CategoryEncoder.Fit(column, options, means: true) is { } encoder ? TargetMeans.Fit(encoder, column, target) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(FittedFeatures))]
sealed partial class FeatureJson : JsonSerializerContext;

namespace Florin;

using System.Collections.Immutable;

/// <summary>How the files of a model are read, so that rows are scored as the training rows were read.</summary>
public sealed record ModelReading
{
    /// <summary>The character between cells; null: found in each file.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Whether the first row names the columns. Default true.</summary>
    public bool Header { get; init; } = true;

    /// <summary>Texts that stand for a missing cell; null: the usual ones.</summary>
    public ImmutableArray<string>? Missing { get; init; }

    /// <summary>The form of dates, such as MMM-yyyy, by column; a column that is not here has ISO 8601.</summary>
    public ImmutableSortedDictionary<string, string> Dates { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What of a reader's options a model must keep.</summary>
    public static ModelReading Of(CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ModelReading
        {
            Delimiter = options.Delimiter?.ToString(),
            Header = options.Header,
            Missing = options.Missing.SequenceEqual(CsvOptions.Default.Missing) ? null : [.. options.Missing],
            Dates = options.Dates.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>The options of a reader.</summary>
    public CsvOptions ToCsvOptions()
    {
        CsvOptions options = CsvOptions.Default with { Delimiter = Delimiter is { Length: 1 } mark ? mark[0] : null, Header = Header };
        return Missing is { } missing ? options with { Missing = [.. missing] } : options;
    }
}

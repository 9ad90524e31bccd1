namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

/// <summary>What the target is taken for.</summary>
public enum OutcomeKind
{
    /// <summary>Found from its values.</summary>
    Auto,

    /// <summary>Two outcomes.</summary>
    Binary,

    /// <summary>Several outcomes without order.</summary>
    Classes,

    /// <summary>An amount.</summary>
    Number,

    /// <summary>Whole numbers from 0, over an exposure.</summary>
    Count,

    /// <summary>A share from 0 to 1, such as the part of a loan that is lost.</summary>
    Share,
}

/// <summary>The data of a plan and what its columns are for; a column that is not named is a feature.</summary>
public sealed record DataPlan : RowsPlan
{
    /// <summary>Whether the first row names the columns; otherwise they are c1, c2 and so on. Null means true.</summary>
    public bool? Header { get; init; }

    /// <summary>The character between cells, "tab", or "auto" as when it is null.</summary>
    public string? Delimiter { get; init; }

    /// <summary>The column to be predicted.</summary>
    public string? Target { get; init; }

    /// <summary>The target's value that counts as an event, as text; numbers by value.</summary>
    public string? Positive { get; init; }

    /// <summary>What the target is taken for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OutcomeKind Kind { get; init; }

    /// <summary>Of a share: whether numbers below 0 and above 1 are taken for 0 and 1. Null means false: they are an error.</summary>
    public bool? Clip { get; init; }

    /// <summary>The column that names the row.</summary>
    public string? Id { get; init; }

    /// <summary>The column that tells when the row was observed.</summary>
    public string? Time { get; init; }

    /// <summary>The column whose rows stay together in a split.</summary>
    public string? Group { get; init; }

    /// <summary>The column that multiplies loss and metrics.</summary>
    public string? Weight { get; init; }

    /// <summary>The column of the time or amount at risk of a count.</summary>
    public string? Exposure { get; init; }

    /// <summary>The column that is added on the link scale.</summary>
    public string? Offset { get; init; }

    /// <summary>The column of who pays (fraud).</summary>
    public string? Entity { get; init; }

    /// <summary>The column of who is paid (fraud).</summary>
    public string? Counterparty { get; init; }

    /// <summary>The column of the amount (fraud).</summary>
    public string? Amount { get; init; }

    /// <summary>Days until an outcome is known, from 0 (fraud).</summary>
    [Range(0, 100_000)]
    public int? LabelDelayDays { get; init; }

    /// <summary>The column of the price (markets).</summary>
    public string? Price { get; init; }

    /// <summary>The columns to forecast: "all", or one name (markets).</summary>
    public string? Channels { get; init; }

    /// <summary>Columns of codes that look like numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Categorical { get; init; }

    /// <summary>Texts that stand for a missing cell; null for those of <see cref="CsvOptions.Missing"/>, empty for none.</summary>
    public EquatableArray<string>? Missing { get; init; }

    /// <summary>Numbers that are codes, not amounts, by column, or "*" for all columns.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<EquatableArray<double>> Special { get; init; }

    /// <summary>How dates are written, by column, such as MMM-yyyy; ISO 8601 needs no entry.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<string> Dates { get; init; }

    /// <summary>Columns by which results are compared and that are no input.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Protected { get; init; }

    /// <summary>Columns that may be absent when rows are scored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Optional { get; init; }

    /// <summary>Columns that are not used.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Drop { get; init; }

    /// <summary>How the file is read.</summary>
    /// <exception cref="FlorinException">FLR1011: a delimiter that is not one character, "tab" or "auto".</exception>
    public CsvOptions ToCsvOptions()
    {
        CsvOptions options = CsvOptions.Default with
        {
            Header = Header ?? true,
            Categorical = [.. Categorical],
            Verbatim = Id,
            Dates = Dates.ToDictionary(),
            Delimiter = DelimiterOf(Delimiter, out char mark) ? mark == '\0' ? null : mark
                : throw new FlorinException("FLR1011", "a delimiter is one ASCII character", "data.delimiter", $"\"{Delimiter}\"",
                    "give one character, tab or auto"),
        };
        return Missing is { } missing ? options with { Missing = [.. missing] } : options;
    }

    /// <summary>The roles that the plan gives to columns.</summary>
    public ColumnRoles ToRoles() => new()
    {
        Target = Target,
        Positive = Positive,
        Id = Id,
        Time = Time,
        Group = Group,
        Weight = Weight,
        Exposure = Exposure,
        Offset = Offset,
        Protected = [.. Protected],
        Drop = [.. Drop],
        Optional = [.. Optional],
        Named = new (string As, string? Column)[]
            {
                ("entity", Entity), ("counterparty", Counterparty), ("amount", Amount), ("price", Price),
            }
            .Where(named => named.Column is not null).ToDictionary(named => named.As, named => named.Column!),
    };

    /// <summary>'\0' where the delimiter is to be found; false for what cannot be one.</summary>
    internal static bool DelimiterOf(string? text, out char mark)
    {
        (mark, bool known) = text switch
        {
            null or "auto" => ('\0', true),
            "tab" => ('\t', true),
            [> '\0' and < '\x80' and not ('"' or '\r' or '\n') and var one] => (one, true),
            _ => ('\0', false),
        };
        return known;
    }
}

namespace Florin;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>
/// A column of numbers: scaled, with an input that says "missing" where training rows lacked values, and one for each special code. Where
/// the number is missing or a code, the scaled input is 0. Without a scale a missing number is NaN and needs no input of its own.
/// </summary>
/// <param name="Column">The column's name.</param>
/// <param name="Scale">Fitted to the amounts alone.</param>
/// <param name="Special">Values that are codes, each with an input of its own.</param>
/// <param name="Indicator">Whether there is an input that says "missing".</param>
public sealed record NumberEncoder(string Column, NumberScale Scale, ImmutableArray<double> Special, bool Indicator) : ColumnEncoder(Column)
{
    /// <summary>The smallest amount that counts as itself; null: any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Low { get; init; }

    /// <summary>The largest amount that counts as itself; null: any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? High { get; init; }

    /// <summary>What a missing number counts as; null: the middle of the scale.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Fill { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<string> Outputs =>
    [
        Column, .. Indicator ? [$"{Column} missing"] : (ReadOnlySpan<string>)[],
        .. Special.Select(code => FormattableString.Invariant($"{Column} = {code}")),
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<bool> Amounts =>
        [Scale is not (TwoValueScale or StandardScale { Factor: 0 }), .. Outputs.Skip(1).Select(_ => false)];

    /// <inheritdoc/>
    [JsonIgnore]
    public override ColumnKind CellKind => ColumnKind.Number;

    internal override void Encode(Column column, EncodedRows rows, int first)
    {
        NumberColumn numbers = ColumnCells.Numbers(column);
        ReadOnlySpan<double> values = numbers.Values;
        for (int row = 0; row < values.Length; row++) Set(rows, row, first, values[row]);
    }

    /// <summary>The inputs of one row; NaN is a missing cell.</summary>
    internal void Set(EncodedRows rows, int row, int first, double value)
    {
        int code;
        if (double.IsNaN(value)) SetMissing(rows, row, first);
        else if ((code = Special.AsSpan().IndexOf(value)) >= 0) rows.Set(row, first + 1 + (Indicator ? 1 : 0) + code, 1);
        else rows.Set(row, first, Scaled(value));
    }

    /// <summary>The scaled amount, within the limits.</summary>
    internal double Scaled(double value) => Scale.Apply(Math.Min(Math.Max(value, Low ?? value), High ?? value));

    internal override void SetMissing(EncodedRows rows, int row, int first)
    {
        rows.Set(row, first, Fill is { } fill ? Scaled(fill) : Scale.Absent);
        if (Indicator) rows.Set(row, first + 1, 1);
    }

    internal static NumberEncoder? Fit(NumberColumn column, FeatureOptions options, uint number)
    {
        double[] present = [.. column.Values.ToArray().Where(value => !double.IsNaN(value))];
        ImmutableArray<double> codes = Codes(column.Name, options);
        ImmutableArray<double> special = [.. codes.Where(code => present.Count(value => value == code) >= options.RareBelow)];
        double[] amounts = [.. present.Where(value => !codes.Contains(value))];
        if (amounts.Count(value => Math.Abs(value) > float.MaxValue) is > 0 and var large)
            throw new FlorinException("FLR0556", $"column \"{column.Name}\" has numbers too large for single precision",
                $"column \"{column.Name}\"", FormattableString.Invariant($"{large} of {column.Count} cells are beyond ±3.4e38"),
                "mend these cells, make them missing, or leave the column out");
        bool indicator = column.MissingCount >= options.RareBelow && column.MissingCount < column.Count;
        if (amounts.Length == 0 || Array.TrueForAll(amounts, value => value == amounts[0]))
        {
            if (special.Length + (indicator ? 1 : 0) == 0) return null;
            return new NumberEncoder(column.Name, new StandardScale(amounts.FirstOrDefault(), 0), special, indicator);
        }

        if (options.Scaling == NumberScaling.None) return new NumberEncoder(column.Name, new NoScale(), special, false);
        (double? low, double? high) = Limits(amounts, options);
        for (int i = 0; i < amounts.Length; i++) amounts[i] = Math.Min(Math.Max(amounts[i], low ?? amounts[i]), high ?? amounts[i]);
        NumberScale scale = TwoValueScale.Fit(amounts, options) ?? NumberScale.Fit(options.Scaling, amounts, options.Seed, number);
        return new NumberEncoder(column.Name, scale, special, indicator)
        {
            Low = low,
            High = high,
            Fill = options.Fill.TryGetValue(column.Name, out double fill) ? fill : null,
        };
    }

    /// <summary>Quantiles with some rows beyond them, so that neither is the amount of one customer.</summary>
    static (double? Low, double? High) Limits(double[] amounts, FeatureOptions options)
    {
        if (!(options.Winsor > 0)) return (null, null);
        double share = Math.Min(0.5, Math.Max(options.Winsor, (double)options.RareBelow / amounts.Length));
        double[] sorted = [.. amounts.Order()];
        return (Quartiles.At(sorted, share), Quartiles.At(sorted, 1 - share));
    }

    static ImmutableArray<double> Codes(string name, FeatureOptions options) =>
        options.Special.TryGetValue(name, out ImmutableArray<double> own) ? own
        : options.Special.TryGetValue("*", out ImmutableArray<double> all) ? all : [];
}

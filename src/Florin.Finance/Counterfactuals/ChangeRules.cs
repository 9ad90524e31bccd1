namespace Florin;

using System.Collections.Immutable;

/// <summary>Which way a column may be changed.</summary>
public enum ChangeDirection
{
    /// <summary>Either way. Default.</summary>
    Any,

    /// <summary>Only to larger numbers.</summary>
    Up,

    /// <summary>Only to smaller numbers.</summary>
    Down,
}

/// <summary>What a person can change, where it is not the default.</summary>
public sealed record ChangeOptions
{
    /// <summary>Columns that stay as they are. Dates and texts always do.</summary>
    public ImmutableArray<string> Immutable { get; init; } = [];

    /// <summary>Number columns that may only rise.</summary>
    public ImmutableArray<string> Up { get; init; } = [];

    /// <summary>Number columns that may only fall.</summary>
    public ImmutableArray<string> Down { get; init; } = [];

    /// <summary>By column: changes are multiples of this, above 0.</summary>
    public ImmutableSortedDictionary<string, double> Step { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>By column: nothing is changed to a smaller number. Default: what 1 % of the training rows are below.</summary>
    public ImmutableSortedDictionary<string, double> Low { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>By column: nothing is changed to a larger number. Default: what 1 % of the training rows are above.</summary>
    public ImmutableSortedDictionary<string, double> High { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>By column of categories: the levels that a change may lead to. Default: all that the model knows.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Allowed { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Pairs of number columns of which the first may not be larger than the second.</summary>
    public ImmutableArray<ColumnCoupling> Coupled { get; init; } = [];

    /// <summary>By column: a change costs this many times as much; above 0. Default 1.</summary>
    public ImmutableSortedDictionary<string, double> Weight { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}

/// <summary>Two columns of numbers of which one is never larger, such as years of employment and age.</summary>
/// <param name="Less">The smaller one.</param>
/// <param name="More">The larger one, or equal.</param>
public sealed record ColumnCoupling(string Less, string More);

/// <summary>How one column may be changed.</summary>
/// <param name="Column">The column.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Grid">Of numbers: what is tried, ascending. Rounded quantiles, or all values where there are few: nobody's own
/// amount.</param>
/// <param name="Unit">Changes are multiples of it; 0: nothing but the grid.</param>
/// <param name="Own">Whether multiples count from the row's own number, as a step does, or from 0, which gives round numbers.</param>
/// <param name="Spread">Of numbers: the median distance from the median; a change of this much costs 1.</param>
/// <param name="Levels">Of categories: what a change may lead to.</param>
/// <param name="Weight">A change costs this many times as much.</param>
public sealed record ColumnChange(string Column, ChangeDirection Direction, ImmutableArray<double> Grid, double Unit, bool Own,
    double Spread, ImmutableArray<string> Levels, double Weight)
{
    /// <summary>The smallest number of a change.</summary>
    public double? Low { get; init; }

    /// <summary>The largest number of a change.</summary>
    public double? High { get; init; }

    /// <summary>Numbers that are codes and no amounts: a cell that holds one is left as it is.</summary>
    public ImmutableArray<double> Codes { get; init; } = [];
}

/// <summary>What may be changed, and what a change costs. Learned from training rows; it holds no row.</summary>
/// <param name="Columns">The columns that may change; all others stay.</param>
/// <param name="Coupled">Pairs of columns that stay in order.</param>
public sealed record ChangeRules(ImmutableArray<ColumnChange> Columns, ImmutableArray<ColumnCoupling> Coupled)
{
    const int Parts = 20, FewValues = 12, MostLevels = 20;

    const double Outer = 0.01;

    /// <summary>The most columns that one answer changes, 1 to 3. Default 3.</summary>
    public int MostColumns { get; init; } = 3;

    /// <summary>The most answers, 1 or more. Default 3.</summary>
    public int Most { get; init; } = 3;

    /// <summary>What each changed column costs, beside how far it is changed. Default 1: as much as a change by the usual
    /// spread.</summary>
    public double ChangeCost { get; init; } = 1;

    /// <summary>Rows that are scored at most in the order of their cost, and as many again, with 20,000 more for three columns,
    /// where that leads to nothing. Default 200,000.</summary>
    public int MostEvaluations { get; init; } = 200_000;

    /// <summary>Rules for the columns of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">Rows that say what is usual, with the model's columns.</param>
    /// <param name="options">What is not the default.</param>
    /// <exception cref="FlorinException">FLR0598: options that name columns that the model does not read or that are of another kind,
    /// steps that are not above 0, low above high.</exception>
    public static ChangeRules Of(Model model, Table training, ChangeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(training);
        options ??= new ChangeOptions();
        if (ChangeProblems.Of(model, options) is [_, ..] problems)
            throw new FlorinException("FLR0598", "the changes do not fit the model", "options", string.Join("; ", problems),
                "name columns that the model reads");
        return new ChangeRules(
            [.. model.Features.Encoders.Where(encoder => !options.Immutable.Contains(encoder.Column) && training.Contains(encoder.Column))
                .Select(encoder => Of(encoder, training[encoder.Column], options)).OfType<ColumnChange>()], options.Coupled);
    }

    static ColumnChange? Of(ColumnEncoder encoder, Column column, ChangeOptions options) => encoder switch
    {
        NumberEncoder numbers => Numbers(numbers, ColumnCells.Numbers(column), options),
        CategoryEncoder levels => new ColumnChange(encoder.Column, ChangeDirection.Any, [], 0, false, 1,
            [.. levels.Levels.Where(level => !options.Allowed.TryGetValue(encoder.Column, out ImmutableArray<string> allowed)
                || allowed.Contains(level)).Take(MostLevels)], options.Weight.GetValueOrDefault(encoder.Column, 1)),
        _ => null,
    };

    static ColumnChange? Numbers(NumberEncoder encoder, NumberColumn column, ChangeOptions options)
    {
        string name = encoder.Column;
        double[] sorted = [.. column.Values.ToArray().Where(value => !double.IsNaN(value) && !encoder.Special.Contains(value)).Order()];
        if (sorted.Length < ReferenceRow.FewestRows) return null;
        double spread = Spread(sorted);
        (double low, double high) = (Quartiles.At(sorted, Outer), Quartiles.At(sorted, 1 - Outer));
        // A value that few rows have is theirs: it is not told.
        double[] values = [.. sorted.GroupBy(value => value).Where(same => same.Count() >= 5).Select(same => same.Key).Take(FewValues + 1)];
        bool few = values.Length is > 0 and <= FewValues && sorted.Distinct().Take(FewValues + 1).Count() <= FewValues
            && !options.Step.ContainsKey(name);
        double unit = few ? 0 : options.Step.TryGetValue(name, out double step) ? step
            : Unit(spread, Array.TrueForAll(sorted, double.IsInteger));
        IEnumerable<double> grid = few ? values : Enumerable.Range(0, Parts + 1)
            .Select(part => Quartiles.At(sorted, Outer + part * (1 - 2 * Outer) / Parts))
            .Select(value => Tidy(Math.Round(value / unit) * unit));
        return new ColumnChange(name, options.Up.Contains(name) ? ChangeDirection.Up
            : options.Down.Contains(name) ? ChangeDirection.Down : ChangeDirection.Any, [.. grid.Distinct().Order()], unit,
            options.Step.ContainsKey(name), spread, [], options.Weight.GetValueOrDefault(name, 1))
        {
            Low = options.Low.TryGetValue(name, out double least) ? least : few ? values[0] : Tidy(Math.Floor(low / unit) * unit),
            High = options.High.TryGetValue(name, out double most) ? most : few ? values[^1] : Tidy(Math.Ceiling(high / unit) * unit),
            Codes = encoder.Special,
        };
    }

    /// <summary>The median distance from the median; the mean distance where that is 0; with three digits.</summary>
    static double Spread(double[] sorted)
    {
        double median = Quartiles.At(sorted, 0.5);
        double[] far = [.. sorted.Select(value => Math.Abs(value - median)).Order()];
        double spread = Florin.Numbers.ThreeDigits(Quartiles.At(far, 0.5));
        if (spread == 0) spread = Florin.Numbers.ThreeDigits(far.Average());
        return spread == 0 ? 1 : spread;
    }

    /// <summary>A power of ten at most a tenth of the spread; whole numbers stay whole.</summary>
    static double Unit(double spread, bool whole)
    {
        double unit = double.Parse(FormattableString.Invariant($"1E{(int)Math.Floor(Math.Log10(spread)) - 1}"),
            System.Globalization.CultureInfo.InvariantCulture);
        return whole ? Math.Max(1, unit) : unit;
    }

    /// <summary>Without what the multiplication of a decimal fraction left over.</summary>
    internal static double Tidy(double value) => double.Parse(value.ToString("G12", System.Globalization.CultureInfo.InvariantCulture),
        System.Globalization.CultureInfo.InvariantCulture) + 0.0;
}

/// <summary>In which options of changes do not fit a model.</summary>
static class ChangeProblems
{
    public static string[] Of(Model model, ChangeOptions options)
    {
        string[] known = [.. model.Features.Encoders.Select(encoder => encoder.Column)];
        string[] numbers = [.. model.Features.Encoders.OfType<NumberEncoder>().Select(encoder => encoder.Column)];
        string[] ordered = [.. options.Up, .. options.Down, .. options.Step.Keys, .. options.Low.Keys, .. options.High.Keys];
        string[] named = [.. options.Immutable, .. ordered, .. options.Allowed.Keys, .. options.Weight.Keys];
        return
        [
            .. named.Distinct().Where(name => !known.Contains(name)).Select(name => $"\"{name}\" is no input of the model"
                + (NearestName.Of(name, known) is { } near ? $"; perhaps \"{near}\"" : "")),
            .. ordered.Distinct().Where(name => known.Contains(name) && !numbers.Contains(name)).Select(name => $"\"{name}\" has no order"),
            .. options.Allowed.Keys.Where(numbers.Contains).Select(name => $"\"{name}\" has no levels"),
            .. options.Up.Intersect(options.Down).Select(name => $"\"{name}\" may only rise and only fall"),
            .. options.Step.Where(step => !(step.Value > 0 && double.IsFinite(step.Value))).Select(step => $"the step of \"{step.Key}\""),
            .. options.Weight.Where(each => !(each.Value > 0 && double.IsFinite(each.Value)))
                .Select(each => $"the weight of \"{each.Key}\""),
            .. options.Low.Where(low => options.High.TryGetValue(low.Key, out double high) && !(low.Value <= high))
                .Select(low => $"low is above high in \"{low.Key}\""),
        ];
    }
}

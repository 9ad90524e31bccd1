namespace Florin;

using System.Globalization;
using System.Runtime.InteropServices;
using Florin.Kernels;

/// <summary>Finds what would spoil training or scoring before it starts, and reports all of it at once.</summary>
static class ExamplesCheck
{
    const int MostReported = 8;

    public static void ForTraining(Examples examples, Loss loss, string what = "examples")
    {
        var problems = new List<string>();
        Inputs(examples, problems);
        Target(examples, loss, problems);
        PerRow(examples.Weight, examples, "weight", 0, false, problems);
        PerRow(examples.Exposure, examples, "exposure", 0, true, problems);
        if (examples.Exposure is not null && !loss.TakesExposure)
            problems.Add("exposure with a loss that has no log link; Poisson, Gamma and Tweedie take exposure");
        if (problems.Count == 0 && examples.Weight is { } weights && weights.Sum(w => (double)w) <= 0) problems.Add("all weights are 0");
        Throw(problems, what);
    }

    public static void ForScoring(Examples examples, InputShape expected)
    {
        var problems = new List<string>();
        Inputs(examples, problems);
        if (problems.Count == 0 && !Fits(examples.Input, expected))
            problems.Add($"rows of {examples.Input}, the net was trained on {expected}");
        PerRow(examples.Exposure, examples, "exposure", 0, true, problems);
        Throw(problems, "examples");
    }

    /// <summary>Rows given as a span: every number must be finite.</summary>
    public static void Rows(ReadOnlySpan<Real> rows, int size)
    {
        if (AllFinite(rows)) return;
        var problems = new List<string>();
        Finite(rows, size, new Examples(), problems);
        Throw(problems, "rows");
    }

    /// <summary>0 · x is 0 for every finite x and NaN for the others.</summary>
    public static bool AllFinite(ReadOnlySpan<Real> values)
    {
        ReadOnlySpan<Vec> whole = MemoryMarshal.Cast<Real, Vec>(values);
        Vec sum = Vec.Zero;
        foreach (Vec part in whole) sum += part * Vec.Zero;
        Real rest = Reduce.Sum(sum);
        foreach (Real value in values[(whole.Length * Vec.Count)..]) rest += value * 0;
        return rest == 0;
    }

    /// <summary>Labels of classes that the net has no output for.</summary>
    public static void Classes(Examples examples, int classes, string what)
    {
        int bad = Array.FindIndex(examples.Target!, label => label >= classes);
        if (bad >= 0) Throw([$"row {bad + 1}: class {Text(examples.Target![bad])}, the net has outputs for 0 to {classes - 1}"], what);
    }

    /// <summary>Time may be shorter or longer than in training; features and categories may not differ.</summary>
    static bool Fits(InputShape found, InputShape expected) =>
        found.Levels.Equals(expected.Levels) && (found.Numbers is null) == (expected.Numbers is null)
        && (found.Numbers is not { } axes || (axes.Count == expected.Numbers!.Value.Count
            && (axes.Count == 0 || axes[^1] == expected.Numbers.Value[^1])));

    static void Inputs(Examples examples, List<string> problems)
    {
        if (examples.Numbers is null && examples.Categories is null) problems.Add("there are neither numbers nor categories");
        if (examples.Numbers is { } numbers)
        {
            int size = examples.RowSize;
            if (examples.Axes.Any(axis => axis < 1) || numbers.Length % size != 0)
                problems.Add($"{numbers.Length} numbers are not whole rows of [{string.Join(", ", examples.Axes)}]");
            else Finite(numbers, size, examples, problems);
        }

        if (examples.Categories is { } codes && (examples.Levels.Count == 0 || codes.Length != examples.Count * examples.Levels.Count))
            problems.Add($"{codes.Length} category codes for {examples.Count} rows of {examples.Levels.Count} columns");
        if (examples.Lengths is not { } lengths) return;
        int steps = examples.Axes.Count > 0 ? examples.Axes[0] : 0;
        if (lengths.Length != examples.Count) problems.Add($"{lengths.Length} lengths for {examples.Count} rows");
        int bad = Array.FindIndex(lengths, length => length < 1 || length > steps);
        if (bad >= 0) problems.Add($"row {bad + 1}: a length of {lengths[bad]}, the time axis has {steps} steps");
    }

    static void Finite(ReadOnlySpan<Real> numbers, int size, Examples examples, List<string> problems)
    {
        int found = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (Real.IsFinite(numbers[i])) continue;
            if (++found > MostReported) break;
            problems.Add($"row {i / size + 1}, column {examples.ColumnName(i % size)}: {Text(numbers[i])}");
        }

        if (found > MostReported) problems.Add("… and more such numbers");
    }

    static void Target(Examples examples, Loss loss, List<string> problems)
    {
        if (examples.Count == 0) problems.Add("there are no rows");
        if (examples.Target is not { } target)
        {
            problems.Add("there is no target");
            return;
        }

        int size = examples.TargetSize;
        if (target.Length != examples.Count * size)
        {
            problems.Add($"{target.Length} target numbers for {examples.Count} rows of {size}");
            return;
        }

        int bad = Array.FindIndex(target, value => !Allowed(value, loss.Target));
        if (bad >= 0) problems.Add($"row {bad / size + 1}: a target of {Text(target[bad])}, the loss needs {Name(loss.Target)}");
    }

    static bool Allowed(Real value, TargetKind kind) => Real.IsFinite(value) && kind switch
    {
        TargetKind.Share => value is >= 0 and <= 1,
        TargetKind.Class => value >= 0 && value == (int)value,
        TargetKind.NonNegative => value >= 0,
        TargetKind.Positive => value > 0,
        _ => true,
    };

    static string Name(TargetKind kind) => kind switch
    {
        TargetKind.Share => "numbers from 0 to 1 (labels are 0 and 1)",
        TargetKind.Class => "whole numbers from 0",
        TargetKind.NonNegative => "numbers of 0 or more",
        TargetKind.Positive => "numbers above 0",
        _ => "finite numbers",
    };

    static void PerRow(Real[]? values, Examples examples, string name, Real least, bool above, List<string> problems)
    {
        if (values is null) return;
        if (values.Length != examples.Count) problems.Add($"{values.Length} values of {name} for {examples.Count} rows");
        int bad = Array.FindIndex(values, value => !Real.IsFinite(value) || value < least || (above && value == least));
        if (bad >= 0) problems.Add($"row {bad + 1}: a {name} of {Text(values[bad])}");
    }

    static string Text(Real value) => value.ToString(CultureInfo.InvariantCulture);

    static void Throw(List<string> problems, string what)
    {
        if (problems.Count == 0) return;
        throw new FlorinException("FLR0302", $"the {what} cannot be used", found: string.Join("\n          ", problems),
            fix: "clean or impute these values; nothing was computed");
    }
}

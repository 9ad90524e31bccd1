namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>The surfaces of an additive net: what pairs of columns add beyond their curves, and how the pairs were chosen.</summary>
static class SurfaceBlocks
{
    const int FewestAmounts = 5, MostLines = 6, Side = 48;

    public static IEnumerable<PageBlock> Of(AdditiveCurves curves, string what)
    {
        if (curves.Choice is { } choice) yield return Chosen(choice);
        foreach (AdditiveSurface flat in curves.Surfaces.Where(IsFlat))
            yield return new TextBlock($"{flat.First} × {flat.Second} is in the model and adds next to nothing "
                + $"(a spread of {StudyText.Number(flat.Spread)}): it did not learn what the pair promised. Where a column of a pair "
                + "has a direction, a pair learns slowly.");
        foreach (AdditiveSurface each in curves.Surfaces.Where(surface => surface.Seen.Length > 0 && !IsFlat(surface)))
            yield return (Amounts(each.Across).Length > 0, Amounts(each.Down).Length > 0) switch
            {
                (true, true) => Field(each, what),
                (true, false) => Lines(each, what),
                (false, true) => Lines(Turned(each), what),
                _ => Levels(each, what),
            };
    }

    static bool IsFlat(AdditiveSurface surface) => surface.Spread < 0.0001;

    static TableBlock Chosen(PairChoice choice)
    {
        int chosen = choice.Best.Count(pair => pair.Chosen);
        TableBlock block = new TableBlock("How the pairs were chosen")
        {
            Caption = FormattableString.Invariant($"Of {choice.Candidates:N0} pairs on the training rows: how much less deviance a table ")
                + "of both columns leaves than curves of both do, after a net of curves alone; by chance about as much as its degrees of "
                + "freedom. p: that any of the pairs gains so much by chance; a pair with 0.05 or more is not in the model"
                + (chosen == 0 ? ", and so none is." : "."),
        }.Column("pair").Column("gain", number: true).Column("by chance", number: true).Column("p", number: true).Column("in the model");
        foreach (PairGain pair in choice.Best)
            block = block.Row($"{pair.First} × {pair.Second}", pair.Gain.ToString("0.0", CultureInfo.InvariantCulture),
                pair.Freedom.ToString(CultureInfo.InvariantCulture),
                StudyText.PValue(pair.PValue), pair.Chosen ? "yes" : "no");
        return block;
    }

    /// <summary>Colours over the plane; blank where no row lies.</summary>
    static Chart Field(AdditiveSurface surface, string what)
    {
        double[] across = [.. Amounts(surface.Across).Select(at => surface.Across[at].Number!.Value)];
        double[] down = [.. Amounts(surface.Down).Select(at => surface.Down[at].Number!.Value)];
        double[] x = Chart.Range(across[0], across[^1], Side), y = Chart.Range(down[0], down[^1], Side);
        double most = TwoDigits(surface.Seen.Max(Math.Abs));
        Chart chart = new Chart(surface.Name)
        {
            XLabel = surface.First,
            YLabel = surface.Second,
            Caption = Share(surface) + " Where no training row lies the colour is that of 0."
                + Others(surface.Across, surface.First) + Others(surface.Down, surface.Second),
        }.WithField(x, y, [.. y.SelectMany(v => x.Select(u => Between(surface, across, down, u, v)))], what, boundary: null);
        return chart with { Field = chart.Field! with { Low = -most, High = most } };
    }

    /// <summary>A line for each of the commonest levels.</summary>
    static Chart Lines(AdditiveSurface surface, string what)
    {
        int[] amounts = Amounts(surface.Across);
        int[] levels = [.. Enumerable.Range(0, surface.Down.Length).OrderByDescending(at => surface.Down[at].Share).Take(MostLines)
            .Order()];
        var chart = new Chart(surface.Name)
        {
            XLabel = surface.First,
            YLabel = what,
            Caption = $"{Share(surface)} A line for each {surface.Second}"
                + (levels.Length < surface.Down.Length ? $", the {levels.Length} commonest" : "")
                + "; no line where no training row lies." + Others(surface.Across, surface.First),
        };
        foreach (int level in levels)
            chart = chart.Line([.. amounts.Select(at => surface.Across[at].Number!.Value)],
                [.. amounts.Select(at => surface.Terms[level][at] ?? double.NaN)], $"{surface.Second} {surface.Down[level].Cell}");
        return chart;
    }

    static TableBlock Levels(AdditiveSurface surface, string what)
    {
        TableBlock block = new TableBlock(surface.Name)
        {
            Caption = $"{Share(surface)} The numbers are {what}; none where no training row lies.",
        }.Column(surface.Second);
        foreach (AdditiveCell cell in surface.Across) block = block.Column($"{surface.First} {cell.Cell}", number: true);
        for (int row = 0; row < surface.Down.Length; row++)
            block = block.Row([surface.Down[row].Cell, .. surface.Terms[row].Select(term => term is null ? "" : StudyText.Number(term))]);
        return block;
    }

    static string Share(AdditiveSurface surface) =>
        $"Beyond the curves of both; {StudyText.Percent(surface.VarianceShare)} of the variance, "
        + $"spread {StudyText.Number(surface.Spread)}.";

    static string Others(IEnumerable<AdditiveCell> cells, string column) => cells.Any(cell => cell.Number is null)
        ? $" Codes and missing cells of {column} stand in study.json." : "";

    /// <summary>Where the amounts of an axis stand; none where they are so few that they are levels.</summary>
    static int[] Amounts(IReadOnlyList<AdditiveCell> cells)
    {
        int[] amounts = [.. Enumerable.Range(0, cells.Count).Where(at => cells[at].Number is not null)];
        return amounts.Length < FewestAmounts ? [] : amounts;
    }

    static AdditiveSurface Turned(AdditiveSurface surface) => new(surface.Second, surface.First, surface.Spread, surface.VarianceShare)
    {
        Across = surface.Down,
        Down = surface.Across,
        Terms = [.. surface.Across.Select((_, at) => surface.Terms.Select(row => row[at]).ToImmutableArray())],
    };

    /// <summary>Straight between the four points around, of which those without rows do not count; NaN where the nearest has
    /// none.</summary>
    static double Between(AdditiveSurface surface, double[] across, double[] down, double x, double y)
    {
        (int left, double right) = Place(across, x);
        (int low, double high) = Place(down, y);
        if (surface.Terms[low + (high < 0.5 ? 0 : 1)][left + (right < 0.5 ? 0 : 1)] is null) return double.NaN;
        (double sum, double weight) = (0, 0);
        foreach ((int i, int j, double share) in ((int, int, double)[])
            [(0, 0, (1 - right) * (1 - high)), (1, 0, right * (1 - high)), (0, 1, (1 - right) * high), (1, 1, right * high)])
            if (surface.Terms[low + j][left + i] is { } term) (sum, weight) = (sum + share * term, weight + share);
        return sum / weight;
    }

    /// <summary>Up to two digits, for the ends of a scale.</summary>
    static double TwoDigits(double value)
    {
        double unit = value > 0 ? Math.Pow(10, Math.Floor(Math.Log10(value)) - 1) : 1;
        return value > 0 ? Numbers.ThreeDigits(Math.Ceiling(value / unit) * unit) : 1;
    }

    static (int At, double Beyond) Place(double[] places, double x)
    {
        int at = 0;
        while (at < places.Length - 2 && x >= places[at + 1]) at++;
        return (at, Math.Clamp((x - places[at]) / (places[at + 1] - places[at]), 0, 1));
    }
}

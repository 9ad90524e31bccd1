namespace Florin;

using System.Collections.Immutable;
using Florin.Explain;

/// <summary>How pairs of columns were chosen.</summary>
/// <param name="Candidates">Pairs that were looked at.</param>
/// <param name="Best">Those that gain most, the best first: the chosen ones and some more.</param>
public sealed record PairChoice(int Candidates, ImmutableArray<PairGain> Best);

/// <summary>What a pair of columns gains on the training rows over curves of both.</summary>
/// <param name="First">A column.</param>
/// <param name="Second">Another.</param>
/// <param name="Gain">How much less deviance a table of both leaves than curves of both do; by chance about <paramref name="Freedom"/>.
/// </param>
/// <param name="Freedom">Degrees of freedom.</param>
/// <param name="PValue">The probability of such a gain by chance in any of the candidates (Bonferroni).</param>
/// <param name="Chosen">Whether the pair is in the model.</param>
public sealed record PairGain(string First, string Second, double Gain, int Freedom, double PValue, bool Chosen)
{
    /// <summary>The gain beyond what two standard deviations of chance reach.</summary>
    internal double Beyond => Gain - Freedom - 2 * Math.Sqrt(2.0 * Freedom);
}

/// <summary>
/// Chooses pairs of columns for an additive net, on its training rows alone. A net of curves is fitted; then each pair is asked how much of
/// what that net leaves a table of both columns explains that curves of both do not (as FAST asks, Lou et al. 2013; here a step of Newton,
/// so that rows count as the loss counts them). Where a table has more cells, chance gains more: what chance gives is taken off.
/// </summary>
sealed class PairSearch
{
    /// <summary>A cell of a table has about as much of the loss's bend, of a probability p (1 - p) for each row; one with less than half
    /// of it is not read, because a few rows in a corner make wide gains by chance.</summary>
    const double BendACell = 6;

    /// <summary>Parts of a column; more than nine say no more of where to look.</summary>
    const int FewestParts = 3, MostParts = 9;

    /// <summary>Of all candidates together: a pair that chance gives as well makes a small net that learns noise.</summary>
    const double Level = 0.05;

    /// <summary>Shown beside those that are chosen.</summary>
    const int AlsoShown = 5;

    readonly FittedFeatures features;
    readonly ushort[][] places;
    readonly int[] sizes;
    readonly double[] slopes;
    readonly double[] bends;

    PairSearch(Model model, TrainRows train, double[]? factors)
    {
        features = model.Features;
        EncodedRows rows = features.Encode(train.Table);
        (slopes, bends) = Left(model, train, factors);
        int parts = (int)Math.Clamp(Math.Sqrt(bends.Sum() / BendACell), FewestParts, MostParts);
        ColumnBasis[] bases = [.. features.Encoders.Select((_, column) => ColumnBasis.Of(features, column, rows, parts))];
        sizes = [.. bases.Select(basis => basis.Size)];
        places = [.. bases.Select(basis => Enumerable.Range(0, rows.Count).Select(row => basis.Of(rows, row))
            .Select(place => (ushort)(place.At + (place.Next >= 0.5 ? 1 : 0))).ToArray())];
    }

    /// <summary>The pairs that gain most.</summary>
    /// <param name="plan">The additive net; pairs that it names are not read.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="train">Rows to learn from; they alone choose.</param>
    /// <param name="validation">Rows that stop the net of curves.</param>
    /// <param name="count">The most, from 1; fewer where chance explains the gain of the others.</param>
    /// <param name="cancellation">Checked for each pair.</param>
    public static PairChoice Of(ModelPlan plan, ModelTarget target, TrainRows train, TrainRows validation, int count,
        CancellationToken cancellation)
    {
        ModelPlan curves = plan with
        {
            Sizes = (plan.Sizes ?? new NetworkSizes()) with { Pairs = [] },
            Calibration = CalibrationMethod.None,
            Checkpoints = null,
            Folds = null,
            Ensemble = 1,
        };
        using Model model = curves.Fit(target, train, validation, null, cancellation);
        var search = new PairSearch(model, train, plan.RowFactors?.Invoke(train.Table));
        (int, int)[] pairs = [.. Enumerable.Range(0, search.sizes.Length)
            .SelectMany(first => Enumerable.Range(first + 1, search.sizes.Length - first - 1).Select(second => (first, second)))];
        var gains = new PairGain?[pairs.Length];
        Parallel.For(0, pairs.Length, new ParallelOptions
        {
            MaxDegreeOfParallelism = plan.Threads == 0 ? Environment.ProcessorCount : plan.Threads,
            CancellationToken = cancellation,
        }, i => gains[i] = search.Gain(pairs[i].Item1, pairs[i].Item2));
        PairGain[] found = [.. gains.OfType<PairGain>().OrderByDescending(gain => gain.Beyond)];
        PairGain[] known = [.. found.Select(gain => gain with { PValue = Math.Min(1, gain.PValue * found.Length) })];
        PairGain[] chosen = [.. known.Where(gain => gain.PValue < Level).Take(count)];
        return new PairChoice(found.Length, [.. chosen.Select(gain => gain with { Chosen = true }),
            .. known.Except(chosen).Take(AlsoShown)]);
    }

    /// <summary>Slope and bend of the loss at each row, in units of its own spread.</summary>
    static (double[] Slopes, double[] Bends) Left(Model model, TrainRows train, double[]? factors)
    {
        double[] scores = model.Score(train.Table), labels = model.Target.Labels(train.Table);
        double[] weights = [.. Enumerable.Range(0, scores.Length).Select(row => (train.Weights?[row] ?? 1) * (factors?[row] ?? 1))];
        double mean = weights.Average(), spread = 0;
        double[] slopes = new double[scores.Length], bends = new double[scores.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            double weight = mean > 0 ? weights[row] / mean : 1;
            (double slope, double bend) = Newton(model.Target, labels[row], scores[row]);
            spread += weight * slope * slope / bend / scores.Length;
            (slopes[row], bends[row]) = (weight * slope, weight * bend);
        }

        double root = spread > 0 ? 1 / Math.Sqrt(spread) : 1;
        for (int row = 0; row < slopes.Length; row++) slopes[row] *= root;
        return (slopes, bends);
    }

    /// <summary>Slope of the loss at a score along its link, and the bend that is expected there: of amounts whose variance is the mean to
    /// a power p, (y - μ) μ^(1 - p) and μ^(2 - p).</summary>
    internal static (double Slope, double Bend) Newton(ModelTarget target, double label, double score)
    {
        const double Least = 1e-12;
        double left = label - score;
        if (target is BinaryTarget or ShareTarget) return (left, Math.Max(Least, score * (1 - score)));
        if (target is not CountTarget count) return (left, 1);
        double power = count.Deviance switch { CountLoss.Poisson => 1, CountLoss.Gamma => 2, _ => count.Power };
        double log = MetricMath.Log(Math.Max(Least, score));
        return (left * MetricMath.Exp((1 - power) * log), Math.Max(Least, MetricMath.Exp((2 - power) * log)));
    }

    /// <summary>Null where the columns have no cells beyond their own.</summary>
    PairGain? Gain(int first, int second)
    {
        int width = sizes[second];
        double[] slope = new double[sizes[first] * width], bend = new double[slope.Length];
        for (int row = 0; row < slopes.Length; row++)
        {
            int cell = places[first][row] * width + places[second][row];
            slope[cell] += slopes[row];
            bend[cell] += bends[row];
        }

        PairPoint[] points = [.. Enumerable.Range(0, slope.Length).Where(cell => bend[cell] >= BendACell / 2).Select(cell => new PairPoint(
            new BasisPlace(cell / width, 0), new BasisPlace(cell % width, 0), bend[cell], slope[cell] / bend[cell]))];
        int freedom = points.Length + 1 - points.DistinctBy(point => point.First).Count()
            - points.DistinctBy(point => point.Second).Count();
        if (freedom < 1) return null;
        var curves = Purification.Of(sizes[first], width, points);
        double[] left = [.. points.Select(point => point.Value - curves.First(point.First) - curves.Second(point.Second))];
        double weight = points.Sum(point => point.Weight), mean = left.Zip(points, (value, point) => point.Weight * value).Sum() / weight;
        double gain = left.Zip(points, (value, point) => point.Weight * (value - mean) * (value - mean)).Sum();
        return new PairGain(features.Encoders[first].Column, features.Encoders[second].Column, gain, freedom,
            MetricMath.ChiSquareTail(gain, freedom), false);
    }
}

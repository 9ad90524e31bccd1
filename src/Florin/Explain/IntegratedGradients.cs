namespace Florin.Explain;

using System.Collections.Immutable;

/// <summary>
/// Integrated gradients by midpoints of intervals. The score at the ends of an interval says what its integral must be, so only the
/// intervals in which the score bends are halved.
/// </summary>
static class IntegratedGradients
{
    const int FirstIntervals = 32, MostIntervals = 16_384;

    /// <summary>What the intervals together may be off, well within what an explanation may; and the noise of a score, below which halving
    /// gains nothing.</summary>
    const double AimShare = 0.2, Noise = 3e-7, LogOddsNoise = 1e-5;

    public static (double Share, double? Error)[] Shares(Model model, AttributionPath path, ImmutableArray<Player> players,
        CancellationToken cancellation)
    {
        double[] shares = model.Calibration is IsotonicCalibration ? Rescaled(model.With(null, model.Balance), path, cancellation)
            : Inputs(model, path, 1, cancellation);
        return [.. players.Select(player => (player.Inputs.Sum(input => shares[input]), (double?)null))];
    }

    /// <summary>
    /// Steps have no useful gradient: where a path crosses one, all of its height would fall on whatever moves there. The shares of the
    /// score before the steps are taken in proportion instead, which keeps their order and adds up as well.
    /// </summary>
    static double[] Rescaled(Model raw, AttributionPath path, CancellationToken cancellation)
    {
        double[] ends = Scores(raw, path, [0, 1]);
        double moved = ends[1] - ends[0], ratio = moved == 0 ? 0 : (path.ToScore - path.FromScore) / moved;
        double[] shares = Inputs(raw, path with { FromScore = ends[0], ToScore = ends[1] }, Math.Max(1, Math.Abs(ratio)), cancellation);
        return [.. shares.Select(share => share * ratio)];
    }

    /// <param name="model">The model.</param>
    /// <param name="path">From the reference to the row.</param>
    /// <param name="finer">What the shares will be multiplied by, at least 1.</param>
    /// <param name="cancellation">Checked between evaluations.</param>
    static double[] Inputs(Model model, AttributionPath path, double finer, CancellationToken cancellation)
    {
        double[] shares = new double[path.Width];
        double aim = AimShare * RowExplainer.ToleranceOf(path.Scale) / finer * Math.Max(1, Math.Abs(path.ToScore - path.FromScore));
        List<Interval> open = First(model, path);
        for (int all = open.Count; open.Count > 0; all += open.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            bool last = all + 2 * open.Count > MostIntervals;
            open = Halved(model, path, Bent(model, path, open, shares, last ? double.PositiveInfinity : aim));
        }

        return shares;
    }

    static List<Interval> First(Model model, AttributionPath path)
    {
        double[] ends = [.. Enumerable.Range(0, FirstIntervals + 1).Select(i => (double)i / FirstIntervals)];
        double[] scores = Scores(model, path, ends);
        return [.. Enumerable.Range(0, FirstIntervals).Select(i => new Interval(ends[i], ends[i + 1], scores[i], scores[i + 1]))];
    }

    /// <summary>Adds the intervals that are straight enough to the shares; returns the others.</summary>
    static List<Interval> Bent(Model model, AttributionPath path, List<Interval> open, double[] shares, double aim)
    {
        var points = new EncodedRows(open.Count, path.Width);
        for (int i = 0; i < open.Count; i++) path.At(open[i].Middle, points.Numbers.AsSpan(i * path.Width, path.Width));
        double[] slopes = path.Slopes(model, points), parts = new double[path.Width];
        var bent = new List<Interval>();
        for (int i = 0; i < open.Count; i++)
        {
            double sum = 0;
            for (int input = 0; input < parts.Length; input++)
                sum += parts[input] = slopes[i * parts.Length + input] * open[i].Width * ((double)path.To[input] - path.From[input]);
            double off = Math.Abs(sum - (open[i].ScoreHigh - open[i].ScoreLow));
            // Where a probability is small, a single's last bit is more of its log odds: finer intervals would chase it for nothing.
            double noise = (path.Scale == AttributionScale.LogOdds ? LogOddsNoise : Noise)
                * Math.Max(1, Math.Max(Math.Abs(path.FromScore), Math.Abs(path.ToScore)));
            if (off > Math.Max(aim * open[i].Width, noise)) bent.Add(open[i]);
            else for (int input = 0; input < parts.Length; input++) shares[input] += parts[input];
        }

        return bent;
    }

    static List<Interval> Halved(Model model, AttributionPath path, List<Interval> bent)
    {
        double[] scores = Scores(model, path, [.. bent.Select(interval => interval.Middle)]);
        return [.. bent.SelectMany((interval, i) => (Interval[])
        [
            interval with { High = interval.Middle, ScoreHigh = scores[i] }, interval with { Low = interval.Middle, ScoreLow = scores[i] },
        ])];
    }

    static double[] Scores(Model model, AttributionPath path, double[] places)
    {
        if (places.Length == 0) return [];
        float[] points = new float[places.Length * path.Width];
        for (int i = 0; i < places.Length; i++) path.At(places[i], points.AsSpan(i * path.Width, path.Width));
        return new RowScores(model, path).Of(points, places.Length);
    }

    readonly record struct Interval(double Low, double High, double ScoreLow, double ScoreHigh)
    {
        public double Width => High - Low;

        public double Middle => (Low + High) / 2;
    }
}

namespace Florin;

/// <summary>
/// Intervals of metrics by resampling rows: the percentiles (linear between order statistics) of the metric over samples drawn with
/// replacement. A sample is kept as how often each row was drawn, which multiplies its weight, so nothing is sorted twice. Ends are
/// null when the metric is not defined on the data, or on more than 1 in 20 samples.
/// </summary>
public static class Bootstrap
{
    const double Tolerated = 0.05;

    /// <summary>A metric of two labels, with its interval.</summary>
    /// <param name="rows">Scores and labels.</param>
    /// <param name="metric">Such as <c>BinaryMetrics.Auc</c>. Its argument holds other weights after the call.</param>
    /// <param name="options">1,000 stratified samples at 95 % by default.</param>
    /// <param name="cancellation">Ends the call with an exception.</param>
    /// <exception cref="FlorinException">FLR0607: an option out of range; what the metric throws.</exception>
    public static MetricValue Interval(BinaryRows rows, Func<BinaryRows, double?> metric, BootstrapOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(metric);
        options ??= new BootstrapOptions();
        int[] places = rows.Places(options.Stratified);
        return Run(rows.Rows, metric(rows), Strata(rows, options), () =>
        {
            BinaryRows sample = rows.Copy();
            return drawn =>
            {
                sample.Resample(rows, places, drawn);
                return metric(sample);
            };
        }, options, cancellation);
    }

    /// <summary>
    /// The metric of the first score less that of the second, with its interval: both are judged on the same samples, so the interval
    /// is far narrower than two that are drawn apart.
    /// </summary>
    /// <param name="first">One score.</param>
    /// <param name="second">Another score of the same rows in the same order.</param>
    /// <param name="metric">Such as <c>BinaryMetrics.Auc</c>.</param>
    /// <param name="options">1,000 stratified samples at 95 % by default.</param>
    /// <param name="cancellation">Ends the call with an exception.</param>
    /// <exception cref="FlorinException">FLR0607; FLR0608: not the same rows; what the metric throws.</exception>
    public static MetricValue Difference(BinaryRows first, BinaryRows second, Func<BinaryRows, double?> metric,
        BootstrapOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(metric);
        DeLong.SameRows(first, second);
        options ??= new BootstrapOptions();
        int[] places = first.Places(options.Stratified), sorted = new int[second.Rows], same = new int[second.Rows];
        for (int i = 0; i < sorted.Length; i++) sorted[second.Order[i]] = i;
        for (int k = 0; k < same.Length; k++) same[k] = sorted[first.Order[places[k]]]; // where the second score has the row
        return Run(first.Rows, metric(first) - metric(second), Strata(first, options), () =>
        {
            (BinaryRows one, BinaryRows two) = (first.Copy(), second.Copy());
            return drawn =>
            {
                one.Resample(first, places, drawn);
                two.Resample(second, same, drawn);
                return metric(one) - metric(two);
            };
        }, options, cancellation);
    }

    /// <summary>Any metric that takes row weights, with its interval; rows are drawn without strata.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="metric">
    /// Given how often each row was drawn (1 for all at first); the array is used again after the call. A difference of two metrics is
    /// paired by itself. It runs on several threads at once.
    /// </param>
    /// <param name="options">1,000 samples at 95 % by default.</param>
    /// <param name="cancellation">Ends the call with an exception.</param>
    /// <exception cref="FlorinException">FLR0607: an option out of range; what the metric throws.</exception>
    public static MetricValue Interval(int rows, Func<double[], double?> metric, BootstrapOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return Run(rows, metric(MetricMath.Ones(rows)), [rows], () =>
        {
            double[] weights = new double[rows];
            return drawn =>
            {
                for (int row = 0; row < weights.Length; row++) weights[row] = drawn[row];
                return metric(weights);
            };
        }, options ?? new BootstrapOptions(), cancellation);
    }

    /// <summary>The quantile of ascending numbers, linear between them (the seventh of Hyndman and Fan, as numpy and R have it).</summary>
    internal static double Quantile(ReadOnlySpan<double> ascending, double level)
    {
        double place = level * (ascending.Length - 1);
        int below = Math.Min((int)place, ascending.Length - 1), above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
    }

    static MetricValue Run(int rows, double? value, int[] strata, Func<Func<int[], double?>> judge, BootstrapOptions options,
        CancellationToken cancellation)
    {
        MetricCheck.Setting("resamples", options.Resamples, 10, 10_000_000, "at least 10");
        MetricCheck.Setting("threads", options.Threads ?? 1, 1, 1 << 20, "at least 1, or null");
        MetricCheck.Confidence(options.Confidence);
        if (value is null) return new MetricValue(null, null, null, rows);
        double?[] found = Samples(rows, strata, judge, options, cancellation);
        double[] defined = [.. found.OfType<double>().Order()];
        if (defined.Length < found.Length * (1 - Tolerated)) return new MetricValue(value, null, null, rows);
        double tail = (1 - options.Confidence) / 2;
        return new MetricValue(value, Quantile(defined, tail), Quantile(defined, 1 - tail), rows);
    }

    static double?[] Samples(int rows, int[] strata, Func<Func<int[], double?>> judge, BootstrapOptions options,
        CancellationToken cancellation)
    {
        double?[] found = new double?[options.Resamples];
        int done = 0;
        var limits = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = options.Threads ?? -1 };
        try
        {
            Parallel.For(0, found.Length, limits, () => (Drawn: new int[rows], Judge: judge()), (sample, _, own) =>
            {
                Draw(own.Drawn, strata, new CounterRandom(options.Seed, (ulong)sample));
                found[sample] = own.Judge(own.Drawn);
                options.Progress?.Report((double)Interlocked.Increment(ref done) / found.Length);
                return own;
            }, _ => { });
        }
        catch (AggregateException several) when (several.InnerExceptions.OfType<FlorinException>().FirstOrDefault() is { } error)
        {
            throw error;
        }

        return found;
    }

    /// <summary>Of each stratum as many rows as it has; the counts of one stratum follow those of the one before.</summary>
    static void Draw(int[] drawn, int[] strata, CounterRandom random)
    {
        Array.Clear(drawn);
        (ulong index, int start) = (0, 0);
        foreach (int size in strata)
        {
            Span<int> own = drawn.AsSpan(start, size);
            for (int i = 0; i < size; i++) own[random.Below(size, index++)]++;
            start += size;
        }
    }

    static int[] Strata(BinaryRows rows, BootstrapOptions options)
    {
        int ones = rows.Labels.AsSpan().Count(1.0);
        return options.Stratified ? [ones, rows.Rows - ones] : [rows.Rows];
    }
}

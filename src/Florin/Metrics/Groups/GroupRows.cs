namespace Florin;

/// <summary>
/// The rows of one group of people, scored and decided. A row is favoured (approved, not held up) or it is not; it deserves it when its
/// label is the good one. Immutable.
/// </summary>
public sealed class GroupRows
{
    readonly BinaryRows rows;
    readonly bool[] favoured;
    readonly double good;

    /// <summary>Takes rows as they come.</summary>
    /// <param name="scores">Probabilities of the label 1.</param>
    /// <param name="targets">0 or 1.</param>
    /// <param name="favoured">Whether a row is favoured.</param>
    /// <param name="goodLabel">The label of those who deserve it: 0 where 1 is a default, 1 where 1 is a success.</param>
    /// <param name="weights">0 or more; none: every row counts once.</param>
    /// <exception cref="FlorinException">FLR0601–FLR0605: lengths, NaN, a negative weight, a label, a score that is no
    /// probability; FLR0607: another good label.</exception>
    public GroupRows(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<bool> favoured, int goodLabel = 0,
        ReadOnlySpan<double> weights = default)
    {
        rows = new BinaryRows(scores, targets, weights);
        rows.NeedProbabilities();
        MetricCheck.Length("favoured", favoured.Length, scores.Length);
        MetricCheck.Setting("goodLabel", goodLabel, 0, 1, "0 or 1");
        good = goodLabel;
        this.favoured = new bool[favoured.Length];
        for (int i = 0; i < favoured.Length; i++) this.favoured[i] = favoured[rows.Order[i]];
    }

    /// <summary>Rows.</summary>
    public int Count => rows.Rows;

    /// <summary>Rows with label 1, whatever their weights.</summary>
    public int Events => rows.Labels.AsSpan().Count(1.0);

    /// <summary>The favoured among all.</summary>
    public Rate? Selection => Rate(_ => true, row => favoured[row]);

    /// <summary>The favoured among those who deserve it.</summary>
    public Rate? TruePositive => Rate(Good, row => favoured[row]);

    /// <summary>The favoured among those who do not.</summary>
    public Rate? FalsePositive => Rate(row => !Good(row), row => favoured[row]);

    /// <summary>Those who deserve it among the favoured.</summary>
    public Rate? Precision => Rate(row => favoured[row], Good);

    /// <summary>The share of the label 1.</summary>
    public Rate? BaseRate => Rate(_ => true, row => rows.Labels[row] == 1);

    /// <summary>The mean score; null without weight.</summary>
    public double? MeanScore
    {
        get
        {
            double sum = 0;
            for (int row = 0; row < Count; row++) sum += rows.Weights[row] * rows.Scores[row];
            return rows.Total > 0 ? sum / rows.Total : null;
        }
    }

    /// <summary>The mean score less the share of the label 1, with Wilson's interval of that share, and whether chance alone explains
    /// it: Σw(y - p) against its standard deviation √Σw²p(1 - p) where the scores p are true.</summary>
    public Gap Calibration
    {
        get
        {
            if (MeanScore is not { } mean || BaseRate is not { } rate) return new Gap(new MetricValue(null, null, null, Count), null);
            (double sum, double variance) = (0, 0);
            for (int row = 0; row < Count; row++)
            {
                (double w, double p) = (rows.Weights[row], rows.Scores[row]);
                (sum, variance) = (sum + w * (rows.Labels[row] - p), variance + w * w * p * (1 - p));
            }

            MetricValue happened = rate.Interval();
            return new Gap(new MetricValue(mean - rate.Share, mean - happened.High, mean - happened.Low, Count),
                variance > 0 ? MetricMath.TwoSided(sum / Math.Sqrt(variance)) : null);
        }
    }

    /// <summary>The area under the ROC curve: DeLong's interval, of rows with weights one by bootstrap.</summary>
    /// <param name="options">Of the bootstrap.</param>
    /// <param name="cancellation">Ends it.</param>
    public MetricValue Auc(BootstrapOptions? options = null, CancellationToken cancellation = default) =>
        rows.CountEqually ? DeLong.Interval(rows) : Bootstrap.Interval(rows, BinaryMetrics.Auc, options, cancellation);

    /// <summary>The squared standard error of the AUC; null where it is not known or rows have weights.</summary>
    internal double? AucVariance => rows.CountEqually ? DeLong.Variance(rows) : null;

    /// <summary>Shares of as many rows drawn with replacement, one set for each sample.</summary>
    internal GroupSample[] Samples(BootstrapOptions options, ulong stream, CancellationToken cancellation)
    {
        var found = new GroupSample[options.Resamples];
        int[] places = rows.Places(stratified: false);
        var limits = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = options.Threads ?? -1 };
        Parallel.For(0, found.Length, limits, () => (Drawn: new int[Count], Copy: rows.Copy()), (sample, _, own) =>
        {
            var random = new CounterRandom(options.Seed ^ CounterRandom.Mix(stream + 1), (ulong)sample);
            Array.Clear(own.Drawn);
            for (int i = 0; i < Count; i++) own.Drawn[random.Below(Count, (ulong)i)]++;
            own.Copy.Resample(rows, places, own.Drawn);
            found[sample] = Sample(own.Copy);
            return own;
        }, _ => { });
        return found;
    }

    GroupSample Sample(BinaryRows drawn)
    {
        (double all, double goods, double chosen, double right) = (0, 0, 0, 0);
        for (int row = 0; row < Count; row++)
        {
            double weight = drawn.Weights[row];
            all += weight;
            if (Good(row)) goods += weight;
            if (!favoured[row]) continue;
            chosen += weight;
            if (Good(row)) right += weight;
        }

        return new GroupSample(Share(chosen, all), Share(right, goods), Share(chosen - right, all - goods),
            rows.CountEqually ? null : BinaryMetrics.Auc(drawn));
    }

    bool Good(int row) => rows.Labels[row] == good;

    Rate? Rate(Func<int, bool> within, Func<int, bool> has) => Florin.Rate.Of(Count, within, has, row => rows.Weights[row]);

    static double? Share(double part, double whole) => whole > 0 ? part / whole : null;
}

/// <summary>What one sample of a group's rows says.</summary>
readonly record struct GroupSample(double? Selection, double? TruePositive, double? FalsePositive, double? Auc);

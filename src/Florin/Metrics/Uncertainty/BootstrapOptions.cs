namespace Florin;

/// <summary>How intervals are resampled.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Samples drawn, with replacement, each as large as the data: 10 or more, 1,000 by default.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Coverage of the interval, above 0 and below 1: .95 by default.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Equal seeds give equal bits, on any number of threads.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Whether every sample has as many rows of each label as the data: true by default, so that none lacks a label. Of two labels only.
    /// </summary>
    public bool Stratified { get; init; } = true;

    /// <summary>Threads at most; null: one for each core.</summary>
    public int? Threads { get; init; }

    /// <summary>Told the share of the samples that is done, 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }
}

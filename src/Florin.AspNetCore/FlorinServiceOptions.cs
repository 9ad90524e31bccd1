namespace Florin;

using System.Collections.Immutable;
using System.Globalization;

/// <summary>Which models are served, who may ask, and how much.</summary>
public sealed record FlorinServiceOptions
{
    /// <summary>The models; at least one, each with a name of its own.</summary>
    public ImmutableArray<ServedModelFile> Models { get; init; } = [];

    /// <summary>What a caller must show as <c>Authorization: Bearer KEY</c> or <c>X-Api-Key: KEY</c>; null, the default: nothing. At least
    /// 16 characters. The pages <c>/</c>, <c>/alive</c> and <c>/health</c> tell nothing of a model and need none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The longest request body in bytes, 1 KiB to 1 GiB; default 8 MiB.</summary>
    public int MaximumBodyBytes { get; init; } = 8 << 20;

    /// <summary>The most rows of a request; default 10,000.</summary>
    public int MaximumRows { get; init; } = 10_000;

    /// <summary>The most rows of a request for explanations, each of which takes hundreds of scores; default 100.</summary>
    public int MaximumExplainedRows { get; init; } = 100;

    /// <summary>The most rows of a request for changes that would be approved, each of which takes up to 420,000 scores; default
    /// 10.</summary>
    public int MaximumWhatIfRows { get; init; } = 10;

    /// <summary>How long the changes of a request's rows are searched, 1 millisecond to 1 hour; default 10 seconds. Rows that are not done
    /// by then have an error.</summary>
    public TimeSpan WhatIfTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The deepest nesting of a request's JSON, 3 to 64; default 16. Rows need 3.</summary>
    public int MaximumDepth { get; init; } = 16;

    /// <summary>
    /// Requests a second that one client (an address; of IPv6, its network of 64 bits) may send on average, in bursts of a second's worth.
    /// Null, the default: 1,000 for clients on other machines and no limit for those on this one, among them a proxy that speaks for many.
    /// </summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>How long a request's body may take to arrive; default 10 seconds.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the model files are looked at; default every 200 milliseconds.</summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Threads that share the rows of one large request; default 1, which leaves the others to other requests.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether <c>/</c> is a page on which the models can be tried; default true.</summary>
    public bool Page { get; init; } = true;

    /// <summary>The names of the models. The key is not told.</summary>
    public override string ToString() =>
        $"{nameof(FlorinServiceOptions)} {{ {string.Join(", ", (Models.IsDefault ? [] : Models).Select(file => file.Name))} }}";

    internal const int DefaultRequestsPerSecond = 1_000, ShortestKey = 16;

    /// <summary>Refuses what cannot be used.</summary>
    /// <exception cref="FlorinException">FLR1204: the models; FLR1205: the key; FLR1207: a limit out of its range.</exception>
    internal void Check()
    {
        ServedModelFile.Check(Models.IsDefault ? [] : Models);
        if (ApiKey is { Length: < ShortestKey })
            throw new FlorinException("FLR1205", "the API key is too short to be a secret", "the API key",
                $"fewer than {ShortestKey} characters", "make one of 32 random bytes, such as: openssl rand -base64 32");
        InRange(MaximumBodyBytes, 1 << 10, 1 << 30, nameof(MaximumBodyBytes));
        InRange(MaximumRows, 1, 10_000_000, nameof(MaximumRows));
        InRange(MaximumExplainedRows, 1, 1_000_000, nameof(MaximumExplainedRows));
        InRange(MaximumWhatIfRows, 1, 1_000_000, nameof(MaximumWhatIfRows));
        InRange((long)WhatIfTimeout.TotalMilliseconds, 1, 3_600_000, nameof(WhatIfTimeout) + " in milliseconds");
        InRange(MaximumDepth, 3, 64, nameof(MaximumDepth));
        InRange(RequestsPerSecond ?? 1, 1, 1_000_000, nameof(RequestsPerSecond));
        InRange(Threads, 1, 1024, nameof(Threads));
        InRange((long)BodyTimeout.TotalMilliseconds, 1, 3_600_000, nameof(BodyTimeout) + " in milliseconds");
        InRange((long)WatchInterval.TotalMilliseconds, 10, 3_600_000, nameof(WatchInterval) + " in milliseconds");
    }

    internal static void InRange(long value, long least, long most, string name)
    {
        if (value >= least && value <= most) return;
        throw new FlorinException("FLR1207", "a limit of the service is out of its range", name,
            value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"give {least} to {most}"));
    }
}

namespace Florin;

/// <summary>Where a <see cref="FlorinServer"/> listens, and for how long it waits.</summary>
public sealed record FlorinServerOptions
{
    /// <summary>
    /// The address: <c>http://</c> on this machine alone (127.0.0.1, [::1], localhost), or <c>https://</c>. Port 0 takes a free one.
    /// An address that other machines reach needs TLS and an API key.
    /// </summary>
    public string Url { get; init; } = "http://127.0.0.1:5080";

    /// <summary>The certificate for https: a PEM file, with the chain if there is one, or a PKCS#12 file (.pfx, .p12).</summary>
    public string? CertificatePath { get; init; }

    /// <summary>The certificate's private key, a PEM file; null: it is in the certificate's file.</summary>
    public string? CertificateKeyPath { get; init; }

    /// <summary>The password of a PKCS#12 file.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>How long a request's header may take to arrive; default 10 seconds.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most connections at a time; default 1,000.</summary>
    public int MaximumConnections { get; init; } = 1_000;

    /// <summary>How long requests that are under way may take to finish when the server stops; default 30 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The address. The password is not told.</summary>
    public override string ToString() => $"{nameof(FlorinServerOptions)} {{ {Url} }}";
}

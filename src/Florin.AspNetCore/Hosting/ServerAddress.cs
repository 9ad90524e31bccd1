namespace Florin.AspNetCore;

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

/// <summary>Where a server listens, checked before anything is loaded.</summary>
sealed class ServerAddress
{
    readonly BindingAddress address;
    readonly IPAddress? ip;
    readonly FlorinServerOptions options;

    /// <exception cref="FlorinException">FLR1201: an open door; FLR1202: no address; FLR1206: no certificate that can be used.</exception>
    public ServerAddress(FlorinServerOptions options, bool hasKey)
    {
        this.options = options;
        address = Parsed(options.Url);
        ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? found) ? found : null;
        IsSecure = address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
        string[] missing = IsLoopback ? [] :
            [.. IsSecure ? (ReadOnlySpan<string>)[] : ["TLS: an address that begins with https://, and a certificate"],
                .. hasKey ? (ReadOnlySpan<string>)[] : ["an API key, from a file or the environment"]];
        if (missing.Length > 0)
            throw new FlorinException("FLR1201", "other machines reach this address: it must not be open", options.Url,
                "it lacks " + string.Join(" and ", missing), "add them, or listen on 127.0.0.1");
        if (IsSecure) Certificate = ReadCertificate(out chain);
    }

    public bool IsSecure { get; }

    public X509Certificate2? Certificate { get; }

    readonly X509Certificate2Collection? chain;

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => ip is not null ? IPAddress.IsLoopback(ip) : IsLocalhost;

    bool IsLocalhost => address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    public void Listen(KestrelServerOptions kestrel)
    {
        void Endpoint(ListenOptions listen)
        {
            if (IsSecure) listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (Certificate, chain));
        }

        if (ip is not null) kestrel.Listen(ip, address.Port, Endpoint);
        // Two addresses cannot both take a free port and have it be the same.
        else if (IsLocalhost && address.Port == 0) kestrel.Listen(IPAddress.Loopback, 0, Endpoint);
        else if (IsLocalhost) kestrel.ListenLocalhost(address.Port, Endpoint);
        else kestrel.ListenAnyIP(address.Port, Endpoint);
    }

    static BindingAddress Parsed(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            bool web = address.Scheme.ToUpperInvariant() is "HTTP" or "HTTPS";
            if (web && !address.IsUnixPipe && !address.IsNamedPipe && address.PathBase == "" && address.Host != "") return address;
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new FlorinException("FLR1202", "this is no address to listen on", "--url", $"\"{url}\"",
            "write http://127.0.0.1:5080, or https:// with the address of this machine");
    }

    X509Certificate2 ReadCertificate(out X509Certificate2Collection? chain)
    {
        chain = null;
        if (options.CertificatePath is not { } path)
            throw new FlorinException("FLR1206", "https needs a certificate", options.Url, "none is given",
                "give the path of a PEM or PKCS#12 file");
        try
        {
            if (Path.GetExtension(path).ToUpperInvariant() is ".PFX" or ".P12")
                return X509CertificateLoader.LoadPkcs12FromFile(path, options.CertificatePassword);
            chain = [];
            chain.ImportFromPemFile(path);
            var certificate = X509Certificate2.CreateFromPemFile(path, options.CertificateKeyPath);
            if (!OperatingSystem.IsWindows()) return certificate;
            // Windows uses only keys that it has stored.
            using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new FlorinException("FLR1206", "the certificate cannot be used", path, error.GetType().Name,
                "give a PEM file with its key, or a PKCS#12 file with the right password", error);
        }
    }
}

namespace Florin.AspNetCore;

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

/// <summary>The secret that callers show. Only its hash is kept, and a comparison takes the same time wherever it fails.</summary>
sealed class ApiKey(string key)
{
    const string Scheme = "Bearer ", Header = "X-Api-Key";
    const int Longest = 1024;

    readonly byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <exception cref="RequestException">FLR1221.</exception>
    public void Demand(HttpRequest request)
    {
        string? given = Given(request);
        if (given is null || given.Length > Longest) throw Problems.NoKey(given is not null);
        Span<byte> found = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), found);
        if (!CryptographicOperations.FixedTimeEquals(found, hash)) throw Problems.NoKey(true);
    }

    static string? Given(HttpRequest request)
    {
        string? bearer = request.Headers.Authorization;
        if (bearer is not null && bearer.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return bearer[Scheme.Length..].Trim();
        return request.Headers[Header];
    }
}

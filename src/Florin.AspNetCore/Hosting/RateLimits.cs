namespace Florin.AspNetCore;

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

/// <summary>Requests a second for each client, told apart by their addresses and by nothing that they write.</summary>
sealed class RateLimits : IDisposable
{
    const int RefillsASecond = 10;

    readonly int perSecond;
    readonly bool alsoThisMachine;
    readonly PartitionedRateLimiter<UInt128> limiter;

    public RateLimits(FlorinServiceOptions options)
    {
        perSecond = options.RequestsPerSecond ?? FlorinServiceOptions.DefaultRequestsPerSecond;
        alsoThisMachine = options.RequestsPerSecond is not null;
        limiter = PartitionedRateLimiter.Create<UInt128, UInt128>(client => RateLimitPartition.GetTokenBucketLimiter(client, Bucket));
    }

    /// <exception cref="RequestException">FLR1220.</exception>
    public void Demand(HttpContext http)
    {
        IPAddress? address = http.Connection.RemoteIpAddress;
        if (!alsoThisMachine && (address is null || IPAddress.IsLoopback(address))) return;
        using RateLimitLease lease = limiter.AttemptAcquire(Client(address));
        if (lease.IsAcquired) return;
        throw Problems.TooMany(perSecond, lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait : null);
    }

    public void Dispose() => limiter.Dispose();

    TokenBucketRateLimiterOptions Bucket(UInt128 client) => new()
    {
        TokenLimit = perSecond,
        TokensPerPeriod = Math.Max(1, perSecond / RefillsASecond),
        ReplenishmentPeriod = TimeSpan.FromSeconds(perSecond < RefillsASecond ? 1.0 / perSecond : 1.0 / RefillsASecond),
        QueueLimit = 0,
        AutoReplenishment = true,
    };

    /// <summary>An IPv4 address, or the network of an IPv6 one: a household has 2^64 addresses.</summary>
    static UInt128 Client(IPAddress? address)
    {
        if (address is null) return 0;
        Span<byte> bytes = stackalloc byte[16];
        (address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address).TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6) bytes[8..].Clear();
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}

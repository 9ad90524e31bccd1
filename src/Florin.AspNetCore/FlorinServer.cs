namespace Florin;

using System.Net.Sockets;
using Florin.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>A server of models by itself: what <c>florin serve</c> starts. It reads no settings but those that are given.</summary>
public sealed class FlorinServer : IAsyncDisposable
{
    internal const string Name = "Florin";

    readonly WebApplication app;

    FlorinServer(WebApplication app, string url)
    {
        this.app = app;
        Url = url;
        Models = [.. app.Services.GetRequiredService<ModelCatalog>().Slots.Select(slot => (slot.Name, slot.Sha256))];
    }

    /// <summary>Where it listens, with the port that was taken.</summary>
    public string Url { get; }

    /// <summary>The models as they were loaded at the start: name and SHA-256 of the file.</summary>
    public IReadOnlyList<(string Name, string Sha256)> Models { get; }

    /// <summary>Loads the models and listens.</summary>
    /// <param name="service">The models and limits.</param>
    /// <param name="server">The address; null for http://127.0.0.1:5080.</param>
    /// <param name="log">Takes a line for each event worth to be told: models loaded and replaced, files refused, failures. Nothing in it
    /// is from a request. It may be called from several threads.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="FlorinException">FLR1201: the address needs TLS and a key; FLR1202, FLR1203: it cannot be used, or another program
    /// listens there; FLR1204–FLR1207: models, key, certificate, limits; FLR0441–FLR0444: a model file.</exception>
    public static async Task<FlorinServer> StartAsync(FlorinServiceOptions service, FlorinServerOptions? server = null,
        Action<string>? log = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(service);
        server ??= new FlorinServerOptions();
        service.Check();
        FlorinServiceOptions.InRange(server.MaximumConnections, 1, 1_000_000, nameof(server.MaximumConnections));
        FlorinServiceOptions.InRange((long)server.HeaderTimeout.TotalMilliseconds, 1, 3_600_000, "HeaderTimeout in milliseconds");
        WebApplication app = Build(service, server, log);
        try
        {
            app.MapService();
            await app.StartAsync(cancellation).ConfigureAwait(false);
            string url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            return new FlorinServer(app, url);
        }
        catch (Exception error)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            if (error is IOException or SocketException)
                throw new FlorinException("FLR1203", "the address cannot be listened on", server.Url,
                    error.InnerException?.Message ?? error.Message, "end the program that listens there, or give another address", error);
            throw;
        }
    }

    /// <summary>Takes no new requests and lets those under way finish, for at most the time of the options.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => app.StopAsync(cancellation);

    /// <summary>Stops, if it runs, and frees the models.</summary>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    static WebApplication Build(FlorinServiceOptions service, FlorinServerOptions server, Action<string>? log)
    {
        var address = new ServerAddress(server, service.ApiKey is not null);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = Name });
        builder.WebHost.UseKestrelCore();
        if (address.IsSecure) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, address, service, server));
        builder.Logging.AddFilter("Microsoft", LogLevel.Error);
        if (log is not null) builder.Logging.AddProvider(new LineLog(log));
        builder.Services.AddRoutingCore();
        builder.Services.AddFlorin(service);
        builder.Services.AddOpenApi(options => options.AddFlorin());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = server.StopTimeout);
        // Signals belong to the program around it.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder.Build();
    }

    static void Configure(KestrelServerOptions kestrel, ServerAddress address, FlorinServiceOptions service, FlorinServerOptions server)
    {
        kestrel.AddServerHeader = false;
        KestrelServerLimits limits = kestrel.Limits;
        // The service tells the problem itself; the server's limit stands behind it.
        limits.MaxRequestBodySize = service.MaximumBodyBytes + 1L;
        limits.MaxConcurrentConnections = server.MaximumConnections;
        limits.RequestHeadersTimeout = server.HeaderTimeout;
        limits.MaxRequestHeadersTotalSize = 16 << 10;
        limits.MaxRequestLineSize = 4 << 10;
        address.Listen(kestrel);
    }

    sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

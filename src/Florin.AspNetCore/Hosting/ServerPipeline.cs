namespace Florin.AspNetCore;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>What the server of its own has beyond the endpoints that any application maps.</summary>
static class ServerPipeline
{
    public static void MapService(this WebApplication app)
    {
        app.Use(Frame);
        app.MapFlorin();
        FlorinServiceOptions options = app.Services.GetRequiredService<FlorinServiceOptions>();
        var guard = new Guard(options.ApiKey is { } key ? new ApiKey(key) : null, app.Services.GetRequiredService<RateLimits>(),
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(FlorinService.MeterName));
        app.MapOpenApi().Add(endpoint => endpoint.RequestDelegate = guard.Over(endpoint.RequestDelegate!));
    }

    /// <summary>No answer is taken for another type than it says; an address without an endpoint is a problem like any other.</summary>
    static async Task Frame(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await next(http).ConfigureAwait(false);
        HttpResponse response = http.Response;
        if (response.HasStarted || response.ContentLength is not null) return;
        if (response.StatusCode == StatusCodes.Status404NotFound) await Problems.NoAddress.Write(http).ConfigureAwait(false);
        if (response.StatusCode != StatusCodes.Status405MethodNotAllowed) return;
        string? allowed = response.Headers.Allow;
        await (Problems.NoMethod with { Allow = allowed }).Write(http).ConfigureAwait(false);
    }
}

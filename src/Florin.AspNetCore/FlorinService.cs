namespace Florin;

using Florin.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>
/// Models as part of an ASP.NET Core application: <c>services.AddFlorin(options)</c> and <c>app.MapFlorin()</c>. <see cref="FlorinServer"/>
/// is an application that does nothing else.
/// </summary>
public static class FlorinService
{
    /// <summary>The name of the meter: florin.requests, florin.rows, florin.rows.bad, florin.cells.unknown, florin.model.reloads and
    /// florin.request.duration (a histogram in seconds).</summary>
    public const string MeterName = "Florin.AspNetCore";

    /// <summary>Loads the models when the application starts, and looks for newer files while it runs.</summary>
    /// <remarks>The application does not start when the options cannot be used (FLR1204, FLR1205, FLR1207) or a file is no model
    /// (FLR0441–FLR0444).</remarks>
    public static IServiceCollection AddFlorin(this IServiceCollection services, FlorinServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.AddMetrics();
        services.TryAddSingleton(options);
        services.TryAddSingleton<ServiceMetrics>();
        services.TryAddSingleton<RateLimits>();
        services.TryAddSingleton<ModelCatalog>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelCatalog>());
        return services;
    }

    /// <summary>
    /// Maps <c>POST v1/models/{name}/score</c>, <c>…/explain</c> and <c>…/what-if</c>, <c>GET v1/models</c>, <c>GET health</c> (ready to
    /// score), <c>GET alive</c> and, unless the options say otherwise, the page on which models can be tried. On a group
    /// (<c>app.MapGroup("/risk").MapFlorin()</c>) all of them lie below its address.
    /// </summary>
    /// <returns>The endpoints together, for conventions such as <c>RequireAuthorization()</c>.</returns>
    public static IEndpointConventionBuilder MapFlorin(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        IServiceProvider services = endpoints.ServiceProvider;
        FlorinServiceOptions options = services.GetRequiredService<FlorinServiceOptions>();
        ModelCatalog catalog = services.GetRequiredService<ModelCatalog>();
        ServiceMetrics metrics = services.GetRequiredService<ServiceMetrics>();
        var guard = new Guard(options.ApiKey is { } key ? new ApiKey(key) : null, services.GetRequiredService<RateLimits>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger(MeterName));
        RouteGroupBuilder group = endpoints.MapGroup("");
        void MapModel(IOperation operation) => group
            .MapPost($"v1/models/{{name}}/{operation.Name}", guard.Over(new ModelEndpoint(catalog, options, metrics, operation).Handle))
            .WithMetadata(operation);
        MapModel(new ScoreOperation(options));
        MapModel(new ExplainOperation(options));
        MapModel(new WhatIfOperation(options));
        group.MapGet("v1/models", guard.Over(http => Information.Models(http, catalog)))
            .WithMetadata(new Told("models", "The models, with their columns"));
        group.MapGet("health", guard.OpenOver(http => Information.Health(http, catalog)))
            .WithMetadata(new Told("health", "Whether every model is loaded"));
        group.MapGet("alive", guard.OpenOver(Information.Alive)).WithMetadata(new Told("alive", "Whether the service runs"));
        if (options.Page) group.MapGet("", guard.OpenOver(TryPage.Show));
        return group;
    }

    /// <summary>Adds the models to an OpenAPI document: an address for each, with the model's own columns in the request's schema. The
    /// document is made when it is asked for, so it tells of the models that answer then.</summary>
    public static OpenApiOptions AddFlorin(this OpenApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.AddDocumentTransformer<ServiceDocument>();
    }
}

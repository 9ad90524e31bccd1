namespace Florin.Cli;

using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;

/// <summary>What <c>florin serve</c> is asked for; what is null has the default of the library.</summary>
/// <param name="Models">Names and files.</param>
/// <param name="Url">Where to listen.</param>
sealed record ServeRequest(string[] Models, string Url)
{
    public string? StatePath { get; init; }

    public string? KeyPath { get; init; }

    public string? CertificatePath { get; init; }

    public string? CertificateKeyPath { get; init; }

    public int? MaximumBody { get; init; }

    public int? MaximumRows { get; init; }

    public int? MaximumDepth { get; init; }

    public int? Rate { get; init; }

    public int? HeaderSeconds { get; init; }

    public int? BodySeconds { get; init; }
}

/// <summary>Runs the web server until the program is asked to end.</summary>
static class Serving
{
    const string KeyVariable = "FLORIN_API_KEY", PasswordVariable = "FLORIN_CERTIFICATE_PASSWORD";

    /// <summary>What is wrong with the command rather than with a model.</summary>
    static readonly string[] UsageCodes = ["FLR1201", "FLR1202", "FLR1203", "FLR1204", "FLR1205", "FLR1206", "FLR1207"];

    public static async Task<int> Run(ServeRequest request, ParseResult parsed, CancellationToken cancel)
    {
        using var screen = new Screen(parsed);
        FlorinServer server;
        try
        {
            server = await FlorinServer.StartAsync(Service(request, parsed, screen), Server(request), screen.Say, cancel)
                .ConfigureAwait(false);
        }
        catch (FlorinException error) when (UsageCodes.Contains(error.Code))
        {
            throw new UsageException(error.Message);
        }

        await using (server.ConfigureAwait(false))
        {
            Announce(server, request, parsed, screen);
            // The end that was asked for is how a server ends well.
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            screen.Say("stopping: requests that are under way finish");
            await server.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return ExitCode.Ok;
    }

    static FlorinServiceOptions Service(ServeRequest request, ParseResult parsed, Screen screen)
    {
        var defaults = new FlorinServiceOptions();
        return defaults with
        {
            Models = [.. request.Models.Select(text => ServedModelFile.Parse(text)).Select(file =>
                file with { Path = Files.Existing(file.Path) })],
            ApiKey = Key(request, screen),
            MaximumBodyBytes = request.MaximumBody ?? defaults.MaximumBodyBytes,
            MaximumRows = request.MaximumRows ?? defaults.MaximumRows,
            MaximumDepth = request.MaximumDepth ?? defaults.MaximumDepth,
            RequestsPerSecond = request.Rate,
            BodyTimeout = Seconds(request.BodySeconds) ?? defaults.BodyTimeout,
            Threads = parsed.GetValue(GlobalOptions.Threads) ?? defaults.Threads,
        };
    }

    static FlorinServerOptions Server(ServeRequest request)
    {
        var defaults = new FlorinServerOptions();
        return defaults with
        {
            Url = request.Url,
            CertificatePath = request.CertificatePath,
            CertificateKeyPath = request.CertificateKeyPath,
            CertificatePassword = Environment.GetEnvironmentVariable(PasswordVariable),
            HeaderTimeout = Seconds(request.HeaderSeconds) ?? defaults.HeaderTimeout,
        };
    }

    static TimeSpan? Seconds(int? count) => count is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>From a file or the environment, never from the command.</summary>
    static string? Key(ServeRequest request, Screen screen)
    {
        if (request.KeyPath is { } path) return File.ReadAllText(Secrets.Guarded(path, screen)).Trim();
        return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key.Trim() : null;
    }

    static void Announce(FlorinServer server, ServeRequest request, ParseResult parsed, Screen screen)
    {
        if (request.StatePath is not null) screen.Say("note: none of these models reads histories; --state is not used");
        foreach ((string name, _) in server.Models) screen.Say($"scores   POST {server.Url}/v1/models/{name}/score");
        screen.Say($"try it   {server.Url}/");
        screen.Say($"next     curl -s {server.Url}/v1/models");
        if (!parsed.GetValue(GlobalOptions.Json)) return;
        var ready = new JsonObject
        {
            ["url"] = server.Url,
            ["page"] = server.Url + "/",
            ["models"] = new JsonArray([.. server.Models.Select(JsonNode (model) =>
                new JsonObject { ["name"] = model.Name, ["sha256"] = model.Sha256 })]),
        };
        Console.Out.WriteLine(ready.ToJsonString());
    }
}

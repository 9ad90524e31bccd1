namespace Florin.AspNetCore.Tests;

using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

/// <summary>A server on a free port of this machine, asked over real connections.</summary>
sealed class Served : IAsyncDisposable
{
    readonly FlorinServer server;
    readonly string folder;

    Served(FlorinServer server, string folder, ConcurrentQueue<string> log, HttpClient client)
    {
        (this.server, this.folder, Log, Client) = (server, folder, log, client);
        client.BaseAddress = new Uri(server.Url + "/");
    }

    public HttpClient Client { get; }

    public ConcurrentQueue<string> Log { get; }

    public FlorinServer Server => server;

    public string ModelPath => Path.Combine(folder, "loans.florin");

    public static async Task<Served> Start(Func<FlorinServiceOptions, FlorinServiceOptions>? change = null,
        Func<FlorinServerOptions, FlorinServerOptions>? listen = null, HttpMessageHandler? handler = null)
    {
        string folder = Directory.CreateTempSubdirectory("florin-serve").FullName, path = Path.Combine(folder, "loans.florin");
        await File.WriteAllBytesAsync(path, Loans.First);
        var options = new FlorinServiceOptions
        {
            Models = [new ServedModelFile("loans", path)],
            WatchInterval = TimeSpan.FromMilliseconds(20),
        };
        var log = new ConcurrentQueue<string>();
        var address = new FlorinServerOptions { Url = "http://127.0.0.1:0" };
        FlorinServer server = await FlorinServer.StartAsync(change?.Invoke(options) ?? options, listen?.Invoke(address) ?? address,
            log.Enqueue);
        return new Served(server, folder, log, handler is null ? new HttpClient() : new HttpClient(handler));
    }

    public Task<HttpResponseMessage> Post(string json, string address = "v1/models/loans/score") =>
        Client.PostAsync(address, Content(json));

    /// <summary>The answer's rows: score and error.</summary>
    public async Task<(string Model, (double? Score, string? Error)[] Rows)> Score(string json)
    {
        using HttpResponseMessage response = await Post(json);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        using JsonDocument answer = JsonDocument.Parse(text);
        return (answer.RootElement.GetProperty("model").GetString()!, [.. answer.RootElement.GetProperty("rows").EnumerateArray()
            .Select(row => (row.GetProperty("score") is { ValueKind: JsonValueKind.Number } score ? score.GetDouble() : (double?)null,
                row.GetProperty("error").GetString()))]);
    }

    /// <summary>Waits for what the watch of the files brings about.</summary>
    public static async Task Until(Func<bool> holds)
    {
        for (int i = 0; i < 500 && !holds(); i++) await Task.Delay(20);
        Assert.True(holds());
    }

    /// <summary>As careful writers do it: a whole file takes the place of another.</summary>
    public void Replace(byte[] file)
    {
        string other = ModelPath + ".new";
        File.WriteAllBytes(other, file);
        File.Move(other, ModelPath, overwrite: true);
    }

    public static HttpContent Content(string text, string? type = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
        Directory.Delete(folder, true);
    }
}

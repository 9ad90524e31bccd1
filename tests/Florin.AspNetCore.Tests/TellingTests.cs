namespace Florin.AspNetCore.Tests;

using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>What the service tells of itself and of its models, and how it is part of another application.</summary>
public class TellingTests
{
    [Fact]
    public async Task The_models_are_listed_with_their_columns()
    {
        await using Served served = await Served.Start();
        JsonElement model = (await Json(served, "v1/models")).GetProperty("models")[0];
        Assert.Equal("loans", model.GetProperty("name").GetString());
        Assert.Equal(served.Server.Models[0].Sha256, model.GetProperty("sha256").GetString());
        Assert.Equal("credit/default-risk", model.GetProperty("recipe").GetString());
        Assert.Equal(("bad", "yes"), (model.GetProperty("target").GetProperty("column").GetString(),
            model.GetProperty("target").GetProperty("positive").GetString()));
        Dictionary<string, JsonElement> columns = model.GetProperty("columns").EnumerateArray()
            .ToDictionary(column => column.GetProperty("name").GetString()!);
        Assert.Equal(["income", "late", "purpose", "region", "since"], columns.Keys.Order());
        Assert.Equal(["number", "number", "category", "category", "date"], ((string[])["income", "late", "purpose", "region", "since"])
            .Select(name => columns[name].GetProperty("kind").GetString()));
        Assert.True(columns["late"].GetProperty("optional").GetBoolean());
        Assert.Equal(Loans.Purposes.Order(),
            columns["purpose"].GetProperty("levels").EnumerateArray().Select(level => level.GetString()).Order());
        // Uniform from 8,000 to 48,000, and from the start of 2019 for 1,500 days.
        Assert.InRange(columns["income"].GetProperty("typical").GetDouble(), 25_000, 31_000);
        Assert.InRange(columns["income"].GetProperty("low").GetDouble(), 10_000, 14_500);
        Assert.InRange(columns["income"].GetProperty("high").GetDouble(), 41_500, 46_000);
        Assert.InRange(columns["since"].GetProperty("typical").GetDateTime(), new DateTime(2020, 10, 1), new DateTime(2021, 5, 1));
        Assert.Equal(-9, columns["late"].GetProperty("special")[0].GetDouble());
    }

    /// <summary>What is told of a model's columns can be sent back and is scored.</summary>
    [Fact]
    public async Task The_OpenAPI_document_has_an_example_of_each_model_that_is_scored()
    {
        await using Served served = await Served.Start();
        JsonElement document = await Json(served, "openapi/v1.json");
        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        JsonElement operation = document.GetProperty("paths").GetProperty("/v1/models/loans/score").GetProperty("post");
        JsonElement row = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema")
            .GetProperty("properties").GetProperty("rows").GetProperty("items");
        Assert.Equal(["income", "late", "purpose", "region", "since"],
            row.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(["income", "purpose", "region", "since"],
            row.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Order());
        (_, (double? Score, string? Error)[] rows) = await served.Score(Loans.Request(row.GetProperty("examples")[0].GetRawText()));
        Assert.NotNull(rows[0].Score);
        Assert.True(operation.GetProperty("responses").TryGetProperty("429", out _));
        foreach (string path in (string[])["/v1/models", "/health", "/alive"])
            Assert.True(document.GetProperty("paths").GetProperty(path).TryGetProperty("get", out _));
    }

    [Fact]
    public async Task Requests_rows_errors_and_times_are_measured()
    {
        var sums = new Dictionary<string, double>();
        await using Served served = await Served.Start(options => options with
        {
            Models = [options.Models[0] with { Name = "measured" }],
        });
        using MeterListener listener = Listen(sums);
        string bad = Loans.RowWith("24000", "\"x\""), odd = Loans.RowWith("north", "moon");
        await served.Post(Loans.Request(Loans.Row, bad, odd), "v1/models/measured/score");
        await served.Post(Loans.Request(Loans.Row), "v1/models/measured/score");
        await served.Post("{}", "v1/models/measured/score");
        served.Replace(Loans.Second);
        const string Model = " florin.model.name=measured", Score = Model + " florin.operation=score";
        await Served.Until(() =>
        {
            lock (sums) return sums.ContainsKey("florin.model.reloads" + Model);
        });
        Dictionary<string, double> found;
        lock (sums) found = sums.Where(sum => sum.Key.Contains(Model, StringComparison.Ordinal)).ToDictionary();
        Assert.Equal(new Dictionary<string, double>
        {
            ["florin.requests" + Score] = 2,
            ["florin.requests" + Score + " error.type=FLR1212"] = 1,
            ["florin.request.duration" + Score] = 2,
            ["florin.request.duration" + Score + " error.type=FLR1212"] = 1,
            ["florin.rows" + Score] = 4,
            ["florin.rows.bad" + Score] = 1,
            ["florin.cells.unknown" + Score] = 1,
            ["florin.model.reloads" + Model] = 1,
        }.OrderBy(sum => sum.Key, StringComparer.Ordinal), found.OrderBy(sum => sum.Key, StringComparer.Ordinal));
    }

    /// <summary>Sums by instrument and attributes; of times, their number.</summary>
    static MeterListener Listen(Dictionary<string, double> sums)
    {
        var listener = new MeterListener();
        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string key = instrument.Name + string.Concat(tags.ToArray().Select(tag => $" {tag.Key}={tag.Value}"));
            bool time = instrument.Name.EndsWith("duration", StringComparison.Ordinal);
            lock (sums) sums[key] = sums.GetValueOrDefault(key) + (time ? 1 : value);
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == FlorinService.MeterName) self.EnableMeasurementEvents(instrument);
        };
        listener.Start();
        return listener;
    }

    /// <summary>As a bank's own application would have it: below an address of its own, with an OpenAPI document of its own.</summary>
    [Fact]
    public async Task An_application_hosts_the_models_beside_its_own_pages()
    {
        string folder = Directory.CreateTempSubdirectory("florin-host").FullName, path = Path.Combine(folder, "m.florin");
        await File.WriteAllBytesAsync(path, Loans.First);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddFlorin(new FlorinServiceOptions { Models = [ServedModelFile.Parse(path)] });
        builder.Services.AddOpenApi("bank", options => options.AddFlorin());
        await using WebApplication app = builder.Build();
        app.MapGet("/own", () => "own");
        app.MapGroup("/risk").MapFlorin();
        app.MapOpenApi();
        await app.StartAsync();
        string url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        Assert.Equal("own", await client.GetStringAsync("/own"));
        using HttpResponseMessage response = await client.PostAsync("/risk/v1/models/m/score", Served.Content(Loans.Request(Loans.Row)));
        Assert.Contains("\"score\":0.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(await client.GetStringAsync("/openapi/bank.json"));
        Assert.True(document.RootElement.GetProperty("paths").TryGetProperty("/risk/v1/models/m/score", out _));
        await app.StopAsync();
        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("credit=m.florin", "credit", "m.florin")]
    [InlineData("runs/a/model.florin", "model", "runs/a/model.florin")]
    [InlineData("a.b-c_1=x=y.florin", "a.b-c_1", "x=y.florin")]
    public void A_model_is_named_by_the_user_or_its_file(string text, string name, string path) =>
        Assert.Equal(new ServedModelFile(name, path), ServedModelFile.Parse(text));

    [Theory]
    [InlineData("=m.florin")]
    [InlineData("a/b=m.florin")]
    [InlineData("a b=m.florin")]
    [InlineData("..=m.florin")]
    [InlineData("a=")]
    public void A_name_that_cannot_stand_in_an_address_is_refused(string text) =>
        Assert.Equal("FLR1204", Assert.Throws<FlorinException>(() => ServedModelFile.Parse(text)).Code);

    static async Task<JsonElement> Json(Served served, string address) =>
        JsonDocument.Parse(await served.Client.GetStringAsync(address)).RootElement;
}

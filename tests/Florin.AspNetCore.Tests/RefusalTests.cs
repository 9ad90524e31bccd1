namespace Florin.AspNetCore.Tests;

using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

/// <summary>What is refused, with which problem, and that nothing a customer said comes back or stays.</summary>
public class RefusalTests
{
    const string Canary = "canary-4711";

    static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    public static TheoryData<string, int, string, string> Bodies => new()
    {
        { "", 400, "FLR1211", "line 1" },
        { "{\"rows\":[{\"income\":\"" + Canary + "]}", 400, "FLR1211", "line 1" },
        { Loans.Request(Loans.Row) + Canary, 400, "FLR1211", "line 1" },
        { "{\n\"rows\":[{\"income\":1,}]}", 400, "FLR1211", "line 2" },
        { "[]", 400, "FLR1212", "a list" },
        { $"\"{Canary}\"", 400, "FLR1212", "a text" },
        { "{}", 400, "FLR1212", "not there" },
        { $"{{\"row\":[\"{Canary}\"]}}", 400, "FLR1212", "rows" },
        { $"{{\"rows\":\"{Canary}\"}}", 400, "FLR1212", "not a list" },
        { $"{{\"rows\":[],\"rows\":[\"{Canary}\"]}}", 400, "FLR1212", "twice" },
        { Loans.Request(Loans.Row, $"[\"{Canary}\"]"), 400, "FLR1212", "row 2" },
        { Loans.Request(Loans.RowWith("income", "incone")), 400, "FLR1213",
            "\"income\" (did you mean it by \"incone\"?)" },
        { Loans.Request($"{{\"income\":\"{Canary}\"}}"), 400, "FLR1213", "region" },
        { Loans.Request([.. Enumerable.Repeat(Loans.Row, 51)]), 413, "FLR1215", "50" },
        { Loans.Request(Loans.RowWith("24000", $"\"{Canary}{new string('x', 20_000)}\"")), 413, "FLR1214",
            "16384" },
        { Loans.Request(Loans.RowWith("24000", Deep(14))), 400, "FLR1216", "16" },
        { Loans.Request(Loans.RowWith("24000", Deep(4000))), 400, "FLR1216", "16" },
        { Loans.Request($"{{\"notes\":{Deep(14)}}}"), 400, "FLR1216", "16" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_request_is_a_problem_with_its_code_and_its_place(string body, int status, string code, string detail)
    {
        await using Served served = await Small();
        using HttpResponseMessage response = await served.Post(body);
        JsonElement problem = await ProblemOf(response, status, code);
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await served.Post(Loans.Request(Loans.Row))).StatusCode);
    }

    [Fact]
    public async Task The_deepest_nesting_that_is_allowed_is_read()
    {
        await using Served served = await Small();
        (_, (double?, string? Error)[] rows) = await served.Score(Loans.Request(Loans.RowWith("24000", Deep(13))));
        Assert.Equal("column income: a list where a number is expected", rows[0].Error);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_a_problem()
    {
        await using Served served = await Small();
        foreach (string bad in (string[])["\\ud800", "\u00ff"])
        {
            byte[] body = Encoding.Latin1.GetBytes(Loans.Request(Loans.RowWith("north", bad)));
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
            await ProblemOf(await served.Client.PostAsync("v1/models/loans/score", content), 400, "FLR1211");
        }
    }

    [Fact]
    public async Task An_unknown_model_a_wrong_type_method_or_address_are_problems()
    {
        await using Served served = await Small();
        string row = Loans.Request(Loans.Row);
        JsonElement problem = await ProblemOf(await served.Post(row, "v1/models/laons/score"), 404, "FLR1218");
        Assert.Contains("\"loans\"", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await ProblemOf(await served.Client.PostAsync("v1/models/loans/score", Served.Content(row, "text/csv")), 415, "FLR1217");
        await ProblemOf(await served.Client.PostAsync("v1/models/loans/score", Served.Content(row, null)), 415, "FLR1217");
        HttpResponseMessage response = await served.Client.GetAsync("v1/models/loans/score");
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        await ProblemOf(response, 405, "FLR1219");
        await ProblemOf(await served.Client.GetAsync("v2"), 404, "FLR1219");
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_read_as_far_as_the_limit()
    {
        await using Served served = await Small();
        foreach ((int blanks, int status) in ((int, int)[])[(9000, 200), (17_000, 413)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/models/loans/score");
            request.Content = Served.Content(Loans.Request(Loans.Row) + new string(' ', blanks));
            request.Headers.TransferEncodingChunked = true;
            using HttpResponseMessage response = await served.Client.SendAsync(request);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_client_that_asks_too_often_is_told_when_to_come_back()
    {
        await using Served served = await Served.Start(options => options with { RequestsPerSecond = 5 });
        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => served.Post(Loans.Request(Loans.Row))));
        Assert.InRange(responses.Count(response => response.IsSuccessStatusCode), 5, 12);
        HttpResponseMessage refused = responses.First(response => !response.IsSuccessStatusCode);
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
        await ProblemOf(refused, 429, "FLR1220");
        await Task.Delay(1100);
        Assert.Equal(HttpStatusCode.OK, (await served.Post(Loans.Request(Loans.Row))).StatusCode);
    }

    [Fact]
    public async Task A_body_that_does_not_arrive_ends_with_408_and_a_header_that_does_not_with_the_connection()
    {
        await using Served served = await Served.Start(options => options with { BodyTimeout = TimeSpan.FromMilliseconds(300) },
            server => server with { HeaderTimeout = TimeSpan.FromSeconds(1) });
        const string Header = "POST /v1/models/loans/score HTTP/1.1\r\nHost: x\r\n";
        string answer = await Raw(served, Header + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"rows\"");
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("FLR1222", answer, StringComparison.Ordinal);
        answer = await Raw(served, Header);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    /// <summary>Everything that can be told of a request with a customer's values in every place: answers, log lines and metrics.</summary>
    [Fact]
    public async Task No_value_of_a_cell_is_in_a_problem_a_log_line_or_a_metric()
    {
        var measured = new StringBuilder();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument);
        void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            lock (measured)
                foreach (KeyValuePair<string, object?> tag in tags)
                    measured.Append(instrument.Name).Append(' ').Append(tag.Value).Append('\n');
        }

        listener.SetMeasurementEventCallback<long>(Note);
        listener.SetMeasurementEventCallback<double>(Note);
        listener.Start();
        await using Served served = await Small();
        string[] cells = [$"\"{Canary}\"", $"[\"{Canary}\"]", $"{{\"{Canary}\":1}}", "4711.0815e999", $"\"{Canary}\\ud800\""];
        var told = new StringBuilder();
        async Task Ask(string body, string address = "v1/models/loans/score") =>
            told.Append(await (await served.Post(body, address)).Content.ReadAsStringAsync());
        foreach (string cell in cells)
            foreach (string old in (string[])["24000", "\"north\"", "\"car\"", "\"2021-05-31\"", ":0"])
                await Ask(Loans.Request(Loans.RowWith(old, (old[0] == ':' ? ":" : "") + cell)));
        foreach (ITheoryDataRow row in Bodies) await Ask((string)row.GetData()[0]!);
        await Ask("{}", $"v1/models/{Canary}/score");
        foreach (string line in served.Log) told.Append(line);
        lock (measured) told.Append(measured);
        string all = told.ToString();
        Assert.Contains("florin.requests FLR1211", all, StringComparison.Ordinal);
        Assert.Contains("where a number is expected", all, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, all, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", all, StringComparison.Ordinal);
    }

    static Task<Served> Small() => Served.Start(options => options with { MaximumRows = 50, MaximumBodyBytes = 16 << 10 });

    static async Task<JsonElement> ProblemOf(HttpResponseMessage response, int status, string code)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        JsonElement problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        foreach (string name in (string[])["type", "title", "fix"]) Assert.NotEqual("", problem.GetProperty(name).GetString());
        return problem;
    }

    static async Task<string> Raw(Served served, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, served.Client.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        var answer = new StringBuilder();
        byte[] buffer = new byte[4096];
        try
        {
            while (await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) is > 0 and var count)
                answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        catch (IOException)
        {
            // The server gave up the connection after what it said.
        }

        return answer.ToString();
    }
}

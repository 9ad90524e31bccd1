namespace Florin.Cli.Tests;

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

/// <summary>The server as a user starts and stops it.</summary>
public sealed class ServeTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("florin-serve").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public async Task It_tells_where_it_listens_scores_as_florin_score_does_and_ends_well_when_it_is_told_to()
    {
        string model = MakeModel();
        using Process server = Cli.StartInterruptible("serve", "credit=" + model, "--url", "http://127.0.0.1:0", "--json");
        try
        {
            JsonElement ready = JsonDocument.Parse((await server.StandardOutput.ReadLineAsync())!).RootElement;
            string url = ready.GetProperty("url").GetString()!;
            Assert.Equal("credit", ready.GetProperty("models")[0].GetProperty("name").GetString());
            using var client = new HttpClient();
            string[] names = File.ReadLines(Data).First().Split(','), rows = [.. File.ReadLines(Data).Skip(1).Take(50)];
            string request = "{\"rows\":[" + string.Join(',', rows.Select(row => Json(names, row.Split(',')))) + "]}";
            using HttpResponseMessage response = await client.PostAsync(url + "/v1/models/credit/score",
                new StringContent(request, Encoding.UTF8, "application/json"));
            JsonElement answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            Assert.Equal(ready.GetProperty("models")[0].GetProperty("sha256").GetString(), answer.GetProperty("model").GetString());
            string[] scored = Cli.Run("score", model, Data).Output.Split('\n');
            Assert.Equal(scored.Skip(1).Take(50).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)),
                answer.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("score").GetDouble()));
            Assert.Contains("<script", await client.GetStringAsync(ready.GetProperty("page").GetString()), StringComparison.Ordinal);
            if (OperatingSystem.IsWindows()) Assert.Skip("signals are Unix's");
            Process.Start("kill", ["-INT", server.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
            Assert.True(server.WaitForExit(20_000));
            Assert.Equal((0, ""), (server.ExitCode, await server.StandardOutput.ReadToEndAsync()));
            string told = await server.StandardError.ReadToEndAsync();
            foreach (string word in (string[])[url + "/v1/models/credit/score", "try it", "next"])
                Assert.Contains(word, told, StringComparison.Ordinal);
        }
        finally
        {
            if (!server.HasExited) server.Kill();
        }
    }

    [Fact]
    public void A_port_in_use_an_open_door_and_a_short_key_end_with_2_and_say_why()
    {
        string model = MakeModel(), key = Path.Combine(folder, "key");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        Refused("FLR1203", "serve", model, "--url", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        Refused("FLR1201", "serve", model, "--url", "http://0.0.0.0:0");
        Refused("FLR1202", "serve", model, "--url", "5080");
        Refused("FLR1204", "serve", "a=" + model, "a=" + model);
        Refused("FLR1207", "serve", model, "--max-rows", "0");
        File.WriteAllText(key, "canary");
        Refused("FLR1205", "serve", model, "--key-file", key);
        Assert.Equal(3, Cli.Run("serve", Path.Combine(folder, "absent.florin")).Code);
        Assert.Equal(3, Cli.Run("serve", Data, "--url", "http://127.0.0.1:0").Code);
    }

    /// <summary>What is loaded stands in the memory map of the process, which waits for rows here.</summary>
    [Fact]
    public void Other_commands_do_not_load_the_web_server()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("it reads /proc");
        string model = MakeModel(), pipe = Path.Combine(folder, "rows.csv");
        Process.Start("mkfifo", [pipe])!.WaitForExit();
        using Process process = Cli.Start("score", model, pipe);
        try
        {
            string map = "";
            for (int i = 0; i < 100 && !map.Contains("Florin.dll", StringComparison.Ordinal); i++)
            {
                Thread.Sleep(50);
                map = File.ReadAllText($"/proc/{process.Id}/maps");
            }

            Thread.Sleep(500);
            map = File.ReadAllText($"/proc/{process.Id}/maps");
            Assert.False(process.HasExited);
            Assert.Contains("Florin.dll", map, StringComparison.Ordinal);
            Assert.DoesNotContain("AspNetCore", map, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    string Data => Path.Combine(folder, "loans.csv");

    string MakeModel()
    {
        string plan = Path.Combine(folder, "credit.yaml"), result = Path.Combine(folder, "out");
        Assert.Equal(0, Cli.Run("simulate", "credit", "--rows", "1500", "--seed", "2", "--out", Data).Code);
        File.WriteAllText(plan, """
            recipe: credit/default-risk
            data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on, protected: [age, sex]}
            network: logistic
            """);
        (int code, _, string errors) = Cli.Run("run", plan, "--out", result, "--quiet");
        Assert.True(code == 0, errors);
        return Path.Combine(result, "model.florin");
    }

    static void Refused(string word, params string[] arguments)
    {
        (int code, string output, string errors) = Cli.Run(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(word, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", errors, StringComparison.Ordinal);
    }

    static string Json(string[] names, string[] cells) =>
        "{" + string.Join(',', names.Zip(cells, (name, cell) => $"\"{name}\":{Value(cell)}")) + "}";

    static string Value(string cell) =>
        cell.Length == 0 ? "null" : double.TryParse(cell, CultureInfo.InvariantCulture, out _) ? cell : $"\"{cell}\"";
}

namespace Florin.AspNetCore.Tests;

using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

/// <summary>A model's file is replaced while the model answers.</summary>
public class ReplacementTests
{
    const int Clients = 4, Requests = 12_000, Replacements = 12;

    static readonly string[] Incomes = [.. Enumerable.Range(0, 8).Select(i => $"{15000 + 2000 * i}")];

    static readonly string FirstHash = Hash(Loans.First), SecondHash = Hash(Loans.Second);

    /// <summary>Many rows a request, so that an answer from two versions would show.</summary>
    [Fact]
    public async Task No_request_fails_and_each_answer_is_from_the_one_version_that_it_names()
    {
        await using Served served = await Served.Start();
        string request = Loans.Request([.. Incomes.Select(income => Loans.RowWith("24000", income))]);
        Dictionary<string, double[]> expected = Expected();
        Assert.NotEqual(expected[FirstHash], expected[SecondHash]);
        var seen = new ConcurrentDictionary<string, int>();
        int left = Requests, running = Clients;
        async Task Client()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                (string model, (double? Score, string?)[] answer) = await served.Score(request);
                Assert.Equal(expected[model], answer.Select(row => row.Score!.Value));
                seen.AddOrUpdate(model, 1, (_, count) => count + 1);
            }

            Interlocked.Decrement(ref running);
        }

        async Task Replace()
        {
            for (int i = 1; Volatile.Read(ref running) > 0 || i <= Replacements; i++)
            {
                (byte[] file, string hash) = i % 2 == 1 ? (Loans.Second, SecondHash) : (Loans.First, FirstHash);
                served.Replace(file);
                await Served.Until(() => served.Log.Any(line => line.Contains($"{hash} takes", StringComparison.Ordinal)));
                await Task.Delay(60);
            }
        }

        await Task.WhenAll([Replace(), .. Enumerable.Range(0, Clients).Select(_ => Client())]);
        Assert.Equal(Requests, seen.Values.Sum());
        Assert.Equal(2, seen.Count);
        Assert.True(served.Log.Count(line => line.Contains("takes the place", StringComparison.Ordinal)) >= Replacements / 2);
    }

    static Dictionary<string, double[]> Expected()
    {
        string csv = "income,region,purpose,since,late\n" + string.Concat(Incomes.Select(income => $"{income},north,car,2021-05-31,0\n"));
        return new Dictionary<string, double[]>
        {
            [FirstHash] = Loans.Score(Loans.First, csv).Scores,
            [SecondHash] = Loans.Score(Loans.Second, csv).Scores,
        };
    }

    [Fact]
    public async Task A_file_that_is_no_model_changes_nothing_and_is_told()
    {
        await using Served served = await Served.Start();
        string before = (await served.Score(Loans.Request(Loans.Row))).Model;
        served.Replace(Loans.First[..^100]);
        await Served.Until(() => served.Log.Any(line => line.StartsWith("error:", StringComparison.Ordinal)
            && line.Contains("FLR0441", StringComparison.Ordinal)));
        Assert.Equal(before, (await served.Score(Loans.Request(Loans.Row))).Model);
        using JsonDocument health = JsonDocument.Parse(await served.Client.GetStringAsync("health"));
        Assert.Equal("ready", health.RootElement.GetProperty("status").GetString());
        Assert.Equal("FLR0441", health.RootElement.GetProperty("models")[0].GetProperty("newerFileRefused").GetString());
        File.Delete(served.ModelPath);
        await Task.Delay(200);
        Assert.Equal(before, (await served.Score(Loans.Request(Loans.Row))).Model);
        served.Replace(Loans.Second);
        await Served.Until(() => served.Log.Any(line => line.Contains("takes", StringComparison.Ordinal)));
        Assert.Equal(SecondHash, (await served.Score(Loans.Request(Loans.Row))).Model);
        Assert.DoesNotContain("Refused", await served.Client.GetStringAsync("health"), StringComparison.Ordinal);
    }

    /// <summary>Written in place and with the time of the old file, as archives are unpacked: only the content differs.</summary>
    [Fact]
    public async Task A_file_of_the_same_time_is_found_by_its_content()
    {
        await using Served served = await Served.Start();
        DateTime written = File.GetLastWriteTimeUtc(served.ModelPath);
        byte[] longer = new byte[Math.Max(Loans.First.Length, Loans.Second.Length)];
        Loans.First.CopyTo(longer, 0);
        await Task.Delay(100);
        byte[] other = (byte[])Loans.First.Clone();
        other[^1] ^= 1;
        string same = served.ModelPath + ".same";
        await File.WriteAllBytesAsync(same, other);
        File.SetLastWriteTimeUtc(same, written);
        File.Move(same, served.ModelPath, overwrite: true);
        await Served.Until(() => served.Log.Any(line => line.StartsWith("error:", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_version_is_freed_after_its_last_answer_and_not_before()
    {
        var model = new ServedModel("loans", FirstHash, Loans.First, "memory", new FlorinServiceOptions());
        Assert.True(model.TryLease());
        model.Release();
        Assert.True(model.TryLease());
        model.Release();
        Assert.True(model.TryLease());
        model.Release(); // the slot's own, as when a newer version takes its place
        Assert.False(model.IsFreed);
        model.Release();
        Assert.True(model.IsFreed);
        Assert.False(model.TryLease());
    }

    [Fact]
    public async Task A_server_does_not_start_with_a_file_that_is_no_model()
    {
        FlorinException error = await Assert.ThrowsAsync<FlorinException>(() => Served.Start(options => options with
        {
            Models = [new ServedModelFile("loans", options.Models[0].Path + ".absent")],
        }));
        Assert.Equal("FLR0441", error.Code);
    }

    static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));
}

namespace Florin.AspNetCore.Tests;

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

/// <summary>The page on which a model is tried.</summary>
public class PageTests
{
    [Fact]
    public async Task It_allows_its_own_program_alone_and_names_no_other_place()
    {
        await using Served served = await Served.Start(options => options with { ApiKey = "a-key-of-enough-length" });
        using HttpResponseMessage response = await served.Client.GetAsync("");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string policy = response.Headers.GetValues("Content-Security-Policy").Single(), page = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("default-src 'none'; script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotMatch(@"https?://", page);
        // Nothing of a model is in it: that is for those who have the key.
        Assert.DoesNotContain("income", page, StringComparison.Ordinal);
        await using Served without = await Served.Start(options => options with { Page = false });
        Assert.Equal(HttpStatusCode.NotFound, (await without.Client.GetAsync("")).StatusCode);
    }

    /// <summary>A browser fills the form with typical values and shows what the service says of them, under the strict policy.</summary>
    [Fact]
    public async Task A_browser_shows_the_score_and_the_reasons_of_typical_values()
    {
        string? browser = ((string?[])[Environment.GetEnvironmentVariable("FLORIN_CHROMIUM"), "/usr/bin/chromium",
            "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);
        if (browser is null) Assert.Skip("no Chromium; name one in FLORIN_CHROMIUM");
        await using Served served = await Served.Start();
        JsonElement columns = JsonDocument.Parse(await served.Client.GetStringAsync("v1/models")).RootElement.GetProperty("models")[0]
            .GetProperty("columns");
        string row = "{" + string.Join(',', columns.EnumerateArray().Select(column =>
            $"{column.GetProperty("name").GetRawText()}:{column.GetProperty("typical").GetRawText()}")) + "}";
        double score = (await served.Score(Loans.Request(row))).Rows[0].Score!.Value;
        string seen = Dom(browser, served.Server.Url + "/");
        string percent = (100 * score).ToString("F1", CultureInfo.InvariantCulture);
        Assert.Contains($"<p class=\"score\">{percent}&nbsp;%</p>", seen, StringComparison.Ordinal);
        Assert.Equal(5, Regex.Count(seen, "<div class=\"field\">"));
        Assert.Equal(5, Regex.Count(seen, "<li class=\"(up|down)\">"));
        Assert.Contains("Möbel &amp; Küche", seen, StringComparison.Ordinal);
    }

    static string Dom(string browser, string url)
    {
        string profile = Directory.CreateTempSubdirectory("florin-browser").FullName;
        var start = new ProcessStartInfo(browser, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--user-data-dir=" + profile, "--virtual-time-budget=8000", "--dump-dom", url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        errors.GetAwaiter().GetResult();
        Directory.Delete(profile, true);
        return output;
    }
}

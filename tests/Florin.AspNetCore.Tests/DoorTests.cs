namespace Florin.AspNetCore.Tests;

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

/// <summary>Who may ask, from where, and how a server ends.</summary>
public class DoorTests
{
    const string Key = "0123456789abcdef-a-secret";

    [Theory]
    [InlineData("http://0.0.0.0:0", null, "TLS", "API key")]
    [InlineData("http://0.0.0.0:0", Key, "TLS", null)]
    [InlineData("https://0.0.0.0:0", null, "API key", null)]
    [InlineData("http://[::]:0", Key, "TLS", null)]
    [InlineData("http://*:0", Key, "TLS", null)]
    [InlineData("http://bank.example:0", Key, "TLS", null)]
    public async Task An_address_that_others_reach_needs_TLS_and_a_key(string url, string? key, string lacks, string? also)
    {
        FlorinException error = await Refused(url, key);
        Assert.Equal("FLR1201", error.Code);
        Assert.Contains(lacks, error.Found, StringComparison.Ordinal);
        if (also is not null) Assert.Contains(also, error.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "FLR1202")]
    [InlineData("5080", "FLR1202")]
    [InlineData("ftp://127.0.0.1:1", "FLR1202")]
    [InlineData("http://127.0.0.1:0/florin", "FLR1202")]
    [InlineData("http://unix:/tmp/x", "FLR1202")]
    [InlineData("https://127.0.0.1:0", "FLR1206")]
    public async Task What_is_no_address_is_refused(string url, string code) => Assert.Equal(code, (await Refused(url, null)).Code);

    [Fact]
    public async Task A_port_in_use_is_an_error_that_says_so()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        FlorinException error = await Refused($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}", null);
        Assert.Equal("FLR1203", error.Code);
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 401)]
    [InlineData("Authorization", "Bearer " + Key, 200)]
    [InlineData("Authorization", "bearer " + Key, 200)]
    [InlineData("Authorization", "Bearer " + Key + "x", 401)]
    [InlineData("Authorization", "Basic " + Key, 401)]
    [InlineData("X-Api-Key", Key, 200)]
    [InlineData("X-Api-Key", "0123456789abcdef-a-secreT", 401)]
    [InlineData("X-Api-Key", "", 401)]
    public async Task A_key_that_is_demanded_opens_and_nothing_else_does(string? header, string? value, int status)
    {
        await using Served served = await Served.Start(options => options with { ApiKey = Key });
        if (header is not null) served.Client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        using HttpResponseMessage response = await served.Post(Loans.Request(Loans.Row));
        Assert.Equal(status, (int)response.StatusCode);
        foreach (string address in (string[])["v1/models", "openapi/v1.json"])
            Assert.Equal(status, (int)(await served.Client.GetAsync(address)).StatusCode);
        foreach (string address in (string[])["alive", "health"])
            Assert.Equal(HttpStatusCode.OK, (await served.Client.GetAsync(address)).StatusCode);
        if (status == 200) return;
        string text = await response.Content.ReadAsStringAsync();
        Assert.Contains("FLR1221", text, StringComparison.Ordinal);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.DoesNotContain("secret", text + string.Concat(served.Log), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_short_key_is_refused_and_not_told()
    {
        FlorinException error = await Refused("http://127.0.0.1:0", "hunter2");
        Assert.Equal("FLR1205", error.Code);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_are_printed_do_not_tell_their_secrets()
    {
        var options = new FlorinServiceOptions { ApiKey = Key, Models = [new("a", "b")] };
        Assert.DoesNotContain(Key, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, new FlorinServerOptions { CertificatePassword = Key }.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_a_certificate_and_a_key_every_address_is_served(bool pem)
    {
        string folder = Directory.CreateTempSubdirectory("florin-tls").FullName;
        string path = Path.Combine(folder, pem ? "own.pem" : "own.pfx"), keyPath = Path.Combine(folder, "own.key");
        using (var key = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            DateTimeOffset now = DateTimeOffset.UtcNow;
            using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            if (pem) await File.WriteAllTextAsync(path, certificate.ExportCertificatePem());
            else await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pkcs12, "word"));
            await File.WriteAllTextAsync(keyPath, key.ExportPkcs8PrivateKeyPem());
        }

        using var trusting = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, found, _, _) => found!.Subject == "CN=localhost",
        };
        await using Served served = await Served.Start(options => options with { ApiKey = Key }, server => server with
        {
            Url = "https://0.0.0.0:0",
            CertificatePath = path,
            CertificateKeyPath = pem ? keyPath : null,
            CertificatePassword = pem ? null : "word",
        }, trusting);
        served.Client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        Assert.StartsWith("https://0.0.0.0:", served.Server.Url, StringComparison.Ordinal);
        string address = $"https://127.0.0.1:{served.Client.BaseAddress!.Port}/v1/models/loans/score";
        Assert.Equal(HttpStatusCode.OK, (await served.Post(Loans.Request(Loans.Row), address)).StatusCode);
        Directory.Delete(folder, true);
    }

    /// <summary>Half of the body is sent when the server is told to stop; the answer comes, and then nobody listens.</summary>
    [Fact]
    public async Task A_request_that_is_under_way_finishes_when_the_server_stops()
    {
        await using Served served = await Served.Start();
        int port = served.Client.BaseAddress!.Port;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        byte[] body = Encoding.UTF8.GetBytes(Loans.Request(Loans.Row));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/models/loans/score HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"));
        await client.GetStream().WriteAsync(body.AsMemory(0, 10));
        await Task.Delay(200);
        Task stopping = served.Server.StopAsync();
        await Task.Delay(300);
        Assert.False(stopping.IsCompleted);
        await client.GetStream().WriteAsync(body.AsMemory(10));
        using var reader = new StreamReader(client.GetStream());
        string answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("\"score\":0.", answer, StringComparison.Ordinal);
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        using var late = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(IPAddress.Loopback, port));
    }

    static async Task<FlorinException> Refused(string url, string? key) => await Assert.ThrowsAsync<FlorinException>(() =>
        Served.Start(options => options with { ApiKey = key }, server => server with { Url = url }));
}

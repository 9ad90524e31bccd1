using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Florin.ServeBench;

// Asks a running `florin serve` at a fixed rate and prints how long the answers took as JSON:
//   Florin.ServeBench --url http://127.0.0.1:5080 --rate 2000 --seconds 30 --connections 8 --warmup 5
// A request's time counts from when it was due, so that a server which falls behind cannot hide it by slowing the questions down.
Dictionary<string, string> given = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
string url = given.GetValueOrDefault("--url", "http://127.0.0.1:5080");
double rate = Number("--rate", 2000), seconds = Number("--seconds", 30), warmup = Number("--warmup", 5);
int connections = (int)Number("--connections", 8), rows = (int)Number("--rows", 1);
string operation = given.GetValueOrDefault("--operation", "score");

using var client = new HttpClient { BaseAddress = new Uri(url) };
JsonNode models = JsonNode.Parse(await client.GetStringAsync("/v1/models"))!["models"]!;
JsonNode model = models.AsArray().First(each => !given.ContainsKey("--model") || (string?)each!["name"] == given["--model"])!;
byte[] request = Question.Of(new Uri(url), $"/v1/models/{model["name"]}/{operation}", model["columns"]!.AsArray(), rows);

long start = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 10;
Asker[] askers = [.. Enumerable.Range(0, connections).Select(number =>
    new Asker(new Uri(url), request, new Schedule(start, rate, number, connections, warmup, seconds)))];
Thread[] threads = [.. askers.Select(asker => new Thread(asker.Run) { IsBackground = true })];
foreach (Thread thread in threads) thread.Start();
foreach (Thread thread in threads) thread.Join();
double[] milliseconds = [.. askers.SelectMany(asker => asker.Times).Order()];
long counted = start + (long)(warmup * Stopwatch.Frequency), last = askers.Max(asker => asker.LastAnswer);
Console.WriteLine(new JsonObject
{
    ["rate"] = rate,
    ["answeredPerSecond"] = Rounded(milliseconds.Length / Stopwatch.GetElapsedTime(counted, last).TotalSeconds),
    ["seconds"] = seconds,
    ["connections"] = connections,
    ["rowsPerRequest"] = rows,
    ["requests"] = milliseconds.Length,
    ["failed"] = askers.Sum(asker => asker.Failed),
    ["p50Milliseconds"] = At(0.5),
    ["p90Milliseconds"] = At(0.9),
    ["p99Milliseconds"] = At(0.99),
    ["p999Milliseconds"] = At(0.999),
    ["maximumMilliseconds"] = At(1),
    ["shareUnder2Milliseconds"] = Rounded(milliseconds.Count(time => time < 2) / (double)Math.Max(1, milliseconds.Length)),
}.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
return askers.Sum(asker => asker.Failed) == 0 ? 0 : 1;

double Number(string name, double otherwise) =>
    given.TryGetValue(name, out string? text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

double At(double share) =>
    milliseconds.Length == 0 ? 0 : Rounded(milliseconds[(int)Math.Min(milliseconds.Length - 1, share * milliseconds.Length)]);

static double Rounded(double value) => Math.Round(value, 4);

namespace Florin.ServeBench;

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

/// <summary>The bytes of a request whose rows are typical of the model's columns.</summary>
static class Question
{
    public static byte[] Of(Uri server, string path, JsonArray columns, int rows)
    {
        var row = new JsonObject();
        foreach (JsonNode? column in columns) row[(string)column!["name"]!] = column["typical"]?.DeepClone();
        var all = new JsonArray([.. Enumerable.Range(0, rows).Select(_ => row.DeepClone())]);
        string body = new JsonObject { ["rows"] = all }.ToJsonString();
        string header = string.Create(CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\n")
            + string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n");
        return Encoding.UTF8.GetBytes(header + body);
    }
}

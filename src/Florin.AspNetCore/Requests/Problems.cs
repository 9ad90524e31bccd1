namespace Florin.AspNetCore;

using System.Globalization;
using Microsoft.AspNetCore.Http;

/// <summary>Everything a request can be refused for.</summary>
static class Problems
{
    const string Form = "send {\"rows\":[{\"column\":value, …}, …]}";

    public static RequestException NotJson(long line, long place) => Of(StatusCodes.Status400BadRequest, "FLR1211",
        "the request is not JSON", Text($"line {line + 1}, byte {place + 1}"), Form + " as UTF-8");

    public static RequestException Shape(string found) => Of(StatusCodes.Status400BadRequest, "FLR1212",
        "the request has another shape than expected", found, Form);

    public static RequestException Columns(IEnumerable<(string Name, string? Near)> absent) => Of(StatusCodes.Status400BadRequest,
        "FLR1213", "columns that the model needs are in no row",
        string.Join("; ", absent.Select(column => column.Near is null
            ? $"\"{column.Name}\"" : $"\"{column.Name}\" (did you mean it by \"{column.Near}\"?)")),
        "give every row these columns; null where a value is missing");

    public static RequestException TooLarge(int limit) => Of(StatusCodes.Status413PayloadTooLarge, "FLR1214",
        "the request is too large", Text($"more than {limit} bytes"), "send the rows in several requests");

    public static RequestException TooManyRows(int limit) => Of(StatusCodes.Status413PayloadTooLarge, "FLR1215",
        "the request has too many rows", Text($"more than {limit}"), "send the rows in several requests");

    public static RequestException TooDeep(int limit) => Of(StatusCodes.Status400BadRequest, "FLR1216",
        "the request is nested too deeply", Text($"more than {limit} levels"), Form);

    public static RequestException WrongType() => Of(StatusCodes.Status415UnsupportedMediaType, "FLR1217",
        "the request is of another type than JSON", null, "send the header Content-Type: application/json");

    public static RequestException NoModel(string name, IEnumerable<string> names)
    {
        string[] all = [.. names];
        return Of(StatusCodes.Status404NotFound, "FLR1218", "there is no model of this name",
            NearestName.Of(name, all) is { } near ? $"did you mean \"{near}\"?" : null, "GET v1/models lists the models");
    }

    public static Problem NoAddress => new(StatusCodes.Status404NotFound, "FLR1219", "there is nothing at this address", null,
        "openapi/v1.json lists the addresses");

    public static Problem NoMethod => new(StatusCodes.Status405MethodNotAllowed, "FLR1219", "this address does not take this method",
        null, "openapi/v1.json lists the addresses with their methods");

    public static RequestException TooMany(int perSecond, TimeSpan? wait) => new(new Problem(StatusCodes.Status429TooManyRequests,
        "FLR1220", "too many requests", Text($"more than {perSecond} a second"), "wait as long as Retry-After says, in seconds")
    {
        RetryAfter = (int)Math.Ceiling(Math.Max(wait?.TotalSeconds ?? 1, 1)),
    });

    public static RequestException NoKey(bool given) => Of(StatusCodes.Status401Unauthorized, "FLR1221",
        given ? "the API key is not the right one" : "an API key is needed", null,
        "send the header Authorization: Bearer KEY, or X-Api-Key: KEY");

    public static RequestException TooSlow(TimeSpan limit) => Of(StatusCodes.Status408RequestTimeout, "FLR1222",
        "the request took too long to arrive", Text($"more than {limit.TotalSeconds} s"), "send it again");

    public static RequestException Broken(int status) => Of(status, "FLR1211", "the request cannot be read", null, Form);

    public static RequestException NoReference() => Of(StatusCodes.Status409Conflict, "FLR1224", "this model cannot explain its scores",
        "it was trained on too few rows to have an average that is no single customer", "train it on more rows");

    public static RequestException NoChanges() => Of(StatusCodes.Status409Conflict, "FLR1570",
        "this model does not know what an applicant can change", "a model file without rules for changes",
        "say it in the plan, credit: {counterfactuals: {…}}, and run it again");

    public static Problem Internal => new(StatusCodes.Status500InternalServerError, "FLR1223", "the service failed at this request", null,
        "the log of the service names the kind of error; report it with the request that shows it");

    static RequestException Of(int status, string code, string title, string? detail, string fix) =>
        new(new Problem(status, code, title, detail, fix));

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

namespace Florin.AspNetCore;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

/// <summary>
/// Stands before every endpoint: first the rate, so that keys cannot be guessed quickly, then the key; and whatever goes wrong behind it
/// becomes a problem without a trace of the request's content.
/// </summary>
sealed partial class Guard(ApiKey? key, RateLimits limits, ILogger log)
{
    public RequestDelegate Over(RequestDelegate endpoint) => http => Pass(http, endpoint, key);

    /// <summary>Without a key: for what tells nothing.</summary>
    public RequestDelegate OpenOver(RequestDelegate endpoint) => http => Pass(http, endpoint, null);

    async Task Pass(HttpContext http, RequestDelegate endpoint, ApiKey? demanded)
    {
        try
        {
            limits.Demand(http);
            demanded?.Demand(http.Request);
            await endpoint(http).ConfigureAwait(false);
        }
        catch (RequestException refused)
        {
            await refused.Problem.Write(http).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error)
        {
            await Problems.Broken(error.StatusCode).Problem.Write(http).ConfigureAwait(false);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
#pragma warning disable CA1031
        catch (Exception error)
#pragma warning restore CA1031
        {
            // The message might quote a cell; the kind of error and where it was thrown do not.
            Failed(log, error.GetType().FullName ?? "", error.StackTrace ?? "");
            await Problems.Internal.Write(http).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "a request failed: {Kind}\n{Trace}")]
    private static partial void Failed(ILogger log, string kind, string trace);
}

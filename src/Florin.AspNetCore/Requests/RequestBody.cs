namespace Florin.AspNetCore;

using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

/// <summary>Reads a request's body whole, as far as the limits allow.</summary>
static class RequestBody
{
    /// <summary>The body, which stays in the reader until it is told to advance.</summary>
    /// <exception cref="RequestException">FLR1214: too long; FLR1222: too slow.</exception>
    public static async ValueTask<ReadOnlySequence<byte>> Read(HttpRequest request, FlorinServiceOptions options)
    {
        if (request.ContentLength > options.MaximumBodyBytes) throw Problems.TooLarge(options.MaximumBodyBytes);
        PipeReader reader = request.BodyReader;
        CancellationTokenSource? clock = null;
        CancellationTokenRegistration ring = default;
        try
        {
            for (; ; )
            {
                ValueTask<ReadResult> reading = reader.ReadAsync(CancellationToken.None);
                // A body that came with its header needs no clock.
                if (!reading.IsCompleted && clock is null)
                {
                    clock = new CancellationTokenSource(options.BodyTimeout);
                    ring = clock.Token.Register(reader.CancelPendingRead);
                }

                ReadResult result = await reading.ConfigureAwait(false);
                bool tooLarge = result.Buffer.Length > options.MaximumBodyBytes;
                if (result.IsCompleted && !tooLarge) return result.Buffer;
                // A server that stops interrupts reads, too: then the body is still waited for.
                bool ends = tooLarge || (result.IsCanceled && clock?.IsCancellationRequested == true);
                reader.AdvanceTo(ends ? result.Buffer.End : result.Buffer.Start, result.Buffer.End);
                if (tooLarge) throw Problems.TooLarge(options.MaximumBodyBytes);
                if (ends) throw Problems.TooSlow(options.BodyTimeout);
            }
        }
        finally
        {
            await ring.DisposeAsync().ConfigureAwait(false);
            clock?.Dispose();
        }
    }

    public static bool IsJson(HttpRequest request)
    {
        ReadOnlySpan<char> type = request.ContentType;
        int end = type.IndexOf(';');
        if (end >= 0) type = type[..end];
        type = type.Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }
}

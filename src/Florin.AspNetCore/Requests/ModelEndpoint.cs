namespace Florin.AspNetCore;

using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;

/// <summary>From a request with rows to an answer from one whole version of a model.</summary>
sealed class ModelEndpoint(ModelCatalog catalog, FlorinServiceOptions options, ServiceMetrics metrics, IOperation operation)
{
    public async Task Handle(HttpContext http)
    {
        long started = Stopwatch.GetTimestamp();
        string name = (string?)http.Request.RouteValues["name"] ?? "", model = "";
        string? code = null;
        try
        {
            ModelSlot slot = catalog.Find(name) ?? throw Problems.NoModel(name, catalog.Slots.Select(each => each.Name));
            model = slot.Name;
            if (!RequestBody.IsJson(http.Request)) throw Problems.WrongType();
            ReadOnlySequence<byte> body = await RequestBody.Read(http.Request, options).ConfigureAwait(false);
            await Answer(slot.Lease(), body, http).ConfigureAwait(false);
        }
        catch (RequestException refused)
        {
            code = refused.Problem.Code;
            throw;
        }
        catch (Exception error)
        {
            code = error.GetType().Name;
            throw;
        }
        finally
        {
            metrics.Answered(model, operation.Name, started, code);
        }
    }

    async Task Answer(ServedModel model, ReadOnlySequence<byte> body, HttpContext http)
    {
        RequestWork? work = null;
        try
        {
            work = model.Rent();
            try
            {
                Work(model, work, body, http.RequestAborted);
            }
            finally
            {
                http.Request.BodyReader.AdvanceTo(body.End);
            }

            HttpResponse response = http.Response;
            response.ContentType = "application/json";
            response.ContentLength = work.Answer.WrittenCount;
            response.Headers.CacheControl = "no-store";
            response.BodyWriter.Write(work.Answer.WrittenSpan);
            await response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            if (work is not null) model.Return(work);
            model.Release();
        }
    }

    void Work(ServedModel model, RequestWork work, in ReadOnlySequence<byte> body, CancellationToken cancellation)
    {
        if (body.IsSingleSegment) work.Read(body.FirstSpan);
        else
        {
            int length = checked((int)body.Length);
            byte[] whole = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                body.CopyTo(whole);
                work.Read(whole.AsSpan(0, length));
            }
            finally
            {
                // A later renter must not find what a customer said.
                ArrayPool<byte>.Shared.Return(whole, clearArray: true);
            }
        }

        int unknown = operation.Answer(model, work, cancellation);
        work.Writer.Flush();
        int bad = 0, last = -1;
        foreach ((int row, _) in work.Faults)
        {
            if (row != last) bad++;
            last = row;
        }

        metrics.Scored(model.Name, operation.Name, work.Count, bad, unknown);
    }
}

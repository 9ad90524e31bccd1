namespace Florin.AspNetCore;

using System.Diagnostics;
using System.Diagnostics.Metrics;

/// <summary>
/// What the service measures, named as OpenTelemetry names things. Attributes are names of models, operations and error codes: nothing that
/// a caller wrote.
/// </summary>
sealed class ServiceMetrics
{
    const string ModelName = "florin.model.name", Operation = "florin.operation", ErrorType = "error.type";

    readonly Counter<long> requests, rows, badRows, unknown, reloads;
    readonly Histogram<double> duration;

    public ServiceMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(FlorinService.MeterName, typeof(Model).Assembly.GetName().Version?.ToString(3));
        requests = meter.CreateCounter<long>("florin.requests", "{request}", "Requests to a model, by how they ended");
        rows = meter.CreateCounter<long>("florin.rows", "{row}", "Rows that were answered");
        badRows = meter.CreateCounter<long>("florin.rows.bad", "{row}", "Rows answered with an error, since a cell could not be read");
        unknown = meter.CreateCounter<long>("florin.cells.unknown", "{cell}", "Cells of a category that training did not know");
        reloads = meter.CreateCounter<long>("florin.model.reloads", "{reload}", "Model files that took the place of another, or failed to");
        duration = meter.CreateHistogram("florin.request.duration", "s", "From the request's header to the answer", advice:
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
            });
    }

    /// <summary>A request that was answered or refused; <paramref name="model"/> is empty when there is none of the name that was
    /// asked.</summary>
    public void Answered(string model, string operation, long started, string? code)
    {
        var tags = new TagList { { ModelName, model }, { Operation, operation } };
        if (code is not null) tags.Add(ErrorType, code);
        requests.Add(1, tags);
        duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
    }

    public void Scored(string model, string operation, int count, int bad, int unknownCells)
    {
        var tags = new TagList { { ModelName, model }, { Operation, operation } };
        rows.Add(count, tags);
        if (bad > 0) badRows.Add(bad, tags);
        if (unknownCells > 0) unknown.Add(unknownCells, tags);
    }

    public void Reloaded(string model, string? code)
    {
        var tags = new TagList { { ModelName, model } };
        if (code is not null) tags.Add(ErrorType, code);
        reloads.Add(1, tags);
    }
}

namespace Florin.AspNetCore;

using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>All models by name, and the look at their files.</summary>
sealed partial class ModelCatalog : BackgroundService
{
    readonly FrozenDictionary<string, ModelSlot> slots;
    readonly FlorinServiceOptions options;
    readonly ILogger<ModelCatalog> log;

    /// <summary>Loads every model.</summary>
    /// <exception cref="FlorinException">FLR0441–FLR0444, FLR1204, FLR1205, FLR1207.</exception>
    public ModelCatalog(FlorinServiceOptions options, ServiceMetrics metrics, ILogger<ModelCatalog> log)
    {
        options.Check();
        this.options = options;
        this.log = log;
        slots = options.Models.Select(file => new ModelSlot(file, options, metrics, log))
            .ToFrozenDictionary(slot => slot.Name, StringComparer.Ordinal);
        Slots = [.. options.Models.Select(file => slots[file.Name])];
    }

    /// <summary>In the order in which they were given.</summary>
    public IReadOnlyList<ModelSlot> Slots { get; }

    public ModelSlot? Find(string name) => slots.GetValueOrDefault(name);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.WatchInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                foreach (ModelSlot slot in Slots) Look(slot);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    public override void Dispose()
    {
        foreach (ModelSlot slot in Slots) slot.Close();
        base.Dispose();
    }

    void Look(ModelSlot slot)
    {
#pragma warning disable CA1031
        try
        {
            slot.Look();
        }
        catch (Exception error)
        {
            // Whatever a file does to the loader, the model that answers stays.
            Failed(log, slot.Name, error.GetType().Name);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "model {Name}: its file could not be looked at ({Kind})")]
    private static partial void Failed(ILogger log, string name, string kind);
}

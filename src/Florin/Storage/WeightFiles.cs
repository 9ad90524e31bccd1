namespace Florin;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Florin.Storage;

/// <summary>Weights as safetensors files: arrays by name, readable by every framework.</summary>
public static class WeightFiles
{
    /// <summary>Writes parameters and running statistics; an old file is replaced only when the new one is complete.</summary>
    public static void SaveWeights(this TrainedNet net, string path)
    {
        ArgumentNullException.ThrowIfNull(net);
        Safetensors.Write(path, [.. net.Arrays().Select(array => NamedTensor.Of<float>(array.Name, array.Values, [.. array.Axes]))]);
    }

    /// <summary>Reads arrays of single precision by name, for <c>FitOptions.StartWeights</c> or <c>Net.WithWeights</c>.</summary>
    /// <exception cref="FlorinException">FLR04xx: the file is not a whole safetensors file, or an array is not F32.</exception>
    public static IReadOnlyDictionary<string, float[]> Load(string path) =>
        Safetensors.Read(path).Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Values<float>().ToArray());
}

/// <summary>Keeps the newest state of a training run in one safetensors file, replaced whole.</summary>
/// <param name="path">The file.</param>
public sealed class FileCheckpoints(string path) : ICheckpoints
{
    const string Key = "florin.training";

    /// <inheritdoc/>
    public void Save(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        string header = JsonSerializer.Serialize(CheckpointHeader.Of(state), CheckpointJson.Default.CheckpointHeader);
        NamedTensor[] tensors = [.. state.Arrays.Select(array => NamedTensor.Of<float>(array.Key, array.Value, array.Value.Length))];
        Safetensors.Write(path, tensors, new Dictionary<string, string> { [Key] = header });
    }

    /// <inheritdoc/>
    public TrainingState? Load()
    {
        if (!File.Exists(path)) return null;
        TensorFile file = Safetensors.Read(path);
        if (!file.Metadata.TryGetValue(Key, out string? text)
            || JsonSerializer.Deserialize(text, CheckpointJson.Default.CheckpointHeader) is not { } header)
            throw new FlorinException("FLR0410", "the file is not a checkpoint", path, "no training state in its metadata",
                "give the file that training wrote");
        return header.State(file.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Values<float>().ToArray()));
    }
}

/// <summary>The numbers of a training state that are not arrays. Doubles are written so that they read back exactly.</summary>
sealed record CheckpointHeader(string Fingerprint, int Epoch, int Batch, double LossSum, double Carry, long Steps, string BestLoss,
    CheckpointEpoch[] History)
{
    public static CheckpointHeader Of(TrainingState state) =>
        new(state.Fingerprint, state.Epoch, state.Batch, state.LossSum, state.Carry, state.Steps,
        state.BestLoss.ToString("R", CultureInfo.InvariantCulture),
        [.. state.History.Select(epoch => new CheckpointEpoch(epoch.Number, epoch.Of, epoch.Loss, epoch.ValidationLoss, epoch.LearningRate,
            epoch.Best, epoch.Elapsed.Ticks))]);

    public TrainingState State(IReadOnlyDictionary<string, float[]> arrays) => new(Fingerprint, Epoch, Batch, LossSum, Carry, Steps,
        [.. History.Select(epoch => new Epoch(epoch.Number, epoch.Of, epoch.Loss, epoch.ValidationLoss, epoch.LearningRate,
            epoch.Best) { Elapsed = new TimeSpan(epoch.Ticks) })],
        arrays)
    {
        // As text, because JSON has no infinity: before the first validation the best loss is infinite.
        BestLoss = double.Parse(BestLoss, CultureInfo.InvariantCulture),
    };
}

sealed record CheckpointEpoch(int Number, int Of, double Loss, double? ValidationLoss, double LearningRate, bool Best, long Ticks);

[JsonSerializable(typeof(CheckpointHeader))]
sealed partial class CheckpointJson : JsonSerializerContext;

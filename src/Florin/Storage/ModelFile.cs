namespace Florin;

using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Florin.Storage;

/// <summary>
/// A model as one file: a zip of <c>card.json</c>, <c>net.json</c>, <c>features.json</c>, <c>reference.json</c>, <c>baseline.json</c>,
/// <c>policy.json</c>, <c>weights.safetensors</c> and <c>probes.csv</c>.
/// Loading runs no code, checks sizes before it allocates, verifies hashes and scores the probes again. The same model gives the same
/// bytes.
/// </summary>
public static class ModelFile
{
    const string CardPart = "card.json", NetPart = "net.json", FeaturePart = "features.json", WeightPart = "weights.safetensors",
        ProbePart = "probes.csv", ReferencePart = "reference.json", BaselinePart = "baseline.json",
        PolicyPart = "policy.json";

    const long LargestPart = 512L << 20;

    static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the model; an old file is replaced only when the new one is complete.</summary>
    public static void Save(this Model model, string path, string name, string recipe = "")
    {
        ArgumentNullException.ThrowIfNull(model);
        AtomicFile.Write(path, stream => Write(model, stream, name, recipe));
    }

    /// <summary>Writes the model to a stream.</summary>
    public static void Save(this Model model, Stream stream, string name, string recipe = "")
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        Write(model, stream, name, recipe);
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="FlorinException">FLR0441: not a model file; FLR0442: a part is missing, too large or altered; FLR0443: written by a
    /// later version; FLR0444: the probes score otherwise.</exception>
    public static Model Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FlorinException("FLR0441", "the model file cannot be read", path, error.Message, "give the path of a .florin file",
                error);
        }

        return Load(bytes, path);
    }

    /// <summary>Reads a model from memory; <paramref name="place"/> names it in errors.</summary>
    public static Model Load(byte[] bytes, string place) => Load(bytes, place, out _);

    /// <summary>Reads a model from memory, and what its file says of itself.</summary>
    public static Model Load(byte[] bytes, string place, out ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        (card, Dictionary<string, byte[]> parts) = Open(bytes, place);
        Model model;
        try
        {
            model = Built(card, parts, place);
        }
        catch (FlorinException error) when (error.Code != "FLR0442")
        {
            throw new FlorinException("FLR0442", "a part of the model file cannot be used", place, error.Message, Again, error);
        }

        CheckProbes(model, card, parts[ProbePart], place);
        return model;
    }

    const string Again = "take the file again from where it was made; do not use this copy";

    static void Write(Model model, Stream stream, string name, string recipe)
    {
        Table probes = Probes.For(model.Features);
        var parts = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [NetPart] = Encoding.UTF8.GetBytes(NetJson.Write(model.Nets[0].Net)),
            [FeaturePart] = Encoding.UTF8.GetBytes(model.Features.ToJson()),
            [WeightPart] = WeightBytes(model),
            [ProbePart] = Csv(probes),
            [ReferencePart] = OptionalParts.Write(model.Reference),
            [BaselinePart] = OptionalParts.Write(model.Baseline),
            [PolicyPart] = Encoding.UTF8.GetBytes(model.Policy ?? "null"),
        };
        Table read = Table.ReadCsvBatches(new MemoryStream(parts[ProbePart]), model.Features.Columns, Probes.Rows).Single().Table;
        var card = new ModelCard
        {
            Format = ModelCard.CurrentFormat,
            Florin = typeof(Model).Assembly.GetName().Version!.ToString(3),
            Name = name,
            Recipe = recipe,
            Network = model.Network,
            Target = model.Target,
            Id = model.Id,
            Reading = model.Reading,
            Nets = model.Nets.Length,
            Parameters = model.ParameterCount,
            Calibration = model.Calibration,
            Balance = model.Balance,
            ProbeScores = [.. model.Score(model.Features.Encode(read))],
            Parts = parts.ToImmutableSortedDictionary(part => part.Key, part => Convert.ToHexString(SHA256.HashData(part.Value)),
                StringComparer.Ordinal),
        };
        parts[CardPart] = JsonSerializer.SerializeToUtf8Bytes(card, ModelCardJson.Default.ModelCard);
        Zip(parts, stream);
    }

    /// <summary>In the order of their names and without a clock: the same parts make the same bytes.</summary>
    static void Zip(SortedDictionary<string, byte[]> parts, Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string part, byte[] content) in parts)
        {
            ZipArchiveEntry entry = zip.CreateEntry(part, CompressionLevel.Optimal);
            entry.LastWriteTime = NoTime;
            using Stream target = entry.Open();
            target.Write(content);
        }
    }

    static byte[] WeightBytes(Model model)
    {
        using var memory = new MemoryStream();
        Safetensors.Write(memory, [.. model.Nets.SelectMany((net, i) => net.Arrays().Select(array =>
            NamedTensor.Of<float>(FormattableString.Invariant($"net{i}.{array.Name}"), array.Values, [.. array.Axes])))]);
        return memory.ToArray();
    }

    static byte[] Csv(Table table)
    {
        using var memory = new MemoryStream();
        table.WriteCsv(memory);
        return memory.ToArray();
    }

    static (ModelCard Card, Dictionary<string, byte[]> Parts) Open(byte[] bytes, string place)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            ModelCard card = JsonSerializer.Deserialize(Part(zip, CardPart, place), ModelCardJson.Default.ModelCard)!;
            if (card.Format > ModelCard.CurrentFormat)
                throw new FlorinException("FLR0443", "a later version of Florin wrote the model file", place,
                    FormattableString.Invariant($"format {card.Format}, this version reads up to {ModelCard.CurrentFormat}"),
                        "use that version");
            var parts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (string name in (ReadOnlySpan<string>)[NetPart, FeaturePart, WeightPart, ProbePart, ReferencePart, BaselinePart,
                PolicyPart])
            {
                parts[name] = Part(zip, name, place);
                if (!card.Parts.TryGetValue(name, out string? hash) || hash != Convert.ToHexString(SHA256.HashData(parts[name])))
                    throw Altered(place, $"{name} is not what card.json says");
            }

            return (card, parts);
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or NotSupportedException or EndOfStreamException)
        {
            throw new FlorinException("FLR0441", "this is not a whole model file", place, error.Message.Split('\n')[0], Again, error);
        }
    }

    static byte[] Part(ZipArchive zip, string name, string place)
    {
        ZipArchiveEntry entry = zip.GetEntry(name) ?? throw Altered(place, $"{name} is missing");
        if (entry.Length > LargestPart) throw Altered(place, FormattableString.Invariant($"{name} claims {entry.Length} bytes"));
        byte[] content = new byte[entry.Length];
        using Stream source = entry.Open();
        source.ReadExactly(content);
        return content;
    }

    static Model Built(ModelCard card, Dictionary<string, byte[]> parts, string place)
    {
        FittedFeatures features = FittedFeatures.FromJson(Encoding.UTF8.GetString(parts[FeaturePart]));
        Net net = NetJson.Read(Encoding.UTF8.GetString(parts[NetPart]));
        TensorFile weights = Safetensors.Read(new MemoryStream(parts[WeightPart], writable: false));
        if (card.Nets is < 1 or > 1000) throw Altered(place, FormattableString.Invariant($"card.json says {card.Nets} nets"));
        ImmutableArray<TrainedNet> nets = [.. Enumerable.Range(0, card.Nets).Select(i =>
        {
            string prefix = FormattableString.Invariant($"net{i}.");
            Dictionary<string, float[]> arrays = weights.Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
                .ToDictionary(tensor => tensor.Name[prefix.Length..], tensor => tensor.Values<float>().ToArray());
            return net.WithWeights(InputShape.Of(features.Width), arrays, card.Target.Loss);
        })];
        return new Model(card.Target, card.Network, features, nets,
            card.Calibration, card.Balance)
        {
            Id = card.Id,
            Reading = card.Reading,
            Reference = OptionalParts.Reference(parts[ReferencePart], ReferencePart, features),
            Baseline = OptionalParts.Baseline(parts[BaselinePart], BaselinePart, features),
            Policy = OptionalParts.Policy(parts[PolicyPart], PolicyPart),
        };
    }

    static void CheckProbes(Model model, ModelCard card, byte[] probes, string place)
    {
        Table table = Table.ReadCsvBatches(new MemoryStream(probes), model.Features.Columns, Probes.Rows).Single().Table;
        if (!model.Score(model.Features.Encode(table)).SequenceEqual(card.ProbeScores))
            throw new FlorinException("FLR0444", "the model does not score its probes as when it was written", place,
                FormattableString.Invariant($"{table.RowCount} probes"),
                "the file was made on another kind of processor or was altered; train the model again from its plan");
    }

    static FlorinException Altered(string place, string found) =>
        new("FLR0442", "a part of the model file is missing or altered", place, found, Again);
}

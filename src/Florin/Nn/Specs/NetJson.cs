namespace Florin;

using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>Nets and losses as JSON: data only. A <c>kind</c> names one of Florin's records, never a class to load.</summary>
public static class NetJson
{
    const int Deepest = 32;

    /// <summary>The net as JSON; <see cref="Read"/> gives back an equal net.</summary>
    /// <exception cref="FlorinException">FLR0421: the net is a function; FLR0422: it has a layer that is not one of Florin's.</exception>
    public static string Write(Net net)
    {
        ArgumentNullException.ThrowIfNull(net);
        if (net.IsFunction)
            throw new FlorinException("FLR0421", "a net made by Net.From is code: no file can hold it",
                fix: "write the net as a list of layers, or keep the code and store the weights alone");
        try
        {
            return JsonSerializer.Serialize(new NetSpec(net.Layers, net.Input), SpecJson.Default.NetSpec);
        }
        catch (NotSupportedException error)
        {
            throw new FlorinException("FLR0422", "a layer of your own is code: no file can hold it", found: error.Message.Split('.')[0],
                fix: "use Florin's layers, or keep the code and store the weights alone", inner: error);
        }
    }

    /// <summary>The net that JSON describes. Members left out have their defaults.</summary>
    /// <exception cref="FlorinException">FLR0423: not JSON, an unknown kind or member, a member twice or of the wrong type.</exception>
    public static Net Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        NetSpec spec = Parsed(json, node => node.Deserialize(SpecJson.Default.NetSpec)!);
        return Net.Create(spec.Layers.Span) with { Input = spec.Input };
    }

    /// <summary>The loss as JSON, such as <c>{"kind": "huber", "delta": 1.5}</c>.</summary>
    /// <exception cref="FlorinException">FLR0421: the loss is a function.</exception>
    public static string Write(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return LossForm.Write(loss).ToJsonString();
    }

    /// <summary>The loss that JSON describes.</summary>
    /// <exception cref="FlorinException">FLR0423: as for a net; FLR0103: a setting out of its range.</exception>
    public static Loss ReadLoss(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parsed(json, LossForm.Read);
    }

    static T Parsed<T>(string json, Func<JsonNode, T> read)
    {
        try
        {
            var document = new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false };
            JsonNode node = JsonNode.Parse(json, documentOptions: document) ?? throw new JsonException("null");
            SpecJson.Complete(node);
            return read(node);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            throw new FlorinException("FLR0423", "this JSON describes no net or loss", (error as JsonException)?.Path,
                error.Message.Split(" Path:")[0],
                "check names and types against what Write gives", error);
        }
    }
}

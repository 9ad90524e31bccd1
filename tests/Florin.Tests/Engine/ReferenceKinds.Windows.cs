namespace Florin.Tests;

using System.Text.Json;

/// <content>Convolutions and pools.</content>
static partial class ReferenceKinds
{
    /// <summary>A convolution or pool, or null for another kind.</summary>
    public static Layer? Windows(string kind, JsonElement options)
    {
        int Whole(string name) => (int)Reference.Option(options, name, 0);
        EquatableArray<int> Pair(string name) => [.. options.GetProperty(name).EnumerateArray().Select(each => each.GetInt32())];
        T Choice<T>(string name)
            where T : struct, Enum => Enum.Parse<T>(options.GetProperty(name).GetString()!, ignoreCase: true);
        return kind switch
        {
            "conv1D" => new Conv1D(Whole("filters"), Whole("kernel"), Whole("stride"), Choice<Padding>("padding"), Whole("dilation"),
                Whole("groups"), Choice<Activation>("activation")),
            "conv2D" => new Conv2D(Whole("filters"), Pair("kernel"), Pair("stride"), Choice<Padding>("padding"), Pair("dilation"),
                Whole("groups"), Choice<Activation>("activation")),
            "maxPool1D" => new MaxPool1D(Whole("window"), Whole("stride")),
            "maxPool2D" => new MaxPool2D(Pair("window"), Pair("stride")),
            "averagePool1D" => new AveragePool1D(Whole("window"), Whole("stride")),
            "averagePool2D" => new AveragePool2D(Pair("window"), Pair("stride")),
            "globalAveragePool" => new GlobalAveragePool(),
            "globalMaxPool" => new GlobalMaxPool(),
            _ => null,
        };
    }
}

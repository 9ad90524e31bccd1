namespace Florin.Tests;

using System.Text.Json;

/// <content>Attention and the layers of tables.</content>
static partial class ReferenceKinds
{
    /// <summary>A layer of attention, position or tables, or null for another kind.</summary>
    static Layer? Tabular(string kind, JsonElement options)
    {
        int Whole(string name) => (int)Reference.Option(options, name, 0);
        Activation activation = Choice(options, Activation.None);
        return kind switch
        {
            "layerNorm" => new LayerNorm(Reference.Option(options, "epsilon", 0)),
            "multiHeadAttention" => new MultiHeadAttention(Whole("heads"), Reference.Flag(options, "causal")),
            "transformerBlock" => new TransformerBlock(Whole("heads"), Whole("feedForward"), activation,
                Reference.Flag(options, "preNorm"), Causal: Reference.Flag(options, "causal")),
            "sinusoidalPosition" => new PositionalEncoding(),
            "learnedPosition" => new LearnedPosition(),
            "featureTokenizer" => new FeatureTokenizer(Whole("units")),
            "classToken" => new ClassToken(),
            "piecewiseLinear" =>
                new PiecewiseLinear(Whole("units"), Edges: [.. options.GetProperty("edges").EnumerateArray().Select(Edges)]),
            "periodic" => new Periodic(Whole("units"), Whole("frequencies")),
            "pbld" => new Pbld(Whole("units"), Whole("frequencies")),
            "members" => new Members(Whole("members")),
            "batchEnsemble" => new BatchEnsemble(Whole("units"), activation),
            "memberDense" => new MemberDense(Whole("units"), activation),
            "ntkDense" => new NtkDense(Whole("units"), activation),
            "frontScale" => new FrontScale(),
            "parametricActivation" => new ParametricActivation(activation),
            "pRelu" => new PRelu(),
            _ => null,
        };
    }

    static EquatableArray<double> Edges(JsonElement edges) => [.. edges.EnumerateArray().Select(edge => edge.GetDouble())];

    static Activation Choice(JsonElement options, Activation otherwise) => options.TryGetProperty("activation", out JsonElement name)
        ? Enum.Parse<Activation>(name.GetString()!, ignoreCase: true) : otherwise;
}

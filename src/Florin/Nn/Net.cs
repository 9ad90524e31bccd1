namespace Florin;

using System.Collections;
using System.Runtime.CompilerServices;
using Florin.Graph;

/// <summary>A network before it has learned anything: a list of layers, or a function from input to output. Immutable.</summary>
/// <example><code>Net net = [new Dense(128, Activation.Relu), new Dense(1)];</code></example>
[CollectionBuilder(typeof(Net), nameof(Create))]
public sealed partial record Net : IEnumerable<Layer>
{
    readonly Func<NetInput, Node>? function;

    Net(EquatableArray<Layer> layers, Func<NetInput, Node>? function)
    {
        Layers = layers;
        this.function = function;
    }

    /// <summary>The layers, first to last; empty for a net made by <see cref="From"/>.</summary>
    public EquatableArray<Layer> Layers { get; }

    /// <summary>The extent of a row, when the net was told; needed only to count parameters before training.</summary>
    public InputShape? Input { get; init; }

    /// <summary>A net of layers in order.</summary>
    public static Net Create(ReadOnlySpan<Layer> layers)
    {
        foreach (Layer layer in layers) ArgumentNullException.ThrowIfNull(layer, nameof(layers));
        return new Net(EquatableArray.Create(layers), null);
    }

    /// <summary>
    /// A net that branches or reads categories: the function builds the output from the
    /// input. It is called once for training, once for prediction.
    /// </summary>
    public static Net From(Func<NetInput, Node> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return new Net([], build);
    }

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => Layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool IsFunction => function is not null;

    /// <summary>Builds the output; a net of no layers gives back its input.</summary>
    internal Node Build(NetInput input)
    {
        if (function is not null) return function(input);
        Node x = input.Main;
        foreach (Layer layer in Layers) x = layer.Apply(x);
        return x;
    }
}

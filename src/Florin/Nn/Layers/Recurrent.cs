namespace Florin;

using Florin.Graph;

/// <summary>What a recurrent layer gives.</summary>
public enum Returns
{
    /// <summary>The state after each row's last step: [batch, units].</summary>
    Last,

    /// <summary>The state after every step: [batch, time, units], 0 past a row's end.</summary>
    Sequence,
}

/// <summary>Elman (1990), h' = tanh(x W + h U + b): [batch, time, features] → [batch, Units] or [batch, time, Units].</summary>
/// <param name="Units">Numbers of the state, at least 1; the output has twice as many when bidirectional.</param>
/// <param name="Layers">Recurrent layers one on the other, at least 1.</param>
/// <param name="Bidirectional">Whether each layer also walks from a row's last step to its first; the states stand side by side.</param>
/// <param name="Returns">The last state (default) or all.</param>
/// <remarks>
/// <c>inputWeight</c> [features, units], <c>stateWeight</c> [units, units], <c>inputBias</c> and <c>stateBias</c> [units] start uniform in
/// ±1/sqrt(units), as in PyTorch. Rows with lengths of their own stop there; what stands behind does not matter.
/// </remarks>
public sealed record SimpleRnn(int Units, int Layers = 1, bool Bidirectional = false, Returns Returns = Returns.Last) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => RecurrentStack.Build(CellKind.Simple, x, Units, Layers, Bidirectional, Returns);
}

/// <summary>
/// Hochreiter and Schmidhuber (1997) with forget gates: [batch, time, features] → [batch, Units], or [batch, time, Units].
/// </summary>
/// <param name="Units">Numbers of the state, at least 1; the output has twice as many when bidirectional.</param>
/// <param name="Layers">Recurrent layers one on the other, at least 1.</param>
/// <param name="Bidirectional">Whether each layer also walks from a row's last step to its first; the states stand side by side.</param>
/// <param name="Returns">The last state (default) or all.</param>
/// <remarks>
/// Gates i, f, g, o stand side by side in <c>inputWeight</c> [features, 4 units], <c>stateWeight</c> [units, 4 units], <c>inputBias</c> and
/// <c>stateBias</c> [4 units]; all start uniform in ±1/sqrt(units). There are two biases because Adam moves their sum at twice the rate.
/// </remarks>
public sealed record Lstm(int Units, int Layers = 1, bool Bidirectional = false, Returns Returns = Returns.Last) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => RecurrentStack.Build(CellKind.Lstm, x, Units, Layers, Bidirectional, Returns);
}

/// <summary>Cho et al. (2014), reset after the product: [batch, time, features] → [batch, Units] or [batch, time, Units].</summary>
/// <param name="Units">Numbers of the state, at least 1; the output has twice as many when bidirectional.</param>
/// <param name="Layers">Recurrent layers one on the other, at least 1.</param>
/// <param name="Bidirectional">Whether each layer also walks from a row's last step to its first; the states stand side by side.</param>
/// <param name="Returns">The last state (default) or all.</param>
/// <remarks>
/// Gates r, z, n stand side by side in <c>inputWeight</c> [features, 3 units], <c>stateWeight</c> [units, 3 units], <c>inputBias</c> and
/// <c>stateBias</c> [3 units]; all start uniform in ±1/sqrt(units).
/// </remarks>
public sealed record Gru(int Units, int Layers = 1, bool Bidirectional = false, Returns Returns = Returns.Last) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x) => RecurrentStack.Build(CellKind.Gru, x, Units, Layers, Bidirectional, Returns);
}

/// <summary>Recurrent layers one on the other, in one direction or both.</summary>
static class RecurrentStack
{
    public static Node Build(CellKind kind, Node x, int units, int layers, bool bidirectional, Returns returns)
    {
        string path = x.Builder.Path;
        if (units < 1) throw GraphErrors.Argument(path, "a recurrent layer needs at least one unit", units, "give Units of 1 or more");
        if (layers < 1) throw GraphErrors.Argument(path, "a recurrent stack needs at least one layer", layers, "give Layers of 1 or more");
        if (x.Shape.Rank != 2 || x.Shape.Size == 0)
            throw GraphErrors.Shape(x, "a recurrent layer reads [batch, time, features]", x.Shape, "give sequences, or reshape");
        x = Expand.ToRows(x);
        for (int layer = 1; layer <= layers; layer++)
        {
            bool sequence = layer < layers || returns == Returns.Sequence;
            string prefix = layers == 1 && !bidirectional ? "" : $"layer{layer}.";
            Node forward = Walk(kind, x, units, prefix, (false, sequence));
            x = bidirectional ? forward.Concat(Walk(kind, x, units, prefix + "reverse.", (true, sequence))) : forward;
        }

        return x;
    }

    static Node Walk(CellKind kind, Node x, int units, string prefix, (bool Reverse, bool Sequence) way)
    {
        Node? lengths = x.Builder.Lengths is { } known && known.Steps == x.Shape[0] ? known.Node : null;
        var form = new RecurrentForm(kind, x.Shape[0], x.Shape[1], units, way.Reverse, lengths is not null, way.Sequence);
        Init init = Init.FanIn(units);
        int columns = form.Gates * units;
        Node[] weights =
        [
            x.Parameter(prefix + "inputWeight", init, form.Features, columns), x.Parameter(prefix + "stateWeight", init, units, columns),
            x.Parameter(prefix + "inputBias", init, columns), x.Parameter(prefix + "stateBias", init, columns),
        ];
        return Recurrence.Of(form, x, weights, lengths);
    }
}

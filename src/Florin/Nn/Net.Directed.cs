namespace Florin;

/// <content>Nets whose answer to a feature has a direction, or can be drawn.</content>
public sealed partial record Net
{
    /// <summary>
    /// A net that never falls when some features rise, and never rises when others rise: a free net of the other features joins piecewise
    /// linear embeddings of these in layers without negative weights. [batch, features] → [batch, 1].
    /// </summary>
    /// <param name="directions">Of each feature 1 (never falls), -1 (never rises) or 0 (free).</param>
    /// <param name="amounts">Of each feature, whether it is an amount, or else a yes or no, which needs no embedding; null: all are
    /// amounts.</param>
    /// <param name="units">Units of each hidden layer. Default 128.</param>
    /// <param name="layers">Hidden layers that join both. Default 1.</param>
    /// <param name="dropout">Rate after each hidden layer, in [0, 1). Default 0.1.</param>
    public static Net Monotone(IReadOnlyList<int> directions, IReadOnlyList<bool>? amounts = null, int units = 128, int layers = 1,
        double dropout = 0.1)
    {
        const int Width = 16;
        int[] free = Places(directions, direction => direction == 0), bound = Places(directions, direction => direction != 0);
        bool[] kinds = [.. free.Select(place => amounts?[place] ?? true)];
        List<Layer> list =
        [
            .. Beside(directions.Count,
                (free, [.. Embedded(new PiecewiseLinear(Width) { Decay = false }, kinds), new Dense(units, Activation.Relu),
                    new Dropout(dropout), new Dense(units)]),
                (bound, [Bound(Width, directions, bound), new Flatten()])),
        ];
        for (int layer = 0; layer < layers; layer++) list.AddRange([new MonotoneDense(units), new Dropout(dropout)]);
        return [.. list, new MonotoneDense(1, Bent: false)];
    }

    /// <summary>
    /// A net that is a sum of one small net for each feature, and for each pair or group of them that is given, so that each can be drawn:
    /// [batch, features] → [batch, 1]. The sum reads one number for each feature, then one for each group.
    /// </summary>
    /// <param name="directions">Of each feature 1 (never falls), -1 (never rises) or 0 (free).</param>
    /// <param name="amounts">Of each feature, whether it is an amount, or else a yes or no, which has one weight; null: all are
    /// amounts.</param>
    /// <param name="units">Units of the small nets. Default 16.</param>
    /// <param name="groups">Places of features that have a small net together, which keeps the directions too; null: none.</param>
    public static Net Additive(IReadOnlyList<int> directions, IReadOnlyList<bool>? amounts = null, int units = 16,
        IReadOnlyList<int[]>? groups = null)
    {
        (int[] curved, int[] plain, int[] bound) = Terms(directions, amounts);
        return
        [
            .. Beside(directions.Count,
            [
                (curved, [new PiecewiseLinear(units) { Decay = false }, new Activate(Activation.Relu), new MemberDense(1), new Flatten()]),
                (plain, [new FrontScale(0)]),
                (bound, [Bound(1, directions, bound), new Flatten()]),
                .. (groups ?? []).Select(places => (places, Together([.. places.Select(place => directions[place])],
                    [.. places.Select(place => amounts?[place] ?? true)], units))),
            ]),
            new SumFeatures(),
        ];
    }

    /// <summary>One number of several features, which begins at or near 0 (the whole begins as a sum of curves) and grows fast.</summary>
    static Layer[] Together(int[] directions, bool[] amounts, int units) => Array.TrueForAll(directions, direction => direction == 0)
        ? [.. Embedded(new PiecewiseLinear(8, 16) { Decay = false }, amounts), new Dense(units, Activation.Relu), new Dense(1),
            new FrontScale(0) { LearningRate = 5 }]
        : [.. Monotone(directions, amounts, units, dropout: 0),
            new PiecewiseLinear(1, Edges: [[0, 1]], Directions: [1]) { Decay = false, LearningRate = 5 }, new Flatten()];

    static (int[] Curved, int[] Plain, int[] Bound) Terms(IReadOnlyList<int> directions, IReadOnlyList<bool>? amounts)
    {
        int[] free = Places(directions, direction => direction == 0);
        return ([.. free.Where(place => amounts?[place] ?? true)], [.. free.Where(place => !(amounts?[place] ?? true))],
            Places(directions, direction => direction != 0));
    }

    static int[] Places(IReadOnlyList<int> directions, Func<int, bool> chosen) =>
        [.. Enumerable.Range(0, directions.Count).Where(place => chosen(directions[place]))];

    static PiecewiseLinear Bound(int width, IReadOnlyList<int> directions, int[] places) =>
        new(width, Directions: [.. places.Select(place => Math.Sign(directions[place]))]) { Decay = false };

    /// <summary>Lists of layers, each for some of the features; those for none are left out.</summary>
    static Layer[] Beside(int features, params (int[] Places, Layer[] Layers)[] lists)
    {
        lists = [.. lists.Where(list => list.Places.Length > 0)];
        return lists is [var only] && only.Places.Length == features ? only.Layers
            : [new Branches([.. lists.Select(list => (EquatableArray<Layer>)[new SelectFeatures([.. list.Places]), .. list.Layers])])];
    }
}

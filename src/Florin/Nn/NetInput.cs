namespace Florin;

using System.Text.Json.Serialization;
using Florin.Graph;

/// <summary>What a net reads: numbers, categories, and how long each row's sequence is.</summary>
public sealed class NetInput
{
    readonly GraphBuilder builder;
    readonly InputShape shape;

    internal NetInput(GraphBuilder builder, InputShape shape)
    {
        this.builder = builder;
        this.shape = shape;
        if (shape.HasLengths) builder.Lengths = (Input("lengths", 1), shape.Numbers!.Value[0]);
    }

    /// <summary>Numbers: [batch, features], [batch, time, features] or [batch, height, width, channels].</summary>
    public Node Numbers => shape.Numbers is { } axes
        ? Input("numbers", axes.Span.ToArray())
        : throw new FlorinException("FLR0201", "the net reads numbers, the examples have none", "input.Numbers",
            fix: "give numbers to Examples, or build from input.Categories");

    /// <summary>Category codes, a column for each: [batch, columns]. Code 0 is the unknown.</summary>
    public Node Categories => shape.Levels.Count > 0
        ? Input("categories", shape.Levels.Count)
        : throw new FlorinException("FLR0202", "the net reads categories, the examples have none", "input.Categories",
            fix: "give categories to Examples, or build from input.Numbers");

    /// <summary>Levels of each category column, the unknown not counted: codes run from 0 to this number.</summary>
    public EquatableArray<int> Levels => shape.Levels;

    /// <summary>Every category column as a learned vector, side by side: [batch, widths].</summary>
    /// <param name="maxWidth">The widest vector; a column of n levels gets min(maxWidth, (n + 3) / 2).</param>
    public Node Embed(int maxWidth = 16)
    {
        Node codes = Categories;
        var parts = new List<Node>();
        for (int column = 0; column < Levels.Count; column++)
        {
            int width = Math.Min(maxWidth, (Levels[column] + 3) / 2);
            parts.Add(new Embedding(Levels[column], width).Apply(codes.Slice(0, column, 1)).Flatten());
        }

        return parts[0].Concat([.. parts.Skip(1)]);
    }

    /// <summary>What a list of layers begins with: the numbers, else the categories.</summary>
    internal Node Main => shape.Numbers is null ? Categories : Numbers;

    Node Input(string name, params int[] axes) => builder.Add(new InputSource(name), [], Shape.Rows(axes));
}

/// <summary>The extents of what a net reads, the batch left out.</summary>
/// <param name="Numbers">Axes of a row of numbers, or null when there are none.</param>
/// <param name="Levels">Levels of each category column.</param>
/// <param name="HasLengths">Whether rows have sequences of their own lengths along the first axis.</param>
public sealed record InputShape(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] EquatableArray<int>? Numbers,
    EquatableArray<int> Levels = default,
    bool HasLengths = false)
{
    /// <summary>Rows of numbers with these axes.</summary>
    public static InputShape Of(params int[] axes) => new(EquatableArray.Create<int>(axes));

    /// <summary>As users read it: <c>[batch, 60, 20]</c>.</summary>
    public override string ToString()
    {
        string numbers = Numbers is { } axes ? Shape.Rows(axes.Span.ToArray()).ToString() : "no numbers";
        return Levels.Count == 0 ? numbers : $"{numbers} and {Levels.Count} categories";
    }
}

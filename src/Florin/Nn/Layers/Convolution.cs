namespace Florin;

using Florin.Graph;

/// <summary>Filters that walk along time (LeCun et al. 1989): [batch, time, features] → [batch, steps, Filters].</summary>
/// <param name="Filters">Outputs of a step, at least 1.</param>
/// <param name="Kernel">Steps that a filter reads, at least 1.</param>
/// <param name="Stride">Steps between windows. Default 1.</param>
/// <param name="Padding">What stands beside the sequence. Default nothing.</param>
/// <param name="Dilation">Steps between the steps that a filter reads. Default 1.</param>
/// <param name="Groups">Features and filters in that many groups, which do not see each other. Default 1.</param>
/// <param name="Activation">Applied to the output; none by default.</param>
/// <param name="Bias">Whether a number is added for each filter. Default true.</param>
/// <remarks>
/// <c>weight</c> [kernel, features / groups, filters] and <c>bias</c> [filters] start uniform in ±1/sqrt(kernel · features / groups), as in
/// PyTorch. Where rows have lengths of their own, steps past the end count as zeros and time must keep its extent.
/// </remarks>
public sealed record Conv1D(int Filters, int Kernel, int Stride = 1, Padding Padding = Padding.Valid, int Dilation = 1, int Groups = 1,
    Activation Activation = Activation.None, bool Bias = true) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        WindowForm windows = WindowForm.Of(x, [(Kernel, Stride, Dilation)], Padding);
        return Convolutions.Build(x, windows, (Filters, Groups), Activation, Bias);
    }
}

/// <summary>Filters that walk over a plane: [batch, height, width, channels] → [batch, rows, columns, Filters].</summary>
/// <param name="Filters">Outputs of a place, at least 1.</param>
/// <param name="Kernel">Height and width of a filter, such as <c>[3, 3]</c>; one number for both.</param>
/// <param name="Stride">Places between windows, down and across; one number for both. Default 1.</param>
/// <param name="Padding">What stands beside the plane. Default nothing.</param>
/// <param name="Dilation">Places between those that a filter reads, down and across; one number for both. Default 1.</param>
/// <param name="Groups">Channels and filters in that many groups, which do not see each other. Default 1.</param>
/// <param name="Activation">Applied to the output; none by default.</param>
/// <param name="Bias">Whether a number is added for each filter. Default true.</param>
/// <remarks>
/// <c>weight</c> [height, width, channels / groups, filters] and <c>bias</c> [filters] start uniform in ±1/sqrt(height · width · channels /
/// groups), as in PyTorch.
/// </remarks>
public sealed record Conv2D(int Filters, EquatableArray<int> Kernel, EquatableArray<int> Stride = default, Padding Padding = Padding.Valid,
    EquatableArray<int> Dilation = default, int Groups = 1, Activation Activation = Activation.None, bool Bias = true) : Layer
{
    /// <inheritdoc/>
    public override Node Build(Node x)
    {
        var (kernel, stride, dilation) = (Plane.Pair(x, Kernel), Plane.Pair(x, Stride, 1), Plane.Pair(x, Dilation, 1));
        WindowForm windows = WindowForm.Of(x, [(kernel.Down, stride.Down, dilation.Down), (kernel.Across, stride.Across, dilation.Across)],
            Padding);
        return Convolutions.Build(x, windows, (Filters, Groups), Activation, Bias);
    }
}

/// <summary>Two numbers for a plane.</summary>
static class Plane
{
    /// <summary>Down and across, from two numbers, one for both, or none.</summary>
    public static (int Down, int Across) Pair(Node x, EquatableArray<int> given, int standard = 0) => given.Count switch
    {
        0 => (standard, standard),
        <= 2 => (given[0], given[^1]),
        _ => throw GraphErrors.Argument(x.Builder.Path, "a plane has two axes", given, "give two numbers, or one for both"),
    };
}

/// <summary>What convolutions along one and two axes share.</summary>
static class Convolutions
{
    public static Node Build(Node x, WindowForm windows, (int Filters, int Groups) size, Activation activation, bool bias)
    {
        var (filters, groups) = size;
        if (filters < 1 || groups < 1 || x.Width % groups != 0 || filters % groups != 0)
            throw GraphErrors.Argument(x.Builder.Path, $"filters, and the {x.Width} channels, are a multiple of the groups",
                $"{filters} filters, {groups} groups",
                "change Filters or Groups");
        CheckTime(x, windows.Across);
        var form = new ConvolutionForm(windows, filters, groups);
        Init init = Init.FanIn(form.Depth);
        int[] kernel = x.Shape.Rank == 2 ? [windows.Across.Window] : [windows.Down.Window, windows.Across.Window];
        Node weight = x.Parameter("weight", init, [.. kernel, form.Channels, filters]);
        return Convolution.Of(form, WithinLengths.Of(x), weight, bias ? x.Parameter("bias", init, filters) : null, activation);
    }

    /// <summary>Lengths of rows count steps of the input: nobody could say how long a row is after time became shorter.</summary>
    public static void CheckTime(Node x, WindowAxis axis)
    {
        if (x.Shape.Rank == 2 && x.Builder.Lengths is { } known && known.Steps == axis.Extent && axis.Count != axis.Extent)
            throw GraphErrors.Shape(x, "where rows have lengths of their own, time must keep its extent", x.Shape,
                "use stride 1 with Padding.Same or Padding.Causal, or give no lengths");
    }
}

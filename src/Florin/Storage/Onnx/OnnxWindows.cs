namespace Florin.Storage.Onnx;

using Florin.Graph;

/// <summary>
/// What walks over windows. ONNX has channels first: values are turned and turned back. A sequence is a plane of height 1.
/// </summary>
static class OnnxWindows
{
    public static string Convolution(OnnxGraph graph, Operation self, Convolution op)
    {
        ConvolutionForm form = op.Form;
        WindowAxis down = form.Windows.Down, across = form.Windows.Across;
        string weight = graph[self.Sources[1]];
        Shape split = Shape.Fixed(form.Groups, down.Window, across.Window, form.Channels, form.Units);
        weight = OnnxViews.Transpose(graph, OnnxViews.Reshape(graph, weight, split), 0, 4, 3, 1, 2);
        weight = OnnxViews.Reshape(graph, weight, Shape.Fixed(form.Filters, form.Channels, down.Window, across.Window));
        string x = First(graph, graph[self.Sources[0]], form.Windows);
        string y = graph.Add("Conv", op.Bias ? [x, weight, graph[self.Sources[2]]] : [x, weight],
        [
            OnnxForm.Attribute("group", form.Groups), OnnxForm.Attribute("dilations", down.Dilation, across.Dilation),
            .. Walk(form.Windows), OnnxForm.Attribute("pads", down.Before, across.Before, After(down), After(across)),
        ]);
        return OnnxElements.Activation(graph, Last(graph, y, self), op.Activation);
    }

    public static string Pool(OnnxGraph graph, Operation self, Pool op) =>
        Last(graph, graph.Add(op.Name, [First(graph, graph[self.Sources[0]], op.Form)], Walk(op.Form)), self);

    public static string WithinLengths(OnnxGraph graph, Operation self, WithinLengths op)
    {
        string inside = OnnxMask.Inside(graph, self.Sources[1], op.Steps);
        Shape shape = self.Outputs[0].Shape;
        if (shape.Rank > 2) inside = OnnxViews.Reshape(graph, inside, Shape.Rows([op.Steps, .. Enumerable.Repeat(1, shape.Rank - 1)]));
        return graph.Add("Where", [inside, graph[self.Sources[0]], graph.Scalar(op.Fill)]);
    }

    static Protobuf[] Walk(WindowForm form) =>
    [
        OnnxForm.Attribute("kernel_shape", form.Down.Window, form.Across.Window),
        OnnxForm.Attribute("strides", form.Down.Stride, form.Across.Stride),
    ];

    /// <summary>Zeros behind the values, as many as the last window reaches past them.</summary>
    static int After(WindowAxis axis) => Math.Max(0, axis.Covered - axis.Before - axis.Extent);

    static string First(OnnxGraph graph, string x, WindowForm form) =>
        OnnxViews.Transpose(graph, OnnxViews.Reshape(graph, x, Shape.Rows(form.Down.Extent, form.Across.Extent, form.Channels)), 0, 3, 1,
            2);

    static string Last(OnnxGraph graph, string y, Operation self) =>
        OnnxViews.Reshape(graph, OnnxViews.Transpose(graph, y, 0, 2, 3, 1), self.Outputs[0].Shape);
}

namespace Florin;

using System.Collections.Immutable;

/// <summary>What an ONNX model takes and gives.</summary>
/// <param name="Inputs">One for each column.</param>
/// <param name="Outputs">The scores.</param>
public sealed record OnnxSignature(ImmutableArray<OnnxValue> Inputs, ImmutableArray<OnnxValue> Outputs);

/// <summary>An input or output of an ONNX model.</summary>
/// <param name="Name">As the file names it.</param>
/// <param name="Type">The type of its cells: <c>double</c> or <c>string</c>.</param>
/// <param name="Axes">Its axes, such as <c>batch, 1</c>; the batch may have any extent.</param>
/// <param name="Meaning">What a cell is, and how a missing one is written.</param>
public sealed record OnnxValue(string Name, string Type, string Axes, string Meaning);

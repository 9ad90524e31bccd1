namespace Florin.Storage.Onnx;

using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Florin.Graph;

/// <summary>Writes a whole model: columns in, scores out, with the steps, nets and calibration between them.</summary>
static class OnnxModelWriter
{
    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static OnnxSignature Write(Stream stream, Model model, IReadOnlyDictionary<string, string>? metadata)
    {
        var graph = new OnnxGraph();
        foreach (ColumnSpec column in model.Columns) Input(graph, model.Target, column);
        ImmutableArray<string> missing = [.. model.Reading.ToCsvOptions().Missing.Prepend("").Distinct(StringComparer.Ordinal)];
        var columns = model.Columns.ToDictionary(column => column.Name, column => Cells(graph, column, missing), StringComparer.Ordinal);
        string features = OnnxFeatures.Map(graph, model.Features, columns, missing);
        OnnxScores.Map(graph, model, Means(graph, model, features), columns);
        var notes = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>())
        {
            ["target"] = model.Target.InWords,
            ["network"] = model.Network,
            ["columns"] = new JsonArray([.. graph.Inputs.Select(input => JsonValue.Create(input.Name))]).ToJsonString(Readable),
            ["missing"] = $"numbers and dates: NaN; texts: {string.Join(", ", missing.Select(text => $"\"{text}\""))}",
        };
        OnnxWriter.Write(stream, graph.ToProtobuf("model", $"Raw columns in, out comes {model.Target.InWords}."), graph.HasLookups, notes);
        return new OnnxSignature([.. graph.Inputs], [.. graph.Outputs]);
    }

    static void Input(OnnxGraph graph, ModelTarget target, ColumnSpec column)
    {
        string meaning = column.Kind switch
        {
            ColumnKind.Category => "a text without blanks at its ends; empty where it is missing",
            ColumnKind.Date => "days since 1970-01-01, with a fraction for the time of day; NaN where it is missing",
            _ when target is CountTarget { Exposure: { } exposure } && exposure == column.Name => "a number above 0",
            _ when target is CountTarget { Offset: { } offset } && offset == column.Name => "a finite number",
            _ => "a finite number; NaN where it is missing",
        };
        graph.Input(column.Name, column.Kind == ColumnKind.Category ? OnnxType.Text : OnnxType.Double, Shape.Rows(1), meaning);
    }

    /// <summary>Numbers that stand for a missing cell, such as -9, become NaN as they do when Florin reads a file.</summary>
    static string Cells(OnnxGraph graph, ColumnSpec column, ImmutableArray<string> missing)
    {
        double[] codes = [.. missing.Select(text => Numbers.TryParse(text, out double code) ? code : double.NaN).Where(double.IsFinite)];
        if (column.Kind != ColumnKind.Number || codes.Length == 0) return column.Name;
        graph.At(column.Name);
        string cell = column.Name;
        foreach (double code in codes)
            cell = graph.Add("Where", [graph.Add("Equal", [cell, graph.Double(code)]), graph.Double(double.NaN), cell]);
        return cell;
    }

    /// <summary>What the nets predict on average, as double [batch, outputs].</summary>
    static string Means(OnnxGraph graph, Model model, string features)
    {
        var results = new List<string>();
        for (int i = 0; i < model.Nets.Length; i++)
        {
            TrainedNet net = model.Nets[i];
            var builder = new GraphBuilder(training: false);
            Node prediction = Compilation.Prediction(net.Net, net.Loss, builder, net.Input, net.Target, offset: false);
            graph.Begin(net.Weights, model.Nets.Length == 1 ? "" : FormattableString.Invariant($"net{i + 1}."), features);
            string result = OnnxViews.Reshape(graph, OnnxWriter.Map(graph, prediction), Shape.Rows(model.Target.Outputs));
            results.Add(graph.Cast(result, OnnxType.Double));
        }

        graph.At("mean");
        string sum = results.Aggregate((sum, result) => graph.Add("Add", [sum, result]));
        return results.Count == 1 ? sum : graph.Add("Div", [sum, graph.Double(results.Count)]);
    }
}

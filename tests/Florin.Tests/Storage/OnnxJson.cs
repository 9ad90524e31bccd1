namespace Florin.Tests;

using System.Text.Json.Nodes;

/// <summary>Columns and scores as the judge of models reads them: null for NaN.</summary>
static class OnnxJson
{
    public static JsonObject Numbers(double[] values, params int[] shape) => Of("float64", shape, values.Select(value =>
        double.IsNaN(value) ? null : (JsonNode)value));

    public static JsonObject Floats(float[] values, params int[] shape) => Of("float32", shape, values.Select(value => (JsonNode)value));

    public static JsonObject Texts(string?[] values, params int[] shape) => Of("string", shape, values.Select(value =>
        (JsonNode)(value ?? "")));

    /// <summary>The columns of a table as inputs; dates as days, by the calendar of .NET.</summary>
    public static JsonObject Cells(IEnumerable<ColumnSpec> columns, Table table)
    {
        var cells = new JsonObject();
        foreach (string name in columns.Select(column => column.Name))
            cells[name] = table[name] switch
            {
                NumberColumn numbers => Numbers(numbers.Values.ToArray(), table.RowCount, 1),
                DateColumn dates => Numbers([.. Enumerable.Range(0, table.RowCount).Select(row =>
                    dates[row] is { } date ? (date - new DateTime(1970, 1, 1)).TotalDays : double.NaN)], table.RowCount, 1),
                Column column => Texts([.. Enumerable.Range(0, table.RowCount).Select(column.TextAt)], table.RowCount, 1),
            };
        return cells;
    }

    public static void Write(string path, double unit, JsonObject inputs, JsonObject outputs) =>
        File.WriteAllText(path, new JsonObject { ["unit"] = unit, ["inputs"] = inputs, ["outputs"] = outputs }.ToJsonString());

    static JsonObject Of(string type, int[] shape, IEnumerable<JsonNode?> values) => new()
    {
        ["type"] = type,
        ["shape"] = new JsonArray([.. shape.Select(extent => (JsonNode)extent)]),
        ["data"] = new JsonArray([.. values]),
    };
}

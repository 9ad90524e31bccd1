namespace Florin.AspNetCore;

using System.Text.Json;
using Microsoft.OpenApi;

/// <summary>The score of each row, or why it has none.</summary>
sealed class ScoreOperation(FlorinServiceOptions options) : IOperation
{
    static readonly JsonEncodedText Model = JsonEncodedText.Encode("model"), Rows = JsonEncodedText.Encode("rows"),
        Score = JsonEncodedText.Encode("score"), Error = JsonEncodedText.Encode("error");

    public string Name => "score";

    public string Summary(ModelTarget target) => char.ToUpperInvariant(target.InWords[0]) + target.InWords[1..];

    public OpenApiSchema RowSchema() => ServiceDocument.Object(
        ("score", new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null, Minimum = "0", Maximum = "1" }),
        ("error", new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null }));

    public int Answer(ServedModel model, RequestWork work, CancellationToken cancellation)
    {
        EncodedRows rows = work.Encode();
        double[] scores = rows.Count == 0 ? [] : model.Model.Score(rows, options.Threads);
        Utf8JsonWriter json = work.Writer;
        json.WriteStartObject();
        json.WriteString(Model, model.Sha256);
        json.WriteStartArray(Rows);
        int fault = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            string? error = work.ErrorAt(row, ref fault);
            json.WriteStartObject();
            if (error is null) json.WriteNumber(Score, scores[row]);
            else json.WriteNull(Score);
            if (error is null) json.WriteNull(Error);
            else json.WriteString(Error, error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return rows.UnknownCells;
    }
}

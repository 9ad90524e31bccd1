namespace Florin.AspNetCore;

using System.Text.Json;
using Microsoft.OpenApi;

/// <summary>The score of each row, or why it has none: a probability, that of the likeliest class with those of all, an amount, or an
/// expected
/// count with its rate.</summary>
sealed class ScoreOperation(FlorinServiceOptions options) : IOperation
{
    static readonly JsonEncodedText Model = JsonEncodedText.Encode("model"), Rows = JsonEncodedText.Encode("rows"),
        Score = JsonEncodedText.Encode("score"), Error = JsonEncodedText.Encode("error"), Predicted = JsonEncodedText.Encode("predicted"),
        Scores = JsonEncodedText.Encode("scores"), Rate = JsonEncodedText.Encode("rate"),
        Amount = JsonEncodedText.Encode("amount");

    public string Name => "score";

    public string Summary(ModelTarget target) => char.ToUpperInvariant(target.InWords[0]) + target.InWords[1..];

    public OpenApiSchema RowSchema(ServedModel model) => ServiceDocument.Object(
    [
        ("score", model.Model.Target is BinaryTarget or ClassTarget or ShareTarget ? Probability() : Number()),
        .. model.Model.Target is ClassTarget classes
            ? [("predicted", Text()), ("scores", ServiceDocument.Object([.. classes.Levels.Select(level => (level, Probability()))]))]
            : (ReadOnlySpan<(string, OpenApiSchema)>)[],
        .. model.Model.Target is CountTarget ? [("rate", Number())] : (ReadOnlySpan<(string, OpenApiSchema)>)[],
        .. model.Model.Target is ShareTarget { Whole: not null } ? [("amount", Number())] : (ReadOnlySpan<(string, OpenApiSchema)>)[],
        .. model.Added.Select(column => (column.Name, column.Number is null ? Text() : Number())),
        ("error", Text()),
    ]);

    public int Answer(ServedModel model, RequestWork work, CancellationToken cancellation)
    {
        EncodedRows rows = work.Encode();
        ModelTarget target = model.Model.Target;
        double[] scores = rows.Count == 0 ? [] : model.Model.Score(rows, options.Threads);
        (CountTarget? count, Table? beside) = target is CountTarget { Beside.Length: > 0 } own ? (own, work.Beside()) : (null, null);
        (ShareTarget? share, Table? whole) = target is ShareTarget { Whole: not null } part ? (part, work.Beside()) : (null, null);
        Utf8JsonWriter json = work.Writer;
        json.WriteStartObject();
        json.WriteString(Model, model.Sha256);
        json.WriteStartArray(Rows);
        int fault = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            string? error = work.ErrorAt(row, ref fault) ?? count?.WrongExposure(beside!, row);
            double exposure = count is null || error is not null ? 1 : count.ExposureOf(beside!, row);
            json.WriteStartObject();
            Write(json, target, scores.AsSpan(row * target.Outputs, target.Outputs), exposure, error is not null);
            double amount = share?.AmountOf(whole!, row, scores[row]) ?? double.NaN;
            if (share is not null) Write(json, Amount, amount, error is not null || double.IsNaN(amount));
            foreach (CreditColumn column in model.Added) Write(json, column, scores[row], error is not null);
            if (error is null) json.WriteNull(Error);
            else json.WriteString(Error, error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return rows.UnknownCells;
    }

    static void Write(Utf8JsonWriter json, ModelTarget target, ReadOnlySpan<double> scores, double exposure, bool failed)
    {
        int best = target is ClassTarget several ? several.Likeliest(scores) : 0;
        Write(json, Score, scores[best] * exposure, failed);
        if (target is CountTarget) Write(json, Rate, scores[0], failed);
        if (target is not ClassTarget classes) return;
        if (failed)
        {
            json.WriteNull(Predicted);
            json.WriteNull(Scores);
            return;
        }

        json.WriteString(Predicted, classes.Levels[best]);
        json.WriteStartObject(Scores);
        for (int code = 0; code < scores.Length; code++) json.WriteNumber(classes.Levels[code], scores[code]);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, CreditColumn column, double score, bool failed)
    {
        if (failed) json.WriteNull(column.Name);
        else if (column.Number is { } number) json.WriteNumber(column.Name, number(score));
        else json.WriteString(column.Name, column.Text!(score));
    }

    static void Write(Utf8JsonWriter json, JsonEncodedText name, double value, bool failed)
    {
        if (failed) json.WriteNull(name);
        else json.WriteNumber(name, value);
    }

    static OpenApiSchema Probability() => new() { Type = JsonSchemaType.Number | JsonSchemaType.Null, Minimum = "0", Maximum = "1" };

    static OpenApiSchema Number() => new() { Type = JsonSchemaType.Number | JsonSchemaType.Null };

    static OpenApiSchema Text() => new() { Type = JsonSchemaType.String | JsonSchemaType.Null };
}

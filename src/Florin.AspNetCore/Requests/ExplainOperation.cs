namespace Florin.AspNetCore;

using System.Text.Json;
using Microsoft.OpenApi;

/// <summary>The score of each row, that of the reference, and what each column contributes to the difference.</summary>
sealed class ExplainOperation(FlorinServiceOptions options) : IOperation
{
    public string Name => "explain";

    public string Summary(ModelTarget target) =>
        $"{char.ToUpperInvariant(target.InWords[0])}{target.InWords[1..]}, and what each column contributes";

    public OpenApiSchema RowSchema(ServedModel model) => ServiceDocument.Object(
    [
        ("score", new OpenApiSchema
        {
            Type = Number().Type,
            Description = model.Model.Target switch
            {
                ClassTarget => "The probability of the class that is explained",
                CountTarget => "The rate: what is expected for an exposure of 1",
                _ => model.Model.Target.InWords,
            },
        }),
        .. model.Model.Target is ClassTarget ? [("class", Text())] : (ReadOnlySpan<(string, OpenApiSchema)>)[],
        ("reference", new OpenApiSchema { Type = Number().Type, Description = "The score of the one whom the row is compared with" }),
        ("columns", new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "The largest contribution first; together they are score less reference, but for the residual",
            Items = ServiceDocument.Object(("column", Text()), ("share", Number()), ("typical", Text())),
        }),
        ("residual", Number()),
        ("error", Text()),
    ]);

    public int Answer(ServedModel model, RequestWork work, CancellationToken cancellation)
    {
        RowExplainer explainer = model.Explainer ?? throw Problems.NoReference();
        if (work.Count > options.MaximumExplainedRows) throw Problems.TooManyRows(options.MaximumExplainedRows);
        Table table = work.ToTable();
        Utf8JsonWriter json = work.Writer;
        json.WriteStartObject();
        json.WriteString("model", model.Sha256);
        json.WriteString("comparedWith", explainer.Reference.Name);
        json.WriteStartArray("rows");
        int fault = 0;
        for (int row = 0; row < work.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            string? error = work.ErrorAt(row, ref fault);
            RowExplanation? explanation = error is null ? Explain(explainer, table, row, ref error, cancellation) : null;
            Write(json, explanation, error, model.Model.Target is ClassTarget);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return work.Encode().UnknownCells;
    }

    static RowExplanation? Explain(RowExplainer explainer, Table table, int row, ref string? error, CancellationToken cancellation)
    {
        try
        {
            return explainer.Explain(table, row, cancellation);
        }
        catch (FlorinException failure)
        {
            // Its code alone: the text may speak of the row.
            error = $"{failure.Code}: the row cannot be explained";
            return null;
        }
    }

    static void Write(Utf8JsonWriter json, RowExplanation? explanation, string? error, bool classes)
    {
        json.WriteStartObject();
        if (explanation is null)
        {
            foreach (string name in (ReadOnlySpan<string>)["score", "reference", "columns", "residual"]) json.WriteNull(name);
            if (classes) json.WriteNull("class");
        }
        else
        {
            json.WriteNumber("score", explanation.Score);
            if (explanation.Class is { } named) json.WriteString("class", named);
            json.WriteNumber("reference", explanation.ReferenceScore);
            json.WriteStartArray("columns");
            foreach (ColumnShare share in explanation.Shares)
            {
                json.WriteStartObject();
                json.WriteString("column", share.Column);
                json.WriteNumber("share", share.Share);
                json.WriteString("typical", share.Typical);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("residual", explanation.Residual);
        }

        json.WriteString("error", error);
        json.WriteEndObject();
    }

    static OpenApiSchema Number() => new() { Type = JsonSchemaType.Number | JsonSchemaType.Null };

    static OpenApiSchema Text() => new() { Type = JsonSchemaType.String | JsonSchemaType.Null };
}

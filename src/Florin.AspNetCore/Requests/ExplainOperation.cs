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
        ("reasons", new OpenApiSchema
        {
            Type = JsonSchemaType.Array | JsonSchemaType.Null,
            Description = "Of credit: why the row is declined, the weightiest first; empty where it is approved. Not there where the "
                + "model's file holds no reasons",
            Items = ServiceDocument.Object(("code", Text()), ("text", Text()), ("share", Number())),
        }),
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
            RowExplanation? explanation = error is null ? Explain(() => explainer.Explain(table, row, cancellation), ref error) : null;
            ReasonSet? reasons = error is null && model.Reasons is { } why
                ? Explain(() => why.Explain(table, row, cancellation: cancellation), ref error) : null;
            json.WriteStartObject();
            Write(json, error is null ? explanation : null, model.Model.Target is ClassTarget);
            if (model.Reasons is not null) Write(json, reasons);
            json.WriteString("error", error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return work.Encode().UnknownCells;
    }

    static T? Explain<T>(Func<T> explain, ref string? error)
        where T : class
    {
        try
        {
            return explain();
        }
        catch (FlorinException failure)
        {
            // Its code alone: the text may speak of the row.
            error = $"{failure.Code}: the row cannot be explained";
            return null;
        }
    }

    static void Write(Utf8JsonWriter json, ReasonSet? reasons)
    {
        if (reasons is null)
        {
            json.WriteNull("reasons");
            return;
        }

        json.WriteStartArray("reasons");
        foreach (AdverseReason reason in reasons.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("code", reason.Code);
            json.WriteString("text", reason.Text);
            json.WriteNumber("share", reason.Share);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, RowExplanation? explanation, bool classes)
    {
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
    }

    static OpenApiSchema Number() => new() { Type = JsonSchemaType.Number | JsonSchemaType.Null };

    static OpenApiSchema Text() => new() { Type = JsonSchemaType.String | JsonSchemaType.Null };
}

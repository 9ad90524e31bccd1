namespace Florin.AspNetCore;

using System.Globalization;
using System.Text.Json;
using Microsoft.OpenApi;

/// <summary>Of each row that is not approved: the cheapest changes that would be. The search ends with the request, and with its
/// time.</summary>
sealed class WhatIfOperation(FlorinServiceOptions options) : IOperation
{
    public string Name => "what-if";

    public bool Fits(ServedModel model) => model.WhatIf is not null;

    public string Summary(ModelTarget target) => "The cheapest changes of a declined row that would be approved";

    public OpenApiSchema RowSchema(ServedModel model) => ServiceDocument.Object(
        ("score", Of(JsonSchemaType.Number | JsonSchemaType.Null, "The score of the row as it is")),
        ("whatIf", Answers()),
        ("error", Of(JsonSchemaType.String | JsonSchemaType.Null)));

    public int Answer(ServedModel model, RequestWork work, CancellationToken cancellation)
    {
        Func<Table, int, CancellationToken, CounterfactualAnswer> search = model.WhatIf ?? throw Problems.NoChanges();
        if (work.Count > options.MaximumWhatIfRows) throw Problems.TooManyRows(options.MaximumWhatIfRows);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.WhatIfTimeout);
        Table table = work.ToTable();
        Utf8JsonWriter json = work.Writer;
        json.WriteStartObject();
        json.WriteString("model", model.Sha256);
        json.WriteStartArray("rows");
        int fault = 0;
        for (int row = 0; row < work.Count; row++)
        {
            string? error = work.ErrorAt(row, ref fault);
            CounterfactualAnswer? answer = null;
            try
            {
                if (error is null) answer = search(table, row, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                error = "FLR1571: the search took more than "
                    + options.WhatIfTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture) + " s";
            }
            catch (FlorinException failure)
            {
                // Its code alone: the text may speak of the row.
                error = $"{failure.Code}: no changes can be searched for the row";
            }

            Write(json, answer, error);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return work.Encode().UnknownCells;
    }

    static void Write(Utf8JsonWriter json, CounterfactualAnswer? answer, string? error)
    {
        json.WriteStartObject();
        json.WritePropertyName("score");
        if (answer is null) json.WriteNullValue();
        else json.WriteNumberValue(answer.Score);
        json.WritePropertyName("whatIf");
        if (answer is null) json.WriteNullValue();
        else answer.ToJson().WriteTo(json);
        json.WriteString("error", error);
        json.WriteEndObject();
    }

    static OpenApiSchema Answers()
    {
        OpenApiSchema answer = ServiceDocument.Object(
            ("limit", Of(JsonSchemaType.Number, "The highest score that is approved")),
            ("proved", Of(JsonSchemaType.Boolean, "Whether nothing cheaper exists; of an empty answer that all changes were tried")),
            ("says", Of(JsonSchemaType.String, "The answer in one sentence")),
            ("evaluated", Of(JsonSchemaType.Integer, "Rows that were scored")),
            ("found", List("The cheapest first; empty: none was found, or the row needs none", ServiceDocument.Object(
                ("score", Of(JsonSchemaType.Number, "The score of the changed row")),
                ("cost", Of(JsonSchemaType.Number, "How much is changed")),
                ("changes", List("All of them together", ServiceDocument.Object(("column", Of(JsonSchemaType.String)),
                    ("from", Of(JsonSchemaType.String, "The row's own cell")), ("to", Of(JsonSchemaType.String)))))))));
        answer.Type |= JsonSchemaType.Null;
        return answer;
    }

    static OpenApiSchema List(string description, OpenApiSchema items) =>
        new() { Type = JsonSchemaType.Array, Description = description, Items = items };

    static OpenApiSchema Of(JsonSchemaType type, string? description = null) => new() { Type = type, Description = description };
}

namespace Florin.AspNetCore;

using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

/// <summary>What the service tells of itself.</summary>
static class Information
{
    public static Task Alive(HttpContext http) => Write(http, StatusCodes.Status200OK, json => json.WriteString("status", "alive"));

    /// <summary>Ready: every model is loaded, which is so from the first request on. A newer file that is refused is told, too.</summary>
    public static Task Health(HttpContext http, ModelCatalog catalog) => Write(http, StatusCodes.Status200OK, json =>
    {
        json.WriteString("status", "ready");
        json.WriteStartArray("models");
        foreach (ModelSlot slot in catalog.Slots)
        {
            json.WriteStartObject();
            json.WriteString("name", slot.Name);
            json.WriteString("sha256", slot.Sha256);
            if (slot.Refused is { } code) json.WriteString("newerFileRefused", code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static Task Models(HttpContext http, ModelCatalog catalog) => Write(http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartArray("models");
        foreach (ModelSlot slot in catalog.Slots)
        {
            ServedModel model = slot.Lease();
            try
            {
                Describe(json, model);
            }
            finally
            {
                model.Release();
            }
        }

        json.WriteEndArray();
    });

    static void Describe(Utf8JsonWriter json, ServedModel model)
    {
        ModelTarget target = model.Model.Target;
        json.WriteStartObject();
        json.WriteString("name", model.Name);
        json.WriteString("sha256", model.Sha256);
        json.WriteString("title", model.Card.Name);
        json.WriteString("recipe", model.Card.Recipe);
        json.WriteString("network", model.Card.Network);
        json.WriteNumber("parameters", model.Card.Parameters);
        json.WriteBoolean("whatIf", model.WhatIf is not null);
        json.WriteStartObject("target");
        json.WriteString("column", target.Column);
        json.WriteString("kind", target.Task.ToString().ToLowerInvariant());
        json.WriteString("inWords", target.InWords);
        if (target is ClassTarget several)
        {
            json.WriteStartArray("classes");
            foreach (string level in several.Levels) json.WriteStringValue(level);
            json.WriteEndArray();
        }

        if (target is CountTarget { Exposure: { } exposure }) json.WriteString("exposure", exposure);
        if (target is BinaryTarget two)
        {
            json.WriteString("positive", two.Positive);
            json.WriteString("negative", two.Negative);
        }

        json.WriteEndObject();
        json.WriteStartArray("columns");
        foreach (ColumnGuide column in model.Columns) Describe(json, column);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Describe(Utf8JsonWriter json, ColumnGuide column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("kind", column.KindName);
        json.WriteBoolean("optional", column.Optional);
        json.WriteBoolean("missing", column.Missing);
        if (column.Kind == ColumnKind.Number)
        {
            json.WriteBoolean("whole", column.Whole);
            WriteNumber(json, "typical", column.Typical);
            WriteNumber(json, "low", column.Low);
            WriteNumber(json, "high", column.High);
            json.WriteStartArray("special");
            foreach (double code in column.Special) json.WriteNumberValue(code);
            json.WriteEndArray();
        }
        else
        {
            json.WriteString("typical", column.Typical);
            if (column.Kind == ColumnKind.Category)
            {
                json.WriteStartArray("levels");
                foreach (string level in column.Levels) json.WriteStringValue(level);
                json.WriteEndArray();
            }
            else
            {
                json.WriteString("low", column.Low);
                json.WriteString("high", column.High);
                if (column.Form is { } form) json.WriteString("form", form);
            }
        }

        json.WriteEndObject();
    }

    static void WriteNumber(Utf8JsonWriter json, string name, string? number)
    {
        if (number is null) return;
        json.WritePropertyName(name);
        json.WriteRawValue(number, skipInputValidation: true);
    }

    static async Task Write(HttpContext http, int status, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.WrittenCount;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }
}

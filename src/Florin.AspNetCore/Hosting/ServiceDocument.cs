namespace Florin.AspNetCore;

using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

/// <summary>What an address tells, for the OpenAPI document.</summary>
sealed record Told(string Name, string Summary);

/// <summary>The part of an OpenAPI document that tells of the models which answer now.</summary>
sealed class ServiceDocument(ModelCatalog catalog, EndpointDataSource endpoints, FlorinServiceOptions options) : IOpenApiDocumentTransformer
{
    const string Json = "application/json", NamePart = "{name}", KeyScheme = "apiKey";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Paths ??= [];
        if (document.Info.Title?.StartsWith(FlorinServer.Name + " |", StringComparison.Ordinal) == true)
            document.Info = new OpenApiInfo { Title = "Models served by Florin", Version = "v1" };
        if (options.ApiKey is not null) AddKey(document);
        foreach (RouteEndpoint endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            string pattern = "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');
            if (endpoint.Metadata.GetMetadata<Told>() is { } told) AddTold(document, pattern, told);
            if (endpoint.Metadata.GetMetadata<IOperation>() is not { } operation) continue;
            foreach (ModelSlot slot in catalog.Slots)
            {
                ServedModel model = slot.Lease();
                try
                {
                    if (operation.Fits(model))
                        Add(document, pattern.Replace(NamePart, slot.Name, StringComparison.Ordinal), operation, model);
                }
                finally
                {
                    model.Release();
                }
            }
        }

        return Task.CompletedTask;
    }

    static void AddTold(OpenApiDocument document, string path, Told told) => document.Paths[path] = new OpenApiPathItem
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Get] = new()
            {
                OperationId = told.Name,
                Summary = told.Summary,
                Responses = new OpenApiResponses { ["200"] = new OpenApiResponse { Description = told.Summary } },
            },
        },
    };

    static void AddKey(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" };
        (document.Security ??= []).Add(new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [],
        });
    }

    void Add(OpenApiDocument document, string path, IOperation operation, ServedModel model)
    {
        var description = new OpenApiOperation
        {
            OperationId = $"{model.Name}_{operation.Name}",
            Summary = operation.Summary(model.Model.Target),
            Description = $"Model {model.Sha256}, {model.Card.Network}" + (model.Card.Recipe == "" ? "" : $", {model.Card.Recipe}"),
            RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = Request(model) } },
            },
            Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse
                {
                    Description = "An answer for each row, in the order of the request",
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        [Json] = new()
                        {
                            Schema = Answer(operation, model)
                        }
                    },
                },
            },
        };
        foreach ((int status, string meaning) in Refusals)
            description.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.ContentType] = new() { Schema = ProblemSchema() } },
            };
        document.Paths[path] = new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Post] = description },
        };
    }

    static readonly (int Status, string Meaning)[] Refusals =
    [
        (400, "The request is not JSON, has another shape, or lacks a column"), (401, "The API key is missing or wrong"),
        (404, "There is no such model"), (413, "Too many bytes or rows"), (415, "The request is not application/json"),
        (429, "Too many requests; Retry-After says how long to wait"),
    ];

    OpenApiSchema Request(ServedModel model) => Object(("rows", new OpenApiSchema
    {
        Type = JsonSchemaType.Array,
        MaxItems = options.MaximumRows,
        Items = Row(model),
    }));

    static OpenApiSchema Row(ServedModel model)
    {
        var row = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = model.Columns.ToDictionary(column => column.Name, IOpenApiSchema (column) => Cell(column)),
            Required = model.Columns.Where(column => !column.Optional).Select(column => column.Name).ToHashSet(),
        };
        var example = new JsonObject();
        foreach (ColumnGuide column in model.Columns) example[column.Name] = Example(column);
        row.Examples = [example];
        return row;
    }

    static OpenApiSchema Cell(ColumnGuide column) => column.Kind switch
    {
        ColumnKind.Number => new() { Type = JsonSchemaType.Number | JsonSchemaType.Null },
        ColumnKind.Date when column.Form is { } form => new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = form },
        ColumnKind.Date => new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Format = "date" },
        _ => new()
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Description = "Known levels: " + string.Join(", ", column.Levels),
        },
    };

    static JsonValue? Example(ColumnGuide column) => column switch
    {
        { Typical: null } => null,
        { Kind: ColumnKind.Number } => JsonValue.Create(double.Parse(column.Typical, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(column.Typical),
    };

    static OpenApiSchema Answer(IOperation operation, ServedModel model) => Object(
        ("model", new OpenApiSchema { Type = JsonSchemaType.String, Description = "SHA-256 of the model file" }),
        ("rows", new OpenApiSchema { Type = JsonSchemaType.Array, Items = operation.RowSchema(model) }));

    static OpenApiSchema ProblemSchema() => Object(
        [.. ((string[])["type", "title", "detail", "code", "fix"])
            .Select(name => (name, new OpenApiSchema { Type = JsonSchemaType.String })), ("status", Integer())]);

    static OpenApiSchema Integer() => new() { Type = JsonSchemaType.Integer };

    internal static OpenApiSchema Object(params (string Name, OpenApiSchema Schema)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = members.ToDictionary(member => member.Name, IOpenApiSchema (member) => member.Schema),
        Required = members.Where(member => member.Name != "detail").Select(member => member.Name).ToHashSet(),
    };
}

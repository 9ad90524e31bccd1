namespace Florin.AspNetCore;

using Microsoft.OpenApi;

/// <summary>What is done with the rows of a request.</summary>
interface IOperation
{
    /// <summary>As in the address and in metrics.</summary>
    string Name { get; }

    /// <summary>Whether a model can do it; one that cannot has no such address in the OpenAPI document.</summary>
    bool Fits(ServedModel model) => true;

    /// <summary>In a sentence, for the OpenAPI document.</summary>
    string Summary(ModelTarget target);

    /// <summary>A row of the answer, for the OpenAPI document.</summary>
    OpenApiSchema RowSchema(ServedModel model);

    /// <summary>Writes the answer; how many cells held a category that training did not know.</summary>
    int Answer(ServedModel model, RequestWork work, CancellationToken cancellation);
}

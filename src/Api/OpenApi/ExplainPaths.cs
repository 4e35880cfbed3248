using EventSourced.Api.Admin;
using EventSourced.ReadTables;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>Replaces the generic path of explanations by one path for each read table, with its key as parameters.</summary>
internal sealed class ExplainPaths(ReadTableCatalog catalog) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var answers = (document.Paths[ExplainEndpoints.Pattern] as OpenApiPathItem)?.Operations?[HttpMethod.Get].Responses?["200"];
        document.Paths.Remove(ExplainEndpoints.Pattern);
        foreach (var table in catalog.Tables)
        {
            var operation = new OpenApiOperation
            {
                OperationId = $"{table.QualifiedName}.explain",
                Summary = table.SourceRow is null ? $"Every event that made a row of {table.QualifiedName}, in order." : $"The rows that a row of {table.QualifiedName} is computed from.",
                Tags = new HashSet<OpenApiTagReference> { new($"Tables of {table.Module}", document) },
                Parameters = [.. table.Key.Select(c => ApiDocument.Parameter(c.Name, ParameterLocation.Query, TablePaths.SchemaOf(c), c.Description, required: true))],
                Responses = new OpenApiResponses
                {
                    ["200"] = answers ?? new OpenApiResponse { Description = "The explanation." },
                    ["400"] = ApiDocument.Problem("The key is incomplete, or a value has another form: the problem names the key.", document),
                    ["401"] = ApiDocument.Problem("No valid token.", document),
                    ["404"] = ApiDocument.Problem("No event ever made a row of this key.", document),
                    ["409"] = ApiDocument.Problem("The rows were built by another definition than this build's: rebuild the table.", document),
                    ["503"] = ApiDocument.Problem("The table has no live generation yet.", document),
                },
            };
            ApiDocument.Secure(operation, document);
            document.Paths[$"/api/{table.Module}/{table.Name}/explain"] = new OpenApiPathItem { Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Get] = operation } };
        }
        return Task.CompletedTask;
    }
}

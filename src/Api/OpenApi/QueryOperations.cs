using EventSourced.Api.Queries;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>Describes the query parameters that endpoints declare.</summary>
internal sealed class QueryOperations : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in QueryParameters.Of(context.Description.ActionDescriptor.EndpointMetadata))
        {
            operation.Parameters ??= [];
            var schema = new OpenApiSchema { Type = parameter.Type, Format = parameter.Format, Pattern = parameter.Pattern };
            if (parameter.Values is { } values) schema.Enum = [.. values.Select(v => (System.Text.Json.Nodes.JsonNode)v)];
            operation.Parameters.Add(ApiDocument.Parameter(parameter.Name, ParameterLocation.Query, schema, parameter.Description, parameter.Required));
        }
        return Task.CompletedTask;
    }
}

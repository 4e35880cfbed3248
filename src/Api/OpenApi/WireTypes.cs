using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>
/// Corrects schemas to the type that is sent. The framework describes numbers also as strings, because it can read those, and gives values with a converter no type:
/// a generated client would then have no numbers or times.
/// </summary>
internal sealed class WireTypes : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        const JsonSchemaType number = JsonSchemaType.Integer | JsonSchemaType.Number;
        if ((schema.Type & number) != 0 && schema.Type?.HasFlag(JsonSchemaType.String) == true)
        {
            schema.Type &= ~JsonSchemaType.String;
            schema.Pattern = null;
        }
        var type = context.JsonPropertyInfo?.PropertyType ?? context.JsonTypeInfo.Type;
        if (schema.Type is null && (Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
            (schema.Type, schema.Format) = (type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null, "date-time");
        return Task.CompletedTask;
    }
}

using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>
/// Says the one type that a value is sent with. The framework describes a number also as text, because it would read one, and says no type of what a converter writes:
/// a generated client would have neither as a number or a time.
/// </summary>
internal sealed class PlainTypes : IOpenApiSchemaTransformer
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

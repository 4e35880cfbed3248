using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EventSourced.Api.Commands;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>Describes the endpoints of commands: body, headers and responses, from the command's record and its documentation.</summary>
internal sealed class CommandOperations : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<CommandMetadata>().FirstOrDefault() is not { Command: var command } metadata) return Task.CompletedTask;
        var document = context.Document!;
        operation.OperationId = metadata.OperationId;
        operation.Parameters ??= [];
        var path = CommandDescriptor.ParametersOf(context.Description.RelativePath ?? "").ToHashSet();
        foreach (var name in path.Where(n => operation.Parameters.All(p => p.Name != n)))
            operation.Parameters.Add(ApiDocument.Parameter(name, ParameterLocation.Path, new OpenApiSchema { Type = JsonSchemaType.String }, DescriptionOf(command, name) ?? name, required: true));
        foreach (var (name, text) in Headers)
            operation.Parameters.Add(ApiDocument.Parameter(name, ParameterLocation.Header, new OpenApiSchema { Type = JsonSchemaType.String }, text));
        if (metadata.Upload) DescribeUpload(operation);
        else DescribeBody(operation, command, path, document);

        var answer = AnswerOf(metadata, document);
        operation.Responses = new OpenApiResponses
        {
            ["200"] = Answer("Completed within the time that Prefer: wait allows.", answer, ("X-Position", "Position of its last event.")),
            ["202"] = Answer("Accepted: query status_url, which is also in Location, for the outcome.", answer, ("Location", "Address of its status.")),
            ["400"] = ApiDocument.Problem("The request is not valid; errors names the members.", document),
            ["401"] = ApiDocument.Problem("No valid token.", document),
            ["413"] = ApiDocument.Problem("The body is too large.", document),
            ["422"] = ApiDocument.Problem("The command is not valid, or its Idempotency-Key belongs to another request.", document),
            ["503"] = ApiDocument.Problem("The bus does not answer: send the same request again with the same key.", document),
        };
        return Task.CompletedTask;
    }

    private static Dictionary<string, string> Headers => new()
    {
        ["Idempotency-Key"] = "Makes a retry safe: the same key and body run once.",
        ["Prefer"] = "wait=N waits up to N seconds (at most 60) for the outcome.",
    };

    // One schema for both statuses: with several, a generated client returns the first and throws the others.
    private static OpenApiSchemaReference AnswerOf(CommandMetadata metadata, OpenApiDocument document)
    {
        var more = metadata.AnswerMembers ?? new Dictionary<string, string>();
        return ApiDocument.Named(more.Count == 0 ? "CommandAnswer" : $"{ApiDocument.NameOf(metadata.OperationId)}Answer", () =>
        {
            var schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "An accepted command. It has position and result when it has completed.",
                Required = new HashSet<string> { "command_id", "status", "status_url" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["command_id"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid", Description = "The command." },
                    ["status"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "accepted or completed." },
                    ["status_url"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Address of its status." },
                    ["position"] = new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Format = "int64", Description = "Position of its last event, for X-Min-Position to read its own writes. Null when it wrote none." },
                    ["result"] = new OpenApiSchema { Description = "The result of the handler, or null." },
                },
            };
            foreach (var (name, description) in more)
            {
                schema.Properties.Add(name, new OpenApiSchema { Type = JsonSchemaType.String, Description = description });
                schema.Required.Add(name);
            }
            return schema;
        }, document);
    }

    private static OpenApiResponse Answer(string text, IOpenApiSchema schema, (string Name, string Text) header) => new()
    {
        Description = text,
        Headers = new Dictionary<string, IOpenApiHeader> { [header.Name] = new OpenApiHeader { Description = header.Text, Schema = new OpenApiSchema { Type = JsonSchemaType.String } } },
        Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
    };

    private static void DescribeBody(OpenApiOperation operation, Type command, HashSet<string> path, OpenApiDocument document)
    {
        var members = CommandCatalog.Json.GetTypeInfo(command).Properties.Where(p => !path.Contains(p.Name)).ToList();
        if (members.Count == 0) return;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = members.Any(m => m.IsRequired),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = ApiDocument.Named(ApiDocument.NameOf(CommandCatalog.NameOf(command)), () => new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = members.ToDictionary(m => m.Name, m => SchemaOf(m, DescriptionOf(command, m.Name), document)),
                        Required = members.Where(m => m.IsRequired).Select(m => m.Name).ToHashSet(),
                        AdditionalPropertiesAllowed = false,
                    }, document),
                },
            },
        };
    }

    private static void DescribeUpload(OpenApiOperation operation) => operation.RequestBody = new OpenApiRequestBody
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["multipart/form-data"] = new()
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string> { "file" }, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = ApiDocument.Binary } },
            },
            ["application/octet-stream"] = new() { Schema = ApiDocument.Binary },
        },
    };

    /// <summary>JSON type and format of a scalar type; null for any other type.</summary>
    /// <param name="type">Its type, without nullability.</param>
    public static (JsonSchemaType Type, string? Format)? ScalarOf(Type type) => type switch
    {
        _ when type == typeof(string) => (JsonSchemaType.String, null),
        _ when type == typeof(Guid) => (JsonSchemaType.String, "uuid"),
        _ when type == typeof(DateOnly) => (JsonSchemaType.String, "date"),
        _ when type == typeof(DateTimeOffset) => (JsonSchemaType.String, "date-time"),
        _ when type == typeof(bool) => (JsonSchemaType.Boolean, null),
        _ when type == typeof(int) => (JsonSchemaType.Integer, "int32"),
        _ when type == typeof(long) => (JsonSchemaType.Integer, "int64"),
        _ when type == typeof(double) => (JsonSchemaType.Number, "double"),
        _ => null,
    };

    private static IOpenApiSchema SchemaOf(JsonPropertyInfo member, string? description, OpenApiDocument document)
    {
        // A type with a name of its own has its description there.
        if (SchemaOf(member.PropertyType, document) is not OpenApiSchema schema) return SchemaOf(member.PropertyType, document);
        schema.Description = description;
        if (member.IsSetNullable && !member.IsRequired) schema.Type |= JsonSchemaType.Null;
        // A generated client also sends members that are not set, with the default of the schema.
        if (member.AssociatedParameter is { HasDefaultValue: true, DefaultValue: { } value }) schema.Default = JsonSerializer.SerializeToNode(value, CommandCatalog.Json);
        return schema;
    }

    // An object within a command has a name, because several commands may have it.
    private static IOpenApiSchema SchemaOf(Type type, OpenApiDocument document)
    {
        var core = Nullable.GetUnderlyingType(type) ?? type;
        var info = CommandCatalog.Json.GetTypeInfo(core);
        return 0 switch
        {
            _ when ScalarOf(core) is var (kind, format) => new OpenApiSchema { Type = kind, Format = format },
            _ when info.Kind == JsonTypeInfoKind.Enumerable => new OpenApiSchema { Type = JsonSchemaType.Array, Items = SchemaOf(info.ElementType!, document) },
            _ when info.Kind == JsonTypeInfoKind.Dictionary => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = SchemaOf(info.ElementType!, document) },
            _ when info.Kind == JsonTypeInfoKind.Object => ApiDocument.Named(core.Name, () => new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = info.Properties.ToDictionary(p => p.Name, p => SchemaOf(p, XmlDocs.Parameter(core, ((PropertyInfo)p.AttributeProvider!).Name), document)),
                Required = info.Properties.Where(p => p.IsRequired).Select(p => p.Name).ToHashSet(),
            }, document),
            _ => throw new NotSupportedException($"The OpenAPI document has no schema for the type {core} of a command's member: add it to {nameof(CommandOperations)}."),
        };
    }

    private static string? DescriptionOf(Type command, string member) =>
        CommandCatalog.Json.GetTypeInfo(command).Properties.FirstOrDefault(p => p.Name == member)?.AttributeProvider is PropertyInfo property ? XmlDocs.Parameter(command, property.Name) : null;
}

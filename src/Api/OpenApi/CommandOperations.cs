using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EventSourced.Api.Commands;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>Describes command endpoints: body, headers, answers, from the command's record and its documentation.</summary>
internal sealed partial class CommandOperations : IOpenApiOperationTransformer
{
    private static readonly ConcurrentDictionary<Assembly, XDocument?> s_docs = [];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<CommandMetadata>().FirstOrDefault() is not { Command: var command }) return Task.CompletedTask;
        operation.OperationId = CommandCatalog.NameOf(command);
        operation.Parameters ??= [];
        var path = PathParameter().Matches(context.Description.RelativePath ?? "").Select(m => m.Groups[1].Value).ToHashSet();
        foreach (var name in path.Where(n => operation.Parameters.All(p => p.Name != n)))
            operation.Parameters.Add(ApiDocument.Parameter(name, ParameterLocation.Path, new OpenApiSchema { Type = JsonSchemaType.String }, DescriptionOf(command, name) ?? name, required: true));
        foreach (var (name, text) in Headers)
            operation.Parameters.Add(ApiDocument.Parameter(name, ParameterLocation.Header, new OpenApiSchema { Type = JsonSchemaType.String }, text));
        if (command == typeof(RegisterExport)) DescribeUpload(operation);
        else DescribeBody(operation, command, path);

        operation.Responses = new OpenApiResponses
        {
            ["200"] = Answer("Completed within the time that Prefer: wait allows.", done: true),
            ["202"] = Answer("Accepted: ask status_url, which is also in Location, how it ends.", done: false),
            ["400"] = Problem("The request does not fit; errors names the members."),
            ["401"] = Problem("No valid token."),
            ["413"] = Problem("The body is too large."),
            ["422"] = Problem("The command is not valid, or its Idempotency-Key belongs to another request."),
            ["503"] = Problem("The bus does not answer: send the same request again with the same key."),
        };
        return Task.CompletedTask;
    }

    private static Dictionary<string, string> Headers => new()
    {
        ["Idempotency-Key"] = "Makes a retry safe: the same key and body run once.",
        ["Prefer"] = "wait=N waits up to N seconds (at most 60) for the outcome.",
    };

    private static OpenApiResponse Answer(string text, bool done)
    {
        var properties = new Dictionary<string, IOpenApiSchema>
        {
            ["command_id"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid", Description = "The command." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "How it stands." },
            ["status_url"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Address that says how it stands." },
        };
        if (done)
        {
            properties["position"] = new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Format = "int64", Description = "Position of its last event: X-Min-Position with it reads what it wrote." };
            properties["result"] = new OpenApiSchema { Description = "What the handler answered, or null." };
        }
        // A route may answer more, such as the id of what it registered.
        var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = properties, Required = new HashSet<string> { "command_id", "status", "status_url" }, AdditionalPropertiesAllowed = true };
        return new OpenApiResponse { Description = text, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } } };
    }

    private static OpenApiResponse Problem(string text) => ApiDocument.Problem(text);

    private static void DescribeBody(OpenApiOperation operation, Type command, HashSet<string> path)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new HashSet<string>(),
            AdditionalPropertiesAllowed = false,
        };
        foreach (var member in CommandCatalog.Json.GetTypeInfo(command).Properties.Where(p => !path.Contains(p.Name)))
        {
            schema.Properties.Add(member.Name, SchemaOf(member, DescriptionOf(command, member.Name)));
            if (member.IsRequired) schema.Required.Add(member.Name);
        }
        if (schema.Properties.Count == 0) return;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = schema.Required.Count > 0,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
        };
    }

    private static void DescribeUpload(OpenApiOperation operation)
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string> { "file" }, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = file } },
                },
                ["application/octet-stream"] = new() { Schema = file },
            },
        };
    }

    private static OpenApiSchema SchemaOf(JsonPropertyInfo member, string? description)
    {
        var core = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        var (type, format) = 0 switch
        {
            _ when core == typeof(Guid) => (JsonSchemaType.String, "uuid"),
            _ when core == typeof(DateOnly) => (JsonSchemaType.String, "date"),
            _ when core == typeof(DateTimeOffset) => (JsonSchemaType.String, "date-time"),
            _ when core == typeof(bool) => (JsonSchemaType.Boolean, null),
            _ when core == typeof(int) || core == typeof(long) => (JsonSchemaType.Integer, (string?)null),
            _ when core == typeof(double) => (JsonSchemaType.Number, null),
            _ => (JsonSchemaType.String, null),
        };
        return new OpenApiSchema { Type = member.IsSetNullable && !member.IsRequired ? type | JsonSchemaType.Null : type, Format = format, Description = description };
    }

    private static string? DescriptionOf(Type command, string member)
    {
        var docs = s_docs.GetOrAdd(command.Assembly, assembly =>
            Path.ChangeExtension(assembly.Location, ".xml") is var path && File.Exists(path) ? XDocument.Load(path) : null);
        var text = docs?.Descendants("member").FirstOrDefault(m => m.Attribute("name")?.Value == $"T:{command.FullName}")?
            .Elements("param").FirstOrDefault(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Attribute("name")!.Value) == member)?.Value;
        return text is null ? null : Spaces().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

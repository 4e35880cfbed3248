using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.ReadTables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>: the endpoints, the bodies of commands, and a path for each read table.</summary>
internal static class ApiDocument
{
    private const string Bearer = "bearer";
    private const string Header = "x-admin-token";

    // JSON of any shape: as components, a generated client would have classes for them that fit no list and no string.
    private static readonly HashSet<Type> s_inlined = [typeof(Json), typeof(JsonElement), typeof(JsonObject), typeof(SseItem<>)];

    public static void AddApiDocument(this IServiceCollection services) => services.AddSingleton<DocumentCache>().AddOpenApi("v1", options =>
    {
        options.CreateSchemaReferenceId = info => IsInlined(Nullable.GetUnderlyingType(info.Type) ?? info.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(info);
        options.AddSchemaTransformer<WireTypes>();
        options.AddOperationTransformer<CommandOperations>();
        options.AddOperationTransformer<QueryOperations>();
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (!metadata.OfType<IAllowAnonymous>().Any()) Secure(operation, context.Document!);
            else if (metadata.OfType<HeaderSecurity>().FirstOrDefault() is { } own) own.Describe(operation, context.Document!);
            DescribeStream(operation);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "EventSourced";
            document.Info.Description = "Commands change data, queries read it. A command answers with its position; a query with X-Min-Position waits until the table has reached it. "
                + "Errors are problem documents of RFC 9457 with a stable code.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An admin token." };
            document.Components.SecuritySchemes[Header] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = Header,
                Description = "An admin token.",
            };
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer<TablePaths>();
        options.AddDocumentTransformer<ExplainPaths>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            Complete(document);
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/openapi/v1.json", (HttpContext context, DocumentCache cache) => cache.AnswerAsync(context)).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Declares that an operation needs a token.</summary>
    public static void Secure(OpenApiOperation operation, OpenApiDocument document) => operation.Security =
    [
        new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
        new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Header, document)] = [] },
    ];

    /// <summary>A response with a problem document.</summary>
    public static OpenApiResponse Problem(string text, OpenApiDocument document) => new()
    {
        Description = text,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = Named("Problem", ProblemSchema, document) } },
    };

    /// <summary>
    /// A schema as a component of the document, so that a generated client has one well-named class for it instead of one per use.
    /// </summary>
    /// <param name="name">Its name; the same name is the same schema.</param>
    /// <param name="schema">Creates it if the document does not have it.</param>
    /// <param name="document">The document.</param>
    public static OpenApiSchemaReference Named(string name, Func<OpenApiSchema> schema, OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!document.Components.Schemas.ContainsKey(name)) document.AddComponent(name, schema());
        return new OpenApiSchemaReference(name, document);
    }

    /// <summary>The component name of a command or table: <c>ShopOpenOrders</c> for <c>shop.open_orders</c>.</summary>
    public static string NameOf(string name) => string.Concat(name.Split('.', '_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Schema of a file.</summary>
    public static OpenApiSchema Binary => new() { Type = JsonSchemaType.String, Format = "binary" };

    private static bool IsInlined(Type type) => s_inlined.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    // The framework describes a single event instead of the stream.
    private static void DescribeStream(OpenApiOperation operation)
    {
        foreach (var response in (operation.Responses ?? []).Values)
            if (response.Content?.TryGetValue("text/event-stream", out var content) == true) content.Schema = Binary;
    }

    private static OpenApiSchema ProblemSchema()
    {
        OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A problem document of RFC 9457. Some problems have more members.",
            AdditionalPropertiesAllowed = true,
            Required = new HashSet<string> { "title", "status", "code", "detail" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("about:blank."),
                ["title"] = Text("Name of the status."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "HTTP status." },
                ["code"] = Text("Stable code."),
                ["detail"] = Text("What is wrong and what to do."),
                ["instance"] = Text("The requested address."),
                ["trace_id"] = Text("Finds the request in the logs."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "Faults by field.",
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                },
            },
        };
    }

    /// <summary>
    /// Adds to every operation an id (from method and path, unless it has one) and the responses that any operation may have. Runs last, so that it covers all
    /// operations.
    /// </summary>
    private static void Complete(OpenApiDocument document)
    {
        foreach (var (path, item) in document.Paths)
            foreach (var (method, operation) in item.Operations ?? [])
            {
                operation.OperationId ??= string.Join('_', path.Split(['/', '{', '}', '.', '-', ':'], StringSplitOptions.RemoveEmptyEntries).Prepend(method.Method.ToLowerInvariant()));
                operation.Responses ??= [];
                if (operation.Security is { Count: > 0 }) operation.Responses.TryAdd("401", Problem("No valid token.", document));
                operation.Responses.TryAdd("default", Problem("Any other problem.", document));
            }
    }

    /// <summary>A parameter.</summary>
    public static OpenApiParameter Parameter(string name, ParameterLocation place, IOpenApiSchema schema, string description, bool required = false) =>
        new() { Name = name, In = place, Schema = schema, Description = description, Required = required };
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>: what the endpoints say, the commands' bodies, and a path for each read table.</summary>
internal static class ApiDocument
{
    private const string Bearer = "bearer";
    private const string Header = "x-admin-token";

    public static void AddApiDocument(this IServiceCollection services) => services.AddSingleton<DocumentCache>().AddOpenApi("v1", options =>
    {
        options.AddOperationTransformer<CommandOperations>();
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any()) Secure(operation, context.Document!);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "EventSourced";
            document.Info.Description = "Commands change, queries read. A command answers with its position; a query with X-Min-Position waits until the table has it. "
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
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/openapi/v1.json", (HttpContext context, DocumentCache cache) => cache.AnswerAsync(context)).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Says that an operation needs a token.</summary>
    public static void Secure(OpenApiOperation operation, OpenApiDocument document) => operation.Security =
    [
        new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
        new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Header, document)] = [] },
    ];

    /// <summary>A parameter.</summary>
    public static OpenApiParameter Parameter(string name, ParameterLocation place, OpenApiSchema schema, string description, bool required = false) =>
        new() { Name = name, In = place, Schema = schema, Description = description, Required = required };
}

using EventSourced.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace EventSourced.Api.OpenApi;

/// <summary>Describes product routes whose errors have an envelope.</summary>
internal static class ProductRouteMetadata
{
    private const string Any = "*/*";

    /// <summary>
    /// Describes the body. Routing accepts every content type, because its own refusal has not the product's error format; the document shows only the declared one.
    /// </summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, string contentType) where T : notnull =>
        route.Accepts<T>(isOptional: true, contentType, Any).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody?.Content?.Remove(Any);
            if (operation.RequestBody is OpenApiRequestBody body) body.Required = typeof(T) == typeof(Stream) || typeof(T).GetConstructors().Single().GetParameters().Any(p => !p.HasDefaultValue);
            return Task.CompletedTask;
        });

    /// <summary>Declares errors that every route of a group can answer.</summary>
    /// <param name="group">The group.</param>
    /// <param name="statuses">The statuses.</param>
    /// <typeparam name="TError">Shape of the body.</typeparam>
    public static RouteGroupBuilder Fails<TError>(this RouteGroupBuilder group, params int[] statuses) =>
        group.WithMetadata([.. statuses.Select(s => (object)new ProducesResponseTypeMetadata(s, typeof(TError), ["application/json"]))]);

    /// <summary>Declares errors.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses) route.Produces<ErrorEnvelope>(status);
        return route;
    }
}

/// <summary>Maximum size of a body, for the framework.</summary>
/// <param name="MaxRequestBodySize">Bytes; null for no limit.</param>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;

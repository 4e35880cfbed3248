using EventSourced.Api.Problems;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace EventSourced.Api.Queries;

/// <summary>A query parameter of an endpoint, for the check of requests and the OpenAPI document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="Format">Its JSON schema format, such as <c>date</c>, or null.</param>
/// <param name="Required">Whether a request needs it.</param>
/// <param name="Values">The allowed values, or null for any.</param>
/// <param name="Pattern">Its JSON schema pattern, or null.</param>
internal sealed record QueryParameter(
    string Name, string Description, JsonSchemaType Type = JsonSchemaType.String, string? Format = null, bool Required = false, IReadOnlyList<string>? Values = null, string? Pattern = null)
{
    /// <summary>A whole number.</summary>
    public static QueryParameter Integer(string name, string description) => new(name, description, JsonSchemaType.Integer, "int64");

    /// <summary>How many entries an answer has.</summary>
    public static QueryParameter Limit(int normal, int most) => Integer("limit", $"Maximum number of entries, up to {most}; default {normal}.");

    /// <summary>A date such as <c>2024-01-31</c>.</summary>
    public static QueryParameter Date(string name, string description) => new(name, description, Format: "date");

    /// <summary>A time such as <c>2024-01-31T12:00:00Z</c>.</summary>
    public static QueryParameter Instant(string name, string description) => new(name, description, Format: "date-time");
}

/// <summary>Metadata of an endpoint: its query parameters. Several are combined; an endpoint without it has none.</summary>
/// <param name="All">The parameters.</param>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> All)
{
    /// <summary>The parameters of an endpoint, those of its groups included.</summary>
    public static IEnumerable<QueryParameter> Of(IEnumerable<object> metadata) => metadata.OfType<QueryParameters>().SelectMany(p => p.All);
}

/// <summary>Metadata of an endpoint whose parameters depend on its route: it checks them itself and refuses unknown ones.</summary>
internal sealed record ChecksQueryItself;

/// <summary>Declares the query parameters of endpoints.</summary>
internal static class QueryParameterMetadata
{
    /// <summary>Declares the query parameters of an endpoint; any other is refused with 400.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder builder, params QueryParameter[] parameters) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new QueryParameters(parameters));

    /// <summary>Declares that an endpoint checks its query parameters itself.</summary>
    public static TBuilder ChecksQueryItself<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ChecksQueryItself());
}

/// <summary>Refuses undeclared query parameters, and declared ones that are given twice. If they were ignored, the answer would silently differ from what the caller meant.</summary>
internal sealed class QueryParameterMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Endpoints without a route are answers of the framework, such as 405.
        if (context.Request.Query.Count > 0 && context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<ChecksQueryItself>() is null)
            Check(context.Request.Query, [.. QueryParameters.Of(endpoint.Metadata).Select(p => p.Name)]);
        return next(context);
    }

    private static void Check(IQueryCollection query, string[] names)
    {
        if (query.Keys.FirstOrDefault(k => !names.Contains(k)) is { } unknown)
            throw new ApiException(400, "unknown_parameter", $"There is no parameter {unknown} here. {(names.Length == 0 ? "This route has none." : Nearest.Hint(unknown, "Parameters", names))}");
        if (query.FirstOrDefault(p => p.Value.Count > 1) is { Key: { } twice })
            throw new ApiException(400, "repeated_parameter", $"{twice} is given twice. Give it once.");
    }
}

using EventSourced.Api.Problems;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace EventSourced.Api.Queries;

/// <summary>A query parameter of an endpoint: what is allowed there, and what the API's document says of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="Format">Its JSON schema format, such as <c>date</c>, or null.</param>
/// <param name="Required">Whether a request needs it.</param>
/// <param name="Values">The values that it may have, or null when it is open.</param>
/// <param name="Pattern">Its JSON schema pattern, or null.</param>
internal sealed record QueryParameter(
    string Name, string Description, JsonSchemaType Type = JsonSchemaType.String, string? Format = null, bool Required = false, IReadOnlyList<string>? Values = null, string? Pattern = null)
{
    /// <summary>A whole number.</summary>
    public static QueryParameter Integer(string name, string description) => new(name, description, JsonSchemaType.Integer, "int64");

    /// <summary>A date such as <c>2024-01-31</c>.</summary>
    public static QueryParameter Date(string name, string description) => new(name, description, Format: "date");
}

/// <summary>Metadata of an endpoint: query parameters that it takes. An endpoint without it takes none; several add up.</summary>
/// <param name="All">The parameters.</param>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> All)
{
    /// <summary>The parameters of an endpoint, those of its groups included.</summary>
    public static IEnumerable<QueryParameter> Of(IEnumerable<object> metadata) => metadata.OfType<QueryParameters>().SelectMany(p => p.All);
}

/// <summary>Metadata of an endpoint whose parameters depend on its address: it checks them by itself and refuses unknown ones.</summary>
internal sealed record ChecksQueryItself;

/// <summary>Declares the query parameters of endpoints.</summary>
internal static class QueryParameterMetadata
{
    /// <summary>Says which query parameters an endpoint takes; any other is refused with 400.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder builder, params QueryParameter[] parameters) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new QueryParameters(parameters));

    /// <summary>Says that an endpoint checks its query parameters by itself.</summary>
    public static TBuilder ChecksQueryItself<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ChecksQueryItself());
}

/// <summary>Refuses query parameters that an endpoint does not declare, and declared ones that are given twice: ignored, they would change the answer without a word.</summary>
internal sealed class QueryParameterMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Endpoints without a route are the framework's own answers, such as 405.
        if (context.Request.Query.Count > 0 && context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<ChecksQueryItself>() is null)
            Check(context.Request.Query, [.. QueryParameters.Of(endpoint.Metadata).Select(p => p.Name)]);
        return next(context);
    }

    private static void Check(IQueryCollection query, string[] names)
    {
        if (query.Keys.FirstOrDefault(k => !names.Contains(k)) is { } unknown)
            throw new ApiException(400, "unknown_parameter", $"There is no parameter {unknown} here. {(names.Length == 0 ? "This address takes none." : Nearest.Hint(unknown, "Parameters", names))}");
        if (query.FirstOrDefault(p => p.Value.Count > 1) is { Key: { } twice })
            throw new ApiException(400, "repeated_parameter", $"{twice} is given twice. Give it once.");
    }
}

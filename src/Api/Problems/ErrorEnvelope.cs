using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Problems;

/// <summary>Body of the errors of product routes that use an envelope instead of a problem document.</summary>
internal sealed record ErrorEnvelope([property: JsonPropertyName("error")] ErrorBody Error);

/// <summary>What is wrong.</summary>
internal sealed record ErrorBody(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("details"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, object>? Details);

/// <summary>The answer to an error of a product route; it is not cached.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="body">The body, usually an <see cref="ErrorEnvelope"/>.</param>
/// <param name="retryAfter">When to retry, or null.</param>
internal sealed class ErrorResult<TBody>(int status, TBody body, TimeSpan? retryAfter) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.CacheControl = "no-store";
        if (retryAfter is { } pause) headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Results.Json(body, statusCode: status).ExecuteAsync(httpContext);
    }
}

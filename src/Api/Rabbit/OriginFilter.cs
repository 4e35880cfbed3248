using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>
/// Refuses cross-origin requests of browsers: these routes need no token, and browsers send forms to any origin. Callers that are not browsers send no Origin.
/// </summary>
internal sealed class OriginFilter(RabbitHttpOptions options) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var origin = request.Headers.Origin.ToString();
        // Pages cannot set Sec-Fetch-Site, and it is also correct behind a proxy that changes the host.
        if (origin.Length == 0 || request.Headers["Sec-Fetch-Site"] == "same-origin" || IsOwn(request, origin) || options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)) return next(context);
        throw new RabbitException(403, RabbitCodes.OriginNotAllowed, "Pages of this origin may not use these routes. The operator lists those that may in Rabbit:AllowedOrigins.");
    }

    private static bool IsOwn(HttpRequest request, string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
}

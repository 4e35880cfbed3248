using System.Net;
using EventSourced.Api.Problems;
using EventSourced.EventStore.Settings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace EventSourced.Api.Hosting;

/// <summary>HTTP behaviour of all routes: header limits, allowed hosts, HEAD, compression, 405, and security headers.</summary>
internal static class HttpConventions
{
    private const int MaxTarget = 8 * 1024;
    private const int MaxHeaders = 32 * 1024;

    private static readonly string[] s_compressed = ["application/json", "application/x-ndjson", "text/csv", "text/plain"];

    public static void AddHttpConventions(this IServiceCollection services)
    {
        // Only GET is compressed, so that no answer with a new secret is; and browsers send no credential of ours automatically (docs/decisions/0016).
        services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, s_compressed));
        // The framework's filter answers with an HTML page; HostMiddleware replaces it.
        services.PostConfigure<HostFilteringOptions>(options => options.AllowedHosts = ["*"]);
    }

    /// <summary>Sets Kestrel's limits above ours, so that larger requests get a problem document instead of Kestrel's empty answer.</summary>
    public static void AllowLongRequests(this KestrelServerLimits limits) => (limits.MaxRequestLineSize, limits.MaxRequestHeadersTotalSize) = (8 * MaxTarget, 4 * MaxHeaders);

    /// <summary>Call it before routing.</summary>
    public static void UseHttpConventions(this WebApplication app)
    {
        app.UseMiddleware<HostMiddleware>();
        app.Use(LimitHead);
        app.UseWhen(context => HttpMethods.IsGet(context.Request.Method), reads => reads.UseResponseCompression());
        app.Use(AnswerHead);
    }

    /// <summary>Adds <c>X-Content-Type-Options: nosniff</c> to every answer. Call it first.</summary>
    public static void UseNoSniff(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static response =>
        {
            ((HttpResponse)response).Headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    });

    /// <summary>Answers 405 also to anonymous callers where the route is open. Call it after routing and before authorisation.</summary>
    public static void UseMethodNotAllowed(this WebApplication app)
    {
        var open = new Lazy<List<TemplateMatcher>>(() => [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => new TemplateMatcher(new RouteTemplate(e.RoutePattern), []))]);
        app.Use(async (context, next) =>
        {
            // Routing's 405 endpoint has neither a pattern nor metadata.
            if (context.GetEndpoint() is not { } endpoint || endpoint is RouteEndpoint || endpoint.DisplayName?.StartsWith("405 ", StringComparison.Ordinal) != true)
            {
                await next(context);
                return;
            }
            if (open.Value.Any(route => route.TryMatch(context.Request.Path, []))) await endpoint.RequestDelegate!(context);
            else await next(context);
            var allow = context.Response.Headers.Allow.ToString();
            if (context.Response is { HasStarted: false, StatusCode: 405 } && allow.Contains("GET", StringComparison.Ordinal) && !allow.Contains("HEAD", StringComparison.Ordinal))
                context.Response.Headers.Allow = $"{allow}, HEAD";
        });
    }

    private static Task LimitHead(HttpContext context, RequestDelegate next)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Length;
        if (target > MaxTarget) throw new ApiException(414, "address_too_long", $"The address has {target} characters; at most {MaxTarget} are possible.");
        var headers = context.Request.Headers.Sum(h => h.Value.Sum(v => h.Key.Length + (v?.Length ?? 0) + 4));
        if (headers > MaxHeaders) throw new ApiException(431, "headers_too_large", $"The headers have {headers} characters; at most {MaxHeaders} are possible.");
        return next(context);
    }

    // HEAD is handled as GET; the server omits the body.
    private static async Task AnswerHead(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }
        context.Request.Method = HttpMethods.Get;
        // An event stream would run without sending anything: it ends after its headers.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        context.RequestAborted = ended.Token;
        context.Response.OnStarting(() =>
        {
            if (context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true) ended.Cancel();
            return Task.CompletedTask;
        });
        await next(context);
    }
}

/// <summary>
/// Accepts requests for allowed hosts only, against DNS rebinding. <c>AllowedHosts</c> lists them, joined by semicolons; <c>*.example.org</c> and <c>*</c> are possible.
/// By default a server that listens only on loopback accepts loopback names, and any other server accepts all names.
/// </summary>
internal sealed class HostMiddleware(RequestDelegate next, IConfiguration configuration, IServer server)
{
    private IList<StringSegment>? _allowed;

    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        // Only HTTP/1.0 clients send no host, and browsers do not use HTTP/1.0.
        if (host.Length == 0 || (_allowed ??= Allowed()).Contains("*") || HostString.MatchesAny(host, _allowed)) return next(context);
        throw new ApiException(400, "host_not_allowed", $"This server does not answer for the host \"{host}\". Set AllowedHosts to the hosts that it serves, joined by semicolons.");
    }

    private IList<StringSegment> Allowed()
    {
        if (configuration.Read<HostNameOptions>().AllowedHosts?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } named)
            return [.. named.Select(n => new StringSegment(n))];
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        return addresses is { Count: > 0 } && addresses.All(IsLoopback) ? ["localhost", "127.0.0.1", "[::1]"] : ["*"];
    }

    private static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.IsLoopback || (IPAddress.TryParse(uri.Host, out var ip) && IPAddress.IsLoopback(ip)));
}

using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EventSourced.EndToEnd.Fastest.Client;

/// <summary>Passes the requests of a client on to the API: it counts them, can do something before each, and can answer instead.</summary>
internal sealed class FstProxy : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly WebApplication _app;

    private FstProxy(Uri target)
    {
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = target };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Run(PassAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>The requests, as <c>PUT /v1/blobs/upload/…</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Runs before a request is passed on. Returns a status to answer instead, or null.</summary>
    public Func<string, int?> Before { get; set; } = _ => null;

    public static async Task<FstProxy> ToAsync(FastestClient user)
    {
        var proxy = new FstProxy(user.Http.BaseAddress!);
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <summary>How many requests begin so.</summary>
    public int Count(string start) => Requests.Count(r => r.StartsWith(start, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var name = $"{context.Request.Method} {context.Request.Path}";
        Requests.Enqueue(name);
        if (Before(name) is { } instead)
        {
            context.Response.StatusCode = instead;
            return;
        }
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{context.Request.Path}{context.Request.QueryString}");
        if (context.Request.ContentLength is { } length)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.ContentLength = length;
        }
        else if (context.Request.Headers.TransferEncoding.Count > 0) request.Content = new StreamContent(context.Request.Body);
        foreach (var (header, value) in context.Request.Headers)
        {
            if (header is "Host" or "Content-Length" or "Transfer-Encoding" or "Connection") continue;
            if (!request.Headers.TryAddWithoutValidation(header, (IEnumerable<string?>)value)) request.Content?.Headers.TryAddWithoutValidation(header, (IEnumerable<string?>)value);
        }
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (header, values) in answer.Content.Headers) context.Response.Headers[header] = values.ToArray();
        if (answer.StatusCode != HttpStatusCode.NoContent) await answer.Content.CopyToAsync(context.Response.Body);
    }
}

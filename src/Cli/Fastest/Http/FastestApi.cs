using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Retry;

namespace EventSourced.Cli.Fastest.Http;

/// <summary>
/// Client of the routes below <c>/v1</c>. What may be temporary is tried again; every changing request has an idempotency key, so that it runs once all the same.
/// </summary>
internal sealed class FastestApi : IDisposable
{
    // The server itself waits for up to a minute.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // The bodies of requests have no names.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(FastestJson.Default, new DefaultJsonTypeInfoResolver()),
    };

    private static readonly ResiliencePipeline s_retries = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = 4,
        Delay = TimeSpan.FromMilliseconds(200),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is FastestApiException { IsTransient: true }),
        DelayGenerator = args => ValueTask.FromResult(args.Outcome.Exception is FastestApiException { RetryAfter: { } asked } ? asked < s_longestPause ? asked : s_longestPause : (TimeSpan?)null),
    }).Build();

    private readonly HttpClient _http;

    public FastestApi(Uri url, string? token)
    {
        Url = url;
        // Each attempt has its own limit.
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) }) { BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Url { get; }

    /// <summary>Reads.</summary>
    /// <exception cref="FastestApiException">The API refused it, or does not answer.</exception>
    public Task<T> GetAsync<T>(string path, CancellationToken cancellation) => JsonAsync<T>(HttpMethod.Get, path, null, cancellation);

    /// <summary>Sends a JSON body.</summary>
    /// <exception cref="FastestApiException">The API refused it, or does not answer.</exception>
    public Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellation) =>
        JsonAsync<T>(method, path, body is null ? null : () => JsonContent.Create(body, body.GetType(), options: s_json), cancellation);

    /// <summary>Reads bytes, such as those of a manifest.</summary>
    /// <exception cref="FastestApiException">The API refused it, or does not answer.</exception>
    public Task<byte[]> BytesAsync(string path, CancellationToken cancellation) => RetriedAsync(HttpMethod.Get, path, null, s_limit, cancellation);

    /// <summary>Saves bytes to a file, which is replaced; they may be many.</summary>
    /// <param name="path">Address.</param>
    /// <param name="file">The file.</param>
    /// <param name="size">How many bytes are expected, for the time limit.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="FastestApiException">The API refused it, or does not answer.</exception>
    public async Task SaveAsync(string path, string file, long size, CancellationToken cancellation) => await s_retries.ExecuteAsync(
        async token => await TryAsync(HttpMethod.Get, path, null, null, LimitOf(size), async (content, stop) =>
        {
            await using var saved = new FileStream(file, FileMode.Create, FileAccess.Write);
            await content.CopyToAsync(saved, stop);
            return (byte[])[];
        }, token), cancellation);

    /// <summary>Stores bytes.</summary>
    /// <param name="path">Address with the hash.</param>
    /// <param name="content">Makes the content, anew for each attempt.</param>
    /// <param name="size">Its bytes, for the time limit.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="FastestApiException">The API refused it, or does not answer.</exception>
    public async Task<Stored> StoreAsync(string path, Func<HttpContent> content, long size, CancellationToken cancellation) =>
        Read<Stored>(await RetriedAsync(HttpMethod.Put, path, content, LimitOf(size), cancellation));

    public void Dispose() => _http.Dispose();

    private static TimeSpan LimitOf(long size)
    {
        const int SlowestBytesPerSecond = 32 * 1024;
        return s_limit + TimeSpan.FromSeconds(size / SlowestBytesPerSecond);
    }

    private async Task<T> JsonAsync<T>(HttpMethod method, string path, Func<HttpContent>? content, CancellationToken cancellation) =>
        Read<T>(await RetriedAsync(method, path, content, s_limit, cancellation));

    private async Task<byte[]> RetriedAsync(HttpMethod method, string path, Func<HttpContent>? content, TimeSpan limit, CancellationToken cancellation)
    {
        var key = method == HttpMethod.Get ? null : Guid.NewGuid().ToString();
        return await s_retries.ExecuteAsync(async token => await TryAsync(method, path, content, key, limit, (body, stop) => body.ReadAsByteArrayAsync(stop), token), cancellation);
    }

    private async Task<byte[]> TryAsync(HttpMethod method, string path, Func<HttpContent>? content, string? key, TimeSpan limit, Func<HttpContent, CancellationToken, Task<byte[]>> read, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content?.Invoke() };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(limit);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return response.IsSuccessStatusCode ? await read(response.Content, timeout.Token)
                : throw FastestApiException.Of(Url, response.StatusCode, response.Headers, await response.Content.ReadAsByteArrayAsync(timeout.Token));
        }
        catch (HttpRequestException e)
        {
            throw FastestApiException.Of(Url, e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new FastestApiException(null, null, $"{Url} did not answer within {limit.TotalSeconds:N0} s. Try again in a moment.", e) { IsTransient = true };
        }
    }

    /// <summary>Part of an answer.</summary>
    public static T Of<T>(JsonNode node) => node.Deserialize<T>(s_json)!;

    private T Read<T>(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, s_json) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw new FastestApiException(HttpStatusCode.OK, null, $"{Url} does not answer like Fastest. Check the address.", e);
        }
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSourced.Cli.Nemesis;

/// <summary>An answer of the API.</summary>
/// <param name="Status">HTTP status; 0 without an answer.</param>
/// <param name="Body">JSON body, or null.</param>
/// <param name="Position">The header X-Position.</param>
public sealed record Answer(int Status, JsonNode? Body, long? Position)
{
    /// <summary>Whether it is a success, 200 to 299.</summary>
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>Status and reason, for messages.</summary>
    public string Summary => Status == 0 ? "no answer" : $"{Status} {Body?["code"]} {Body?["detail"]}";
}

/// <summary>Calls an API that may be down at any moment: a missing answer is a result, not an exception.</summary>
public sealed class Caller : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;

    /// <summary>Calls an API as an admin.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="token">An admin token.</param>
    public Caller(string url, string token)
    {
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromSeconds(30) })
        {
            BaseAddress = new Uri(url),
            Timeout = s_limit,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Reads.</summary>
    /// <param name="path">The address, with its query.</param>
    /// <param name="cancellation">Stops.</param>
    /// <param name="minPosition">The position that the answer must reflect, or null.</param>
    public Task<Answer> GetAsync(string path, CancellationToken cancellation, long? minPosition = null) => SendAsync(() =>
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (minPosition is { } position) request.Headers.Add("X-Min-Position", position.ToString(CultureInfo.InvariantCulture));
        return request;
    }, cancellation);

    /// <summary>Sends JSON.</summary>
    /// <param name="path">The address.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellation">Stops.</param>
    public Task<Answer> PostAsync(string path, JsonObject body, CancellationToken cancellation) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonOf(body) }, cancellation);

    /// <summary>Sends a request once.</summary>
    /// <param name="make">Makes the request.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<Answer> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        try
        {
            using var request = make();
            using var response = await _http.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            var json = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true && text.Length > 0 ? JsonNode.Parse(text) : null;
            var position = response.Headers.TryGetValues("X-Position", out var values) ? long.Parse(values.First(), CultureInfo.InvariantCulture) : (long?)null;
            return new Answer((int)response.StatusCode, json, position);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new Answer(0, null, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>A JSON body.</summary>
    /// <param name="body">Its value.</param>
    public static HttpContent JsonOf(JsonObject body) => new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
}

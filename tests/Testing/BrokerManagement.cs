using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSourced.Testing;

/// <summary>RabbitMQ's management API (https://www.rabbitmq.com/docs/management).</summary>
public sealed class BrokerManagement : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>A client for an address with user and password.</summary>
    public BrokerManagement(Uri uri)
    {
        _client = new HttpClient { BaseAddress = new UriBuilder(uri) { UserName = "", Password = "" }.Uri };
        var user = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo)));
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", user);
    }

    /// <summary>Sends a request; the answer is null when it has no body. A refusal is an exception with the broker's reason.</summary>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, object? body = null, CancellationToken cancellation = default)
    {
        // RabbitMQ's API refuses chunked bodies, so the length must be known.
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        using var response = await _client.SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation)}", null, response.StatusCode);
        return response.Content.Headers.ContentLength is > 0 ? await response.Content.ReadFromJsonAsync<JsonNode>(cancellation) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}

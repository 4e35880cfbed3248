using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSourced.Cli.Fastest.Http;

/// <summary>The API refused a request, or could not be reached. The message says what to do.</summary>
/// <param name="status">HTTP status; null when there was no answer.</param>
/// <param name="code">Code of the error; null when the answer has none.</param>
/// <param name="message">What is wrong and the next step.</param>
/// <param name="inner">The cause, if any.</param>
internal sealed class FastestApiException(HttpStatusCode? status, string? code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>HTTP status; null when there was no answer.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>Code of the error, such as <c>HASH_MISMATCH</c> or, at sign-in, <c>slow_down</c>.</summary>
    public string? Code { get; } = code;

    /// <summary>Whether the same request may succeed a moment later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>When the server wants the request again.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The error of an answer: an envelope, or at sign-in the form of RFC 6749.</summary>
    public static FastestApiException Of(Uri api, HttpStatusCode status, HttpResponseHeaders headers, byte[] body)
    {
        var error = Parse(body)?["error"];
        var (code, message) = error is JsonObject envelope ? (Text(envelope["code"]), Text(envelope["message"])) : (Text(error), Text(Parse(body)?["error_description"]));
        var said = (status, message) switch
        {
            (HttpStatusCode.Unauthorized, _) => Connections.RefusedAt(api, message),
            (_, not null) => message,
            _ when code is null && (int)status < 500 => $"{api} answers {(int)status}, but not like Fastest. Check the address.",
            _ => $"{api} answers {(int)status} without a reason. Try again in a moment.",
        };
        return new(status, code, said) { IsTransient = (int)status is 408 or 429 or >= 500, RetryAfter = headers.RetryAfter?.Delta };
    }

    /// <summary>The error of a request without an answer.</summary>
    public static FastestApiException Of(Uri api, HttpRequestException e) => new(null, null, e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"No server has the name {api.Host}. Check the address {api}",
        HttpRequestError.ConnectionError => $"Nothing answers at {api} ({e.Message}) Check the address, and that the API runs.",
        HttpRequestError.SecureConnectionError => $"There is no secure connection to {api}: {e.InnerException?.Message ?? e.Message}",
        _ => $"The connection to {api} broke: {e.InnerException?.Message ?? e.Message}",
    }, e)
    { IsTransient = e.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError) };

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            // A page of a proxy, or of another server: there is no error in it to show.
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

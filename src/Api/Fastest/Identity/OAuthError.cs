using System.Text.Json.Serialization;
using EventSourced.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Identity;

/// <summary>An error in the shape of RFC 6749 and RFC 8628.</summary>
internal sealed record OAuthError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description);

/// <summary>Answers the errors of OAuth routes in their own shape; faults of the server as the other product routes do.</summary>
internal sealed class OAuthErrors : IErrorFormat
{
    private static readonly FastestErrors s_others = new();

    public ErrorAnswer Of(Exception exception) => exception switch
    {
        OAuthException e => Answer(400, e.Error, e.Message),
        FastestException { Status: 400 or 404 or 409 or 422 } e => Answer(400, "invalid_request", e.Message),
        // RFC 8628 has no code for it.
        FastestException { Status: 429 } e => new ErrorAnswer(e.Status, e.Code, e.Answer(new OAuthError("too_many_attempts", e.Message))),
        FastestException { Status: 401 } e => Answer(401, "invalid_client", e.Message),
        ApiException { Status: 401 } e => Answer(401, "invalid_client", e.Message),
        ApiException { Status: < 500 } e => Answer(400, "invalid_request", e.Message),
        _ => s_others.Of(exception),
    };

    private static ErrorAnswer Answer(int status, string error, string message) => new(status, error, Results.Json(new OAuthError(error, message), statusCode: status));
}

/// <summary>An error of an OAuth route.</summary>
/// <param name="error">Code of RFC 6749 or RFC 8628.</param>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class OAuthException(string error, string message) : Exception(message)
{
    public string Error { get; } = error;
}

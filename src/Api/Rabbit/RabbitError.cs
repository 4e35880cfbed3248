using EventSourced.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Codes of errors; callers rely on them.</summary>
internal static class RabbitCodes
{
    public const string SessionNotFound = "SESSION_NOT_FOUND";
    public const string AudioProcessingFailed = "AUDIO_PROCESSING_FAILED";
    public const string RateLimitExceeded = "RATE_LIMIT_EXCEEDED";
    public const string InvalidRequest = "INVALID_REQUEST";
    public const string PinInvalid = "PIN_INVALID";
    public const string PinNotConfigured = "PIN_NOT_CONFIGURED";
    public const string OriginNotAllowed = "ORIGIN_NOT_ALLOWED";
    public const string NotFound = "NOT_FOUND";
    public const string AnswerPending = "ANSWER_PENDING";
    public const string Unavailable = "UNAVAILABLE";
    public const string InternalError = "INTERNAL_ERROR";
}

/// <summary>An error that is answered with an error envelope. It never contains what a child said.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">One of <see cref="RabbitCodes"/>.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="details">Further details, or null.</param>
internal sealed class RabbitException(int status, string code, string message, IReadOnlyDictionary<string, object>? details = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public IReadOnlyDictionary<string, object>? Details { get; } = details;

    /// <summary>When to retry, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static RabbitException Invalid(string message) => new(400, RabbitCodes.InvalidRequest, message);

    public static RabbitException NoSession() => new(404, RabbitCodes.SessionNotFound, "There is no such session, or it is closed. Start a new one.");

    /// <summary>The answer.</summary>
    public IResult Answer() => new ErrorResult<ErrorEnvelope>(Status, new ErrorEnvelope(new ErrorBody(Code, Message, Details)), RetryAfter);
}

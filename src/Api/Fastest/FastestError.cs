using EventSourced.Api.Problems;
using EventSourced.Commands.Pipeline;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest;

/// <summary>Codes of errors; callers rely on them (specification, 4).</summary>
internal static class FastestCodes
{
    public const string Unauthorized = "UNAUTHORIZED";
    public const string Forbidden = "FORBIDDEN";
    public const string NotFound = "NOT_FOUND";
    public const string Invalid = "VALIDATION_ERROR";
    public const string Conflict = "CONFLICT";
    public const string HashMismatch = "HASH_MISMATCH";
    public const string TooLarge = "TOO_LARGE";
    public const string RateLimited = "RATE_LIMITED";
    public const string Refused = "REFUSED";
    public const string Pending = "PENDING";
    public const string ModelUnavailable = "MODEL_UNAVAILABLE";
    public const string Unavailable = "UNAVAILABLE";
    public const string InternalError = "INTERNAL_ERROR";
}

/// <summary>An error that is answered with an error envelope.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">One of <see cref="FastestCodes"/>, or that of a command's problem in upper case.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="details">Further details, or null.</param>
internal sealed class FastestException(int status, string code, string message, IReadOnlyDictionary<string, object>? details = null) : Exception(message)
{
    // Codes of problems that callers distinguish. The others are answered by their status alone.
    private static readonly HashSet<string> s_own =
        ["manifest_not_found", "invalid_operation", "no_snapshot", "no_main_workspace", "preview_expired", "missing_decisions", "manifest_invalid", "concurrent_modification", "invalid_state", "model_unavailable"];

    private static readonly HashSet<string> s_oauth = ["invalid_grant", "expired_token", "authorization_pending", "access_denied"];

    public int Status { get; } = status;

    public string Code { get; } = code;

    public IReadOnlyDictionary<string, object>? Details { get; } = details;

    /// <summary>Code of RFC 8628 when a command was rejected with one, else null.</summary>
    public string? OAuth { get; private init; }

    /// <summary>When to retry, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static FastestException Invalid(string message) => new(422, FastestCodes.Invalid, message);

    public static FastestException NotFound(string message) => new(404, FastestCodes.NotFound, message);

    /// <summary>The error of a command's problem.</summary>
    public static FastestException Of(Problem problem) => new(problem.Status,
        s_own.Contains(problem.Code) ? problem.Code.ToUpperInvariant() : OfStatus(problem.Status), problem.Detail, problem.Errors?.ToDictionary(p => p.Key, p => (object)p.Value))
    { OAuth = s_oauth.Contains(problem.Code) ? problem.Code : null };

    public static string OfStatus(int status) => status switch
    {
        401 => FastestCodes.Unauthorized,
        403 => FastestCodes.Forbidden,
        404 => FastestCodes.NotFound,
        409 => FastestCodes.Conflict,
        413 => FastestCodes.TooLarge,
        400 or 422 => FastestCodes.Invalid,
        429 => FastestCodes.RateLimited,
        503 => FastestCodes.Unavailable,
        _ => FastestCodes.Refused,
    };

    /// <summary>The answer.</summary>
    public IResult Answer() => Answer(new ErrorEnvelope(new ErrorBody(Code, Message, Details)));

    /// <summary>The answer with a body of another shape.</summary>
    public IResult Answer<TBody>(TBody body) => new ErrorResult<TBody>(Status, body, RetryAfter);
}

using EventSourced.Api.Problems;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Intelligence;
using EventSourced.EventStore;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace EventSourced.Api.Fastest;

/// <summary>Answers every error of the product routes with an error envelope. Internal errors are logged and not shown.</summary>
internal sealed class FastestErrors : IErrorFormat
{
    public ErrorAnswer Of(Exception exception)
    {
        var error = ErrorOf(exception);
        return new ErrorAnswer(error.Status, error.Code, error.Answer());
    }

    private static FastestException ErrorOf(Exception exception) => exception switch
    {
        FastestException e => e,
        ObjectHashException e => new(400, FastestCodes.HashMismatch, e.Message, new Dictionary<string, object> { ["actual"] = e.Actual }),
        ObjectNotFoundException => FastestException.NotFound("You have no such object. Upload it first."),
        ManifestException e => FastestException.Invalid(e.Message),
        ObjectTooLargeException or BadHttpRequestException { StatusCode: 413 } => new(413, FastestCodes.TooLarge, "The body is too large."),
        BadHttpRequestException e => new(e.StatusCode, FastestException.OfStatus(e.StatusCode), e.Message),
        // A body that does not fit is answered with 422 (specification, 4).
        ApiException { Code: "invalid_body" } e => new(422, FastestCodes.Invalid, e.Message, DetailsOf(e)),
        ApiException { Code: "idempotency_key_reused" } e => new(409, FastestCodes.Conflict, e.Message),
        ApiException { Status: < 500 } e => new(e.Status, FastestException.OfStatus(e.Status), e.Message, DetailsOf(e)),
        QueryException { Status: < 500 } e => new(e.Status, FastestException.OfStatus(e.Status), e.Message),
        QueryException e => Unavailable(e.Message),
        ModelServiceException e => new(502, FastestCodes.ModelUnavailable, e.Message),
        BusUnavailableException => Unavailable("The message broker does not answer. Send the same request again in a moment."),
        // A worker creates the read tables.
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } => Unavailable("The read tables were not built yet: start a worker."),
        _ when DatabaseUnavailable.ReasonOf(exception) is { } reason => Unavailable(reason),
        _ => new(500, FastestCodes.InternalError, "An internal error occurred. The log has the reason."),
    };

    private static Dictionary<string, object>? DetailsOf(ApiException e) => e.Errors?.ToDictionary(p => p.Key, p => (object)p.Value);

    private static FastestException Unavailable(string message) => new(503, FastestCodes.Unavailable, message) { RetryAfter = TimeSpan.FromSeconds(2) };
}

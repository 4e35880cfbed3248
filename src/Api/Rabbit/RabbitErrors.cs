using EventSourced.Api.Problems;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Intelligence;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace EventSourced.Api.Rabbit;

/// <summary>Answers every error of the product routes with an error envelope. Internal errors are logged and not shown.</summary>
internal sealed class RabbitErrors : IErrorFormat
{
    public ErrorAnswer Of(Exception exception)
    {
        var error = ErrorOf(exception);
        return new ErrorAnswer(error.Status, error.Code, error.Answer());
    }

    private static RabbitException ErrorOf(Exception exception) => exception switch
    {
        RabbitException e => e,
        ModelServiceException e => new(502, RabbitCodes.AudioProcessingFailed, $"The recording could not be understood: {e.Message}"),
        ObjectTooLargeException or BadHttpRequestException { StatusCode: 413 } => new(413, RabbitCodes.InvalidRequest, "The body is too large."),
        BadHttpRequestException e => new(e.StatusCode, RabbitCodes.InvalidRequest, e.Message),
        ApiException { Status: < 500 } e => new(e.Status == 422 ? 400 : e.Status, RabbitCodes.InvalidRequest, e.Message, e.Errors?.ToDictionary(p => p.Key, p => (object)p.Value)),
        BusUnavailableException => Unavailable("The message broker does not answer. Send the same request again in a moment."),
        // A worker creates the read tables.
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } => Unavailable("The read tables were not built yet: start a worker."),
        _ when DatabaseUnavailable.ReasonOf(exception) is { } reason => Unavailable(reason),
        _ => new(500, RabbitCodes.InternalError, "An internal error occurred. The log has the reason."),
    };

    private static RabbitException Unavailable(string message) => new(503, RabbitCodes.Unavailable, message) { RetryAfter = TimeSpan.FromSeconds(2) };
}

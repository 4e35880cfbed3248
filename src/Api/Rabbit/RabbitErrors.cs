using EventSourced.Api.Problems;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Rabbit.Speech;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace EventSourced.Api.Rabbit;

/// <summary>Answers every error of the product's own routes with its envelope. What went wrong inside stays in the log.</summary>
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
        SpeechException e => new(502, RabbitCodes.AudioProcessingFailed, $"The recording could not be understood: {e.Message}"),
        ObjectTooLargeException or BadHttpRequestException { StatusCode: 413 } => new(413, RabbitCodes.InvalidRequest, "The body is too large."),
        BadHttpRequestException e => new(e.StatusCode, RabbitCodes.InvalidRequest, e.Message),
        ApiException { Status: < 500 } e => new(e.Status == 422 ? 400 : e.Status, RabbitCodes.InvalidRequest, e.Message, e.Errors?.ToDictionary(p => p.Key, p => (object)p.Value)),
        BusUnavailableException => Away("The message broker does not answer. Send the same request again in a moment."),
        // The read tables are made by a worker.
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } => Away("The read tables were not built yet: start a worker."),
        _ when DatabaseAway.ReasonOf(exception) is { } reason => Away(reason),
        _ => new(500, RabbitCodes.InternalError, "Something went wrong inside. The log has the reason."),
    };

    private static RabbitException Away(string message) => new(503, RabbitCodes.Unavailable, message) { RetryAfter = TimeSpan.FromSeconds(2) };
}

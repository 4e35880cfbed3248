using EventSourced.Api.Problems;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Rabbit.Speech;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.Api.Rabbit;

/// <summary>Answers every error of the product's own routes with its envelope. What went wrong inside stays in the log.</summary>
internal sealed partial class ErrorFilter(ILogger<ErrorFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            var error = Of(e);
            if (error.Code is RabbitCodes.InternalError or RabbitCodes.AudioProcessingFailed) Failed(http.Request.Method, http.Request.Path, error.Code, e);
            return error.Answer(http);
        }
    }

    private static RabbitException Of(Exception exception) => exception switch
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

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed: {Code}.")]
    private partial void Failed(string method, string path, string code, Exception exception);
}

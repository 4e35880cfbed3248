using EventSourced.Commands.Bus;
using EventSourced.EventStore;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Npgsql;

namespace EventSourced.Api.Problems;

/// <summary>Answers every error, also the framework's, with a problem document. Internal errors are logged and not shown.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, RefusedRequests refused, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
            if (!context.Response.HasStarted) context.Response.StatusCode = 499;
            return;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var error = context.GetEndpoint()?.Metadata.GetMetadata<IErrorFormat>()?.Of(e) ?? ErrorOf(Of(e, context));
            if (error.Status == 503) refused.Count(error.Code, e.Message);
            else if (error.Status >= 500) Failed(context.Request.Method, context.Request.Path, error.Code, e);
            // Does not remove CORS headers: they are added when the response starts.
            context.Response.Clear();
            if (error.Status == 503) context.Response.Headers.RetryAfter = "2";
            await error.Result.ExecuteAsync(context);
            return;
        }
        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null }) await OfStatus(context).ExecuteAsync(context);
    }

    private static ErrorAnswer ErrorOf(ProblemDocument problem) => new(problem.Status, problem.Code, problem);

    private static ProblemDocument Of(Exception exception, HttpContext context) => exception switch
    {
        ApiException e => new(e.Status, e.Code, e.Message, e.Errors),
        QueryException e => new(e.Status, e.Code, e.Message, Members: e.Members),
        ObjectTooLargeException e => TooLarge(e.MaxBytes),
        BadHttpRequestException { StatusCode: 413 } => TooLarge(context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize),
        BadHttpRequestException e => new(e.StatusCode, "bad_request", e.Message),
        BusUnavailableException => new(503, "bus_unavailable",
            "The command was accepted but could not be queued: the message broker does not answer. Send the same request again with the X-Command-Id of this answer, or with the same Idempotency-Key; it runs once."),
        // A live table of an older definition may lack a column of a product route.
        PostgresException { SqlState: PostgresErrorCodes.UndefinedColumn } e => new(409, "table_outdated",
            $"A read table was built by another definition and lacks a column ({e.MessageText}). `{CommandHint.Of("status")}` lists the outdated tables: rebuild them."),
        _ when DatabaseUnavailable.ReasonOf(exception) is { } reason => new(503, "database_unavailable", reason),
        _ => new(500, "internal_error", "An internal error occurred. The log has the reason under this trace_id."),
    };

    private static ProblemDocument TooLarge(long? max) => new(413, "body_too_large",
        $"The body is larger than the {max} bytes allowed here.", Members: new Dictionary<string, object?> { ["max_bytes"] = max });

    private static ProblemDocument OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        404 => new(404, "not_found", $"There is nothing at {context.Request.Path}. /openapi/v1.json lists what there is."),
        405 => new(405, "method_not_allowed", $"{context.Request.Method} is not possible here.{Allowed(context.Response.Headers.Allow)}"),
        415 => new(415, "unsupported_media_type", $"A body of type \"{context.Request.ContentType}\" is not supported here."),
        var status => new(status, "refused", $"{context.Request.Method} {context.Request.Path} was refused."),
    };

    private static string Allowed(StringValues allow) => allow.Count == 0 ? "" : $" Use {allow}.";

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed: {Code}.")]
    private partial void Failed(string method, string path, string code, Exception exception);
}

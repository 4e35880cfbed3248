using System.Diagnostics;
using System.Text.Json;
using EventSourced.Api.Commands;
using EventSourced.Api.Hosting;
using EventSourced.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace EventSourced.Api.Problems;

/// <summary>A problem document of RFC 9457.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Detail">What is wrong, with which thing, and what to do.</param>
/// <param name="Errors">Faults by field.</param>
/// <param name="Members">Additional members.</param>
internal sealed record ProblemDocument(
    int Status, string Code, string Detail, IReadOnlyDictionary<string, string[]>? Errors = null, IReadOnlyDictionary<string, object?>? Members = null) : IResult
{
    public const string MediaType = "application/problem+json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        // If the outcome is unknown, the answer has the command's id: a retry with it is the same command.
        var command = Status >= 500 ? httpContext.Items[CommandIntake.CommandInFlight] as Guid? : null;
        if (command is { } id) response.Headers["X-Command-Id"] = id.ToString();
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(Status));
            json.WriteNumber("status", Status);
            json.WriteString("code", Code);
            json.WriteString("detail", Detail);
            json.WriteString("instance", Storable.Replace(httpContext.Request.PathBase + httpContext.Request.Path));
            json.WriteString("trace_id", Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier);
            if (Errors is not null) Member(json, "errors", Errors);
            if (command is not null && Members?.ContainsKey("command_id") != true) json.WriteString("command_id", command.Value);
            foreach (var (name, value) in Members ?? new Dictionary<string, object?>()) Member(json, name, value);
            json.WriteEndObject();
        }
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), httpContext.RequestAborted);
    }

    private static void Member(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, ApiJson.Options);
    }
}

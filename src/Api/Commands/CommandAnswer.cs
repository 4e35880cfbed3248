using EventSourced.Api.Hosting;
using EventSourced.Api.Problems;
using EventSourced.Commands.Pipeline;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Commands;

/// <summary>A command and its status.</summary>
/// <param name="CommandId">The command.</param>
/// <param name="Name">Its stable name.</param>
/// <param name="Status"><c>accepted</c>, <c>completed</c>, <c>rejected</c> or <c>failed</c>.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Position">Position of its last event, for X-Min-Position to read its own writes. Null while it runs, or when it wrote nothing.</param>
/// <param name="Result">The result of the handler, or null.</param>
/// <param name="Problem">Why it was rejected or failed, or null.</param>
public sealed record CommandState(
    Guid CommandId, string Name, string Status, DateTimeOffset AcceptedAt, DateTimeOffset? FinishedAt, long? Position, Json? Result, Json? Problem);

internal static class CommandAnswer
{
    public static CommandState StateOf(CommandRecord record)
    {
        Json? json = record.Result is { } text ? new Json(text) : null;
        var completed = record.Status == CommandStatus.Completed;
        return new(record.CommandId, record.Type, record.Status, record.AcceptedAt, record.FinishedAt, record.Position, completed ? json : null, completed ? null : json);
    }

    /// <summary>202 while the command runs, 200 when it has completed, else its problem.</summary>
    public static IResult Of(HttpContext context, CommandProgress record, IReadOnlyDictionary<string, string>? members)
    {
        var url = $"{context.Request.PathBase}/commands/{record.CommandId}";
        switch (record.Status)
        {
            case CommandStatus.Rejected or CommandStatus.Failed:
                var problem = OutcomeJson.Problem(record.Result) ?? new Problem(500, "command_failed", "The reason was not stored.");
                return new ProblemDocument(problem.Status, problem.Code, problem.Detail, problem.Errors, new Dictionary<string, object?>
                {
                    ["command_id"] = record.CommandId,
                    ["status_url"] = url,
                });
            case CommandStatus.Completed:
                if (record.Position is { } position) context.Response.Headers["X-Position"] = position.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return Answer(200, record, url, members);
            default:
                context.Response.Headers.Location = url;
                return Answer(202, record, url, members);
        }
    }

    private static IResult Answer(int status, CommandProgress record, string url, IReadOnlyDictionary<string, string>? members)
    {
        var answer = new Dictionary<string, object?> { ["command_id"] = record.CommandId, ["status"] = record.Status, ["status_url"] = url };
        if (status == 200) (answer["position"], answer["result"]) = (record.Position, record.Result is { } json ? (Json?)new Json(json) : null);
        foreach (var (name, value) in members ?? new Dictionary<string, string>()) answer[name] = value;
        return Results.Json(answer, ApiJson.Options, statusCode: status);
    }
}

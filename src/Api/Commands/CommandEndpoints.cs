using EventSourced.Api.Problems;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Commands;

/// <summary>Command endpoints.</summary>
internal static class CommandEndpoints
{
    /// <summary>Maps a command. Its members come from the JSON body and from the address's parts of the same names.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="method">POST, PUT or DELETE.</param>
    /// <param name="pattern">Address; its parameters are named as members of the command.</param>
    /// <param name="summary">What it does.</param>
    /// <typeparam name="TCommand">The command.</typeparam>
    public static RouteHandlerBuilder MapCommand<TCommand>(this IEndpointRouteBuilder routes, string method, string pattern, string summary)
        where TCommand : class, ICommand =>
        routes.MapMethods(pattern, [method], async (HttpContext context, CommandIntake intake) =>
                await intake.AcceptAsync(context, RequestId.Of(context), await CommandBody.ReadAsync<TCommand>(context)))
            .WithMetadata(new CommandMetadata(typeof(TCommand)))
            .WithSummary(summary);

    public static void MapCommandStatus(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/commands/{id}", StatusAsync).WithTags("Commands").WithSummary("How a command stands.");

    private static async Task<Ok<CommandState>> StatusAsync(string id, CommandLedger ledger, HttpContext context)
    {
        if (!Guid.TryParse(id, out var command)) throw new ApiException(400, "invalid_value", $"The command id is \"{id}\"; expected a uuid.");
        var record = await ledger.FindAsync(command, context.RequestAborted)
            ?? throw new ApiException(404, "command_not_found", $"No command {command} came in here. The id is in the answer of the POST and in its X-Command-Id.");
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(CommandAnswer.StateOf(record));
    }
}

/// <summary>Says which command an endpoint takes, for the API's document.</summary>
/// <param name="Command">The command record.</param>
/// <param name="AnswerMembers">Members of its answer besides those of every command, with their descriptions.</param>
internal sealed record CommandMetadata(Type Command, IReadOnlyDictionary<string, string>? AnswerMembers = null);

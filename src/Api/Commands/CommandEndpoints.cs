using System.Reflection;
using EventSourced.Api.Access;
using EventSourced.Api.Problems;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Commands;

/// <summary>Routes of the commands that declare one, and the status of commands.</summary>
internal static class CommandEndpoints
{
    private static readonly MethodInfo s_map = typeof(CommandEndpoints).GetMethod(nameof(Map), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static void MapCommands(this IEndpointRouteBuilder routes, ModuleCatalog modules)
    {
        foreach (var command in modules.Commands.All.Where(c => c.Path is not null))
            s_map.MakeGenericMethod(command.Type).Invoke(null, [routes, command]);
        routes.MapGet("/commands/{id}", StatusAsync).NeedsCredential().WithTags("Commands").WithSummary("The status of a command.");
    }

    /// <summary>Tag of a module's operations in the OpenAPI document.</summary>
    public static string TagOf(string module) => char.ToUpperInvariant(module[0]) + module[1..];

    // Members come from the JSON body and from route parameters of the same names.
    private static void Map<TCommand>(IEndpointRouteBuilder routes, CommandDescriptor command) where TCommand : class, ICommand =>
        routes.MapMethods(command.Path!, [command.Method!], async (HttpContext context, CommandIntake intake) =>
                await intake.AcceptAsync(context, RequestId.Of(context), await CommandBody.ReadAsync<TCommand>(context)))
            .Needs(command.Allow)
            .WithMetadata(new CommandMetadata(typeof(TCommand)))
            .WithTags(TagOf(command.Module))
            .WithSummary(XmlDocs.Summary(typeof(TCommand)) ?? throw new InvalidOperationException($"{typeof(TCommand)} has no <summary>, which documents {command.Method} {command.Path}."));

    private static async Task<Ok<CommandState>> StatusAsync(string id, CommandLedger ledger, HttpContext context)
    {
        if (!Guid.TryParse(id, out var command)) throw new ApiException(400, "invalid_value", $"The command id is \"{id}\"; expected a uuid.");
        var record = await ledger.FindAsync(command, context.RequestAborted) is { } found && context.Caller().MaySeeCommandsOf(found.Actor)
            ? found
            : throw new ApiException(404, "command_not_found", $"There is no command {command}. Its id is in the answer of the POST and in its header X-Command-Id.");
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(CommandAnswer.StateOf(record));
    }
}

/// <summary>Metadata of the endpoint of a command, for the OpenAPI document.</summary>
/// <param name="Command">The command record.</param>
/// <param name="AnswerMembers">Additional members of its answer, with their descriptions.</param>
/// <param name="Upload">Whether the body is an uploaded file.</param>
/// <param name="Operation">Id of the operation in the OpenAPI document; null for the command's name.</param>
internal sealed record CommandMetadata(Type Command, IReadOnlyDictionary<string, string>? AnswerMembers = null, bool Upload = false, string? Operation = null)
{
    /// <summary>Id of the operation.</summary>
    public string OperationId => Operation ?? CommandCatalog.NameOf(Command);
}

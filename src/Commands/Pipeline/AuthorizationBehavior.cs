using EventSourced.Contracts;
using MediatR;

namespace EventSourced.Commands.Pipeline;

/// <summary>Second: rejects a command whose sender lacks its permission. The API checks the same before it accepts a command, but not every command comes through the API.</summary>
/// <typeparam name="TCommand">The command.</typeparam>
internal sealed class AuthorizationBehavior<TCommand> : IPipelineBehavior<Handle<TCommand>, CommandResult> where TCommand : ICommand
{
    private static readonly CommandDescriptor s_command = CommandCatalog.Of(typeof(TCommand));

    public Task<CommandResult> Handle(Handle<TCommand> request, CancellationToken cancellationToken, RequestHandlerDelegate<CommandResult> next) =>
        request.Context.Permissions is not { } permissions || s_command.IsAllowedBy(permissions)
            ? next()
            : Task.FromResult<CommandResult>(new CommandResult.Rejected(new Problem(
                403, "permission_missing", $"{request.Context.Actor} may not send {s_command.Name}: it needs the permission {s_command.Allow}.")));
}

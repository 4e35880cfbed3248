using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;
using MediatR;

namespace EventSourced.Commands.Pulse.Exports;

internal sealed class ImportQueuedExportsHandler(SourceImports imports) : IRequestHandler<Handle<ImportQueuedExports>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ImportQueuedExports> request, CancellationToken cancellationToken)
    {
        await imports.DrainAsync(request.Command.CommunityId, request.Command.SourceId, cancellationToken);
        return new CommandResult.Completed(0);
    }
}

using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Clang;

/// <summary>Reads an uploaded file of the API, and records it in one append.</summary>
internal sealed class ImportClangHandler(CommandStates states, IObjectStore objects) : IRequestHandler<Handle<ImportClang>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<ImportClang> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        return SmallUploads.ImportAsync(states, objects, context, command.ImportId, ClangStreams.Import(command.ImportId), command.ObjectKey, DecideAsync, cancellationToken);

        async Task<Decision> DecideAsync(byte[] content, OneCommandImport import)
        {
            var (batch, leftOut) = await ClangJson.ReadAsync(content, cancellationToken);
            return Decision.Of(import, new ClangImported(command.ImportId, batch.Items, batch.PullRequests, batch.Commits, leftOut.Recorded()))
                .AndAtAnyVersion(ClangStreams.Mirror, batch.Events).Answer(new { command.ImportId, batch.Items, batch.PullRequests, batch.Commits });
        }
    }
}

internal sealed class ImportClangValidator : AbstractValidator<ImportClang>
{
    public ImportClangValidator() => RuleFor(c => c.ObjectKey).Upload(c => c.ImportId);
}

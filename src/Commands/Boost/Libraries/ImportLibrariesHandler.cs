using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Reads an uploaded <c>libraries.json</c> and records what is new.</summary>
internal sealed class ImportLibrariesHandler(CommandStates states, IObjectStore objects) : IRequestHandler<Handle<ImportLibraries>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<ImportLibraries> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        return SmallUploads.ImportAsync(states, objects, context, command.ImportId, LibraryStreams.LibrariesImport(command.ImportId), command.ObjectKey, DecideAsync, cancellationToken);

        async Task<Decision> DecideAsync(byte[] content, OneCommandImport import)
        {
            var read = LibrariesJson.Read(content);
            var (version, repository) = (BoostRelease.TagOf(command.Version), LibraryFields.KeyOf(command.Repository));
            var loaded = await LibraryContext.LoadAsync(states, repository, read.Libraries, cancellationToken);
            var (decision, changed) = loaded.Decide(version, LibraryFields.SubmoduleOf(command.Submodule, repository), read.Libraries);
            return decision.And(import, new LibrariesImported(command.ImportId, repository, version, read.Libraries.Count, changed, read.LeftOut.Recorded()))
                .Answer(new { command.ImportId, Repository = repository, Version = version, Libraries = read.Libraries.Count, Changed = changed });
        }
    }
}

internal sealed class ImportLibrariesValidator : AbstractValidator<ImportLibraries>
{
    public ImportLibrariesValidator()
    {
        RuleFor(c => c.ObjectKey).Upload(c => c.ImportId);
        RuleFor(c => c.Repository).Repository();
        RuleFor(c => c.Version).Release();
        RuleFor(c => c.Submodule).MaximumLength(BoostFields.NameLength);
    }
}

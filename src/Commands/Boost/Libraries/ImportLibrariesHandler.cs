using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Reads an uploaded <c>libraries.json</c> and records what is new. A run that is interrupted changes nothing and is repeated. The upload is removed at the end, whichever way.</summary>
internal sealed class ImportLibrariesHandler(CommandStates states, IObjectStore objects) : IRequestHandler<Handle<ImportLibraries>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ImportLibraries> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var result = await states.CompleteAsync(context, await DecideAsync(command, cancellationToken), cancellationToken);
        await objects.DeleteAsync(command.ObjectKey, DateTimeOffset.MaxValue, cancellationToken);
        return result;
    }

    private async Task<Decision> DecideAsync(ImportLibraries command, CancellationToken cancellationToken)
    {
        var import = await states.LoadAsync(new LibraryImportState(LibraryStreams.LibrariesImport(command.ImportId)), cancellationToken);
        if (import.HasEnded) return LibraryFields.Ended(command.ImportId);
        try
        {
            var read = LibrariesJson.Read(await LibraryUploads.ReadAsync(objects, command.ObjectKey, cancellationToken));
            var (version, repository) = (BoostRelease.TagOf(command.Version), LibraryFields.KeyOf(command.Repository));
            var loaded = await LibraryContext.LoadAsync(states, repository, read.Libraries, cancellationToken);
            var (decision, changed) = loaded.Decide(version, LibraryFields.SubmoduleOf(command.Submodule, repository), read.Libraries);
            return decision.And(import, new LibrariesImported(command.ImportId, repository, version, read.Libraries.Count, changed, LibraryUploads.Recorded(read.LeftOut)))
                .Answer(new { command.ImportId, Repository = repository, Version = version, Libraries = read.Libraries.Count, Changed = changed });
        }
        catch (BoostFileException e)
        {
            return new Problem(422, e.Code, e.Message);
        }
        catch (ObjectNotFoundException)
        {
            return LibraryFields.UploadMissing(command.ImportId);
        }
    }
}

internal sealed class ImportLibrariesValidator : AbstractValidator<ImportLibraries>
{
    public ImportLibrariesValidator()
    {
        RuleFor(c => c.ObjectKey).NotEmpty().Must((c, key) => LibraryUploads.IsIn(c.ImportId, key)).WithMessage(c => $"{{PropertyName}} must begin with {LibraryUploads.Folder(c.ImportId)}/.");
        RuleFor(c => c.Repository).Repository();
        RuleFor(c => c.Version).Release();
        RuleFor(c => c.Submodule).MaximumLength(BoostFields.NameLength);
    }
}

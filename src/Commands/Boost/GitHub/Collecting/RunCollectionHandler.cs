using System.IO.Compression;
using EventSourced.Commands.Boost.Repositories;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>Asks GitHub, stores the answers like an uploaded file, and registers their import. How far the lists are recorded moves when the import ends.</summary>
internal sealed class RunCollectionHandler(StateReader reader, IObjectStore objects, GitHubApi api, GitHubOptions options, TimeProvider time)
    : IRequestHandler<Handle<RunCollection>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RunCollection> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await reader.LoadAsync(new CollectorState(command.Owner, command.Name), cancellationToken);
        // The run has ended, or another was asked for.
        if (state.Open?.Id != command.CollectionId) return new CommandResult.Completed(0);
        // Deleted when it is closed.
        await using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"es-collect-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var ended = new CollectionEnded(command.CollectionId, command.Owner, command.Name, null, 0, 0, []);
        CollectedAnswers collected;
        try
        {
            collected = await CollectAsync(command, await FromAsync(state, command, cancellationToken), file, cancellationToken);
        }
        catch (GitHubApiException e)
        {
            return await EndAsync(state, context, [ended with { Notes = [e.Message] }], [], cancellationToken);
        }
        ended = ended with { Requests = collected.Requests, Entries = collected.Entries, Notes = collected.Notes };
        if (collected.Entries == 0) return await EndAsync(state, context, [ended, new CollectionRecorded(command.Owner, command.Name, collected.UpTo)], [], cancellationToken);

        // A run that is repeated after an interruption registers the same import.
        var import = new GitHubImport(DerivedId.Of($"collection {command.CollectionId}"));
        file.Position = 0;
        var stored = await objects.PutAsync(Uploads.Folder(GitHubImport.Root, import.ImportId), "gz", file, ApiFile.MaxBytes, cancellationToken);
        var (owner, name) = RepositoryKey.Split(collected.Repository)!.Value;
        var registered = new GitHubAnswersRegistered(
            import.ImportId, owner, name, stored.Key, $"github-{stored.Sha256[..12]}.gz", stored.Size, stored.Sha256, new AnsweredCollection(command.Owner, command.Name, collected.UpTo));
        return await EndAsync(state, context, [ended with { ImportId = import.ImportId }], [new StreamAppend(import.Stream, ExpectedVersion.NoStream, [registered])], cancellationToken);
    }

    private async Task<CollectedAnswers> CollectAsync(RunCollection command, CollectedUpTo from, Stream file, CancellationToken cancellationToken)
    {
        await using var packed = new GZipStream(file, new ZLibCompressionOptions { CompressionLevel = 1 }, leaveOpen: true);
        return await new RepositoryCollector(new ApiSession(api, options), time, packed).CollectAsync(command.Owner, command.Name, from, cancellationToken);
    }

    // The first run resumes after the commits of an imported history.
    private async Task<CollectedUpTo> FromAsync(CollectorState state, RunCollection command, CancellationToken cancellationToken)
    {
        if (state.UpTo.Commits is not null) return state.UpTo;
        var repository = await reader.LoadAsync(new RepositoryState(command.Owner, command.Name), cancellationToken);
        return state.UpTo with { Commits = repository.NewestCommitAt?.AddSeconds(1) };
    }

    private async Task<CommandResult> EndAsync(CollectorState state, CommandContext context, IReadOnlyList<IEvent> events, IReadOnlyList<StreamAppend> others, CancellationToken cancellationToken)
    {
        var append = new Append([new StreamAppend(state.Stream, ExpectedVersion.Exactly(state.Version), events), .. others], context.Metadata.NotBefore(state));
        return new CommandResult.Completed((await reader.Store.AppendAsync(append, cancellationToken)).Position);
    }
}

using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Commands.Boost.Repositories;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Boost.Imports;

/// <summary>
/// Records the commits of an uploaded file in batches, each with the progress of its import in one append. It can be stopped at any point and run again: it reads the file from
/// its beginning, and resumes after the commits that are recorded.
/// </summary>
internal sealed class ImportGitHistoryHandler(FileImports<GitImport> imports, StateReader reader, BoostOptions options) : IRequestHandler<Handle<ImportGitHistory>, CommandResult>
{
    private const int CommitsAtOnce = 500;
    private const int FilesAtOnce = 5_000;
    private const int PatchCharactersAtOnce = 4_000_000;
    private const int MaxTries = 20;

    public Task<CommandResult> Handle(Handle<ImportGitHistory> request, CancellationToken cancellationToken) =>
        imports.RunAsync(request.Command.ImportId, request.Context, import => RunAsync(import, request.Context, cancellationToken), cancellationToken);

    private async Task<long> RunAsync(GitImport import, CommandContext context, CancellationToken cancellationToken)
    {
        var notes = new ReadingNotes();
        await using var file = await imports.OpenAsync(import, cancellationToken);
        var format = await GitHistoryFile.OpenAsync(file, notes, cancellationToken);
        var repository = await RepositoryAsync(import.Registered!, context, cancellationToken);
        var recorder = new CommitRecorder(reader, options, repository);
        var (commits, files, additions, deletions) = (0L, 0L, 0L, 0L);
        var (newest, latest) = (default(DateTimeOffset?), context.Now.AddDays(1));
        List<CommitRecord> batch = [];
        var (batchFiles, batchPatches) = (0, 0);
        await foreach (var read in format.ReadAsync(cancellationToken))
        {
            var record = CommitLimits.Apply(read, notes);
            commits++;
            foreach (var change in record.Files ?? [])
            {
                files++;
                additions += change.Additions ?? 0;
                deletions += change.Deletions ?? 0;
                batchPatches += change.Patch.Length;
            }
            // A commit from the future would keep a collector from seeing those of today.
            if (record.CommitAt is { } at && at <= latest && (newest is null || at > newest)) newest = at;
            if (record.CommitAt is null) notes.Warn($"Commit {record.Sha[..10]} has no time that can be read; the time of this import was recorded.");
            if (commits <= import.Progress.Commits) continue;
            batch.Add(record);
            batchFiles += record.Files?.Count ?? 0;
            if (batch.Count < CommitsAtOnce && batchFiles < FilesAtOnce && batchPatches < PatchCharactersAtOnce) continue;
            await RecordAsync();
        }
        if (batch.Count > 0) await RecordAsync();
        var (_, _, newCommits, completed) = import.Progress;
        var imported = new GitHistoryImported(import.ImportId, format.Name, commits, newCommits, completed, files, additions, deletions, notes.LeftOut, notes.Warnings);
        return await EndAsync(import, repository, newest, imported, context, cancellationToken);

        async Task RecordAsync()
        {
            var before = import.Progress;
            GitHistoryRecorded Progress(BatchResult result) => new(import.ImportId, commits, before.NewCommits + result.New, before.CompletedCommits + result.Completed);
            var result = await recorder.RecordAsync(
                batch, r => new StreamAppend(import.Stream, ExpectedVersion.Exactly(import.Version), [Progress(r)]), context.Metadata, cancellationToken);
            import.Apply(new Fact(Progress(result), import.Version + 1, 0, context.Now, context.CommandId));
            batch.Clear();
            (batchFiles, batchPatches) = (0, 0);
        }
    }

    private async Task<RepositoryRecorded> RepositoryAsync(GitHistoryRegistered registered, CommandContext context, CancellationToken cancellationToken)
    {
        var (known, problem) = await KnownRepository.OfAsync(reader, registered.Owner, registered.Name, context, cancellationToken);
        return known ?? throw new GitHistoryException(problem!.Code, problem.Detail);
    }

    private async Task<long> EndAsync(GitImport import, RepositoryRecorded repository, DateTimeOffset? newest, GitHistoryImported imported, CommandContext context, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            var state = await reader.LoadAsync(new RepositoryState(repository.Owner, repository.Name), cancellationToken);
            List<StreamAppend> others = [];
            if (newest is { } at && (state.NewestCommitAt is null || at > state.NewestCommitAt))
                others.Add(new(state.Stream, ExpectedVersion.Exactly(state.Version), [new RepositoryCommitsSeen(repository.Owner, repository.Name, at)]));
            try
            {
                return await imports.AppendAsync(import, [imported], others, context.Metadata.NotBefore(state), cancellationToken);
            }
            catch (ConcurrencyException e) when (e.StreamId == state.Stream && tried < MaxTries)
            {
                // The repository was recorded meanwhile.
            }
        }
    }
}

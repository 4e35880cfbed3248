using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost.Commits;

/// <summary>What a batch of commits changed.</summary>
/// <param name="New">Commits that were not known.</param>
/// <param name="Completed">Commits of which more became known.</param>
internal readonly record struct BatchResult(int New, int Completed);

/// <summary>Records commits of one repository in batches: their streams are loaded in one query, and everything is appended in one transaction.</summary>
/// <param name="reader">Reads the log.</param>
/// <param name="options">The limit of patches.</param>
/// <param name="repository">The repository.</param>
internal sealed class CommitRecorder(StateReader reader, BoostOptions options, RepositoryRecorded repository)
{
    private UnknownPeople? _unknown;

    /// <summary>Records a batch, with the progress of its import.</summary>
    /// <param name="batch">The commits.</param>
    /// <param name="progress">The progress; its stream must not have changed.</param>
    /// <param name="metadata">Metadata of the events.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ConcurrencyException">The stream of the progress has changed: another run imports the same file.</exception>
    public async Task<BatchResult> RecordAsync(IReadOnlyList<CommitRecord> batch, Func<BatchResult, StreamAppend> progress, EventMetadata metadata, CancellationToken cancellationToken)
    {
        try
        {
            var isRepeated = false;
            return await BatchAppend.RunAsync(reader.Store, metadata, pending =>
            {
                // The states hold what was not appended.
                if (isRepeated) _unknown = null;
                isRepeated = true;
                return DecideAsync(batch, pending, metadata.RecordedAt, cancellationToken);
            }, progress, cancellationToken);
        }
        catch
        {
            _unknown = null;
            throw;
        }
    }

    private async Task<BatchResult> DecideAsync(IReadOnlyList<CommitRecord> batch, PendingAppends pending, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _unknown ??= await reader.LoadAsync(new UnknownPeople(), cancellationToken);
        var people = await BatchPeople.LoadAsync(reader, [.. batch.Select(r => r.Account).OfType<RecordGitHubAccount>()], [], _unknown, pending, cancellationToken);
        var commits = (await reader.LoadAllAsync<CommitState>(
            [.. batch.Select(r => r.Sha).Distinct().Select(sha => new CommitState(repository.Owner, repository.Name, sha))], [typeof(CommitRecorded)], cancellationToken))
            .Zip(batch.Select(r => r.Sha).Distinct()).ToDictionary(p => p.Second, p => p.First);
        HashSet<string> added = [], completed = [];
        foreach (var record in batch)
        {
            var commit = commits[record.Sha];
            var account = record.Account is { } said ? people.Known(said.GithubAccountId, record.PersonEmail)
                : commit.Known is { AccountId: > 0 and var known } ? known
                : people.Unknown(record.PersonName, record.PersonEmail);
            var isNew = commit.Known is null;
            if (commit.After(record, account, now) is not { } after) continue;
            pending.Add(commit, after);
            if (commit.NewPatches.Count > 0)
            {
                pending.AddAtAnyVersion(
                    BoostStreams.Patches(repository.Owner, repository.Name, record.Sha),
                    new CommitPatchesRecorded(repository.Owner, repository.Name, record.Sha, [.. commit.NewPatches.Select(Bounded)]));
            }
            if (isNew) added.Add(record.Sha);
            else if (!added.Contains(record.Sha)) completed.Add(record.Sha);
        }
        people.End();
        return new(added.Count, completed.Count);
    }

    private FilePatch Bounded(RecordedChange change)
    {
        var limit = options.MaxPatchCharacters;
        if (change.Patch.Length <= limit) return new(change.Filename, change.Patch, 0);
        // Not between the halves of a surrogate pair.
        if (limit > 0 && char.IsHighSurrogate(change.Patch[limit - 1])) limit--;
        return new(change.Filename, change.Patch[..limit], change.Patch.Length - limit);
    }
}

using EventSourced.Commands.Deciding;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost.Imports;

/// <summary>An import of a file with commits.</summary>
/// <param name="importId">The import.</param>
internal sealed class GitImport(Guid importId) : StreamState(BoostStreams.Import(importId))
{
    public Guid ImportId { get; } = importId;

    /// <summary>Its registration; null before.</summary>
    public GitHistoryRegistered? Registered { get; private set; }

    /// <summary>How far it is.</summary>
    public GitHistoryRecorded Progress { get; private set; } = new(importId, 0, 0, 0);

    public bool HasEnded { get; private set; }

    public bool IsOpen => Registered is not null && !HasEnded;

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case GitHistoryRegistered registered:
                Registered = registered;
                break;
            case GitHistoryRecorded recorded:
                Progress = recorded;
                break;
            case GitHistoryImported or GitHistoryFailed:
                HasEnded = true;
                break;
        }
    }
}

/// <summary>Loads and ends imports of commits, and keeps their files: <c>boost/imports/{import}/{sha256}.gz</c>.</summary>
/// <param name="reader">Reads the log.</param>
/// <param name="objects">The object store.</param>
internal sealed class GitImports(StateReader reader, IObjectStore objects)
{
    private const string Root = "boost/imports";

    /// <summary>Folder of an import's file.</summary>
    public static string Folder(Guid importId) => $"{Root}/{importId}";

    public ValueTask<GitImport> LoadAsync(Guid importId, CancellationToken cancellationToken) => reader.LoadAsync(new GitImport(importId), cancellationToken);

    /// <summary>Opens the file of an import.</summary>
    /// <exception cref="ObjectNotFoundException">It was removed.</exception>
    public Task<Stream> OpenAsync(GitHistoryRegistered import, CancellationToken cancellationToken) => objects.OpenReadAsync(import.ObjectKey, cancellationToken);

    public Task<bool> ExistsAsync(string objectKey, CancellationToken cancellationToken) => objects.ExistsAsync(objectKey, cancellationToken);

    /// <summary>Removes the file of an import.</summary>
    public Task RemoveAsync(string objectKey, CancellationToken cancellationToken) => objects.DeleteAsync(objectKey, DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Files that have not been modified since a time, with their imports.</summary>
    public IEnumerable<(string Key, Guid ImportId)> Find(DateTimeOffset unmodifiedSince)
    {
        foreach (var key in objects.Find(Root, unmodifiedSince))
            if (key.Split('/') is [_, _, var import, _] && Guid.TryParse(import, out var id)) yield return (key, id);
    }

    /// <summary>Appends events of an import. Fails if anybody else has appended to it, so ending an import stops its run.</summary>
    /// <exception cref="ConcurrencyException">The import has changed.</exception>
    public async Task<long> AppendAsync(GitImport import, IReadOnlyList<IEvent> events, IReadOnlyList<StreamAppend> others, EventMetadata metadata, CancellationToken cancellationToken)
    {
        var appended = await reader.Store.AppendAsync(new Append([.. others, new StreamAppend(import.Stream, ExpectedVersion.Exactly(import.Version), events)], metadata), cancellationToken);
        foreach (var e in events) import.Apply(new Fact(e, import.Version + 1, appended.Position, metadata.RecordedAt, metadata.CommandId));
        return appended.Position;
    }

    /// <summary>Ends an import that failed, and removes its file. Commits that were recorded stay.</summary>
    public async Task FailAsync(GitImport import, string code, string error, long? line, EventMetadata metadata, CancellationToken cancellationToken)
    {
        await AppendAsync(import, [new GitHistoryFailed(import.ImportId, code, error, line is null or > int.MaxValue ? null : (int)line)], [], metadata, cancellationToken);
        await RemoveAsync(import.Registered!.ObjectKey, cancellationToken);
    }
}

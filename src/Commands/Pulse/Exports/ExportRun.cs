using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>
/// One run over one export. Every append checks the version of the export's stream, so that one of two concurrent runners stops, and that of the community's stream, so
/// that a deletion of the community stops the run.
/// </summary>
internal sealed class ExportRun(StateReader reader, TimeProvider time, CommunityState community, SourceScope source, QueuedExport queued, ExportState export)
{
    private const int BulkFrom = 1_000;
    private const int MaxTries = 10;
    private CommunityState _community = community;
    private long _version = export.Version;

    public SourceScope Source { get; } = source;

    public QueuedExport Queued { get; } = queued;

    /// <summary>The export when the run started or was last reloaded.</summary>
    public ExportState Export { get; private set; } = export;

    public Guid ExportId => Queued.ExportId;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Appends events of the export together with those of other streams.</summary>
    /// <param name="events">Events of the export.</param>
    /// <param name="others">Appends to other streams.</param>
    /// <param name="weight">Amount of data, in messages; from 1,000 on COPY is used.</param>
    /// <param name="cancellationToken">Cancels the append.</param>
    /// <exception cref="ConcurrencyException">One of the other streams changed: decide again.</exception>
    public async Task AppendAsync(IReadOnlyList<IEvent> events, IReadOnlyList<StreamAppend> others, int weight, CancellationToken cancellationToken)
    {
        var stream = Export.Stream;
        while (true)
        {
            // Days and weeks first: a reader that sees the progress must also see the data.
            var append = new Append(
                [.. others, new StreamAppend(stream, ExpectedVersion.Exactly(_version), events), _community.Unchanged],
                new EventMetadata(ExportId, "pulse-import", Now, ExportId.ToString()));
            try
            {
                await (weight >= BulkFrom ? reader.Store.BulkAppendAsync(append, cancellationToken) : reader.Store.AppendAsync(append, cancellationToken));
                _version += events.Count;
                return;
            }
            catch (ConcurrencyException e) when (e.StreamId == stream)
            {
                throw new StaleRunException();
            }
            catch (ConcurrencyException e) when (e.StreamId == _community.Stream)
            {
                await CheckCommunityAsync(cancellationToken);
            }
        }
    }

    /// <summary>Decides about other streams and appends; decides again if one of them changed concurrently.</summary>
    /// <param name="decide">Loads the other streams and decides; returns null if there is nothing to do.</param>
    /// <param name="cancellationToken">Cancels the append.</param>
    public async Task AppendAsync(Func<Task<RunStep?>> decide, CancellationToken cancellationToken)
    {
        for (var tried = 1; await decide() is { } step; tried++)
        {
            try
            {
                await AppendAsync(step.Events, step.Others, step.Weight, cancellationToken);
                return;
            }
            catch (ConcurrencyException) when (tried < MaxTries)
            {
            }
        }
    }

    /// <summary>Reloads the export after events that change its finished days.</summary>
    /// <exception cref="StaleRunException">Another run has appended to the export.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var now = await reader.LoadAsync(new ExportState(ExportId), cancellationToken);
        if (now.Version != _version) throw new StaleRunException();
        Export = now;
    }

    /// <summary>Reloads the community.</summary>
    /// <exception cref="CommunityDeletedException">It was deleted.</exception>
    public async Task CheckCommunityAsync(CancellationToken cancellationToken)
    {
        var now = await reader.LoadAsync(new CommunityState(Source.CommunityId), cancellationToken);
        if (!now.Exists || now.Scope != Source.Community) throw new CommunityDeletedException();
        _community = now;
    }

    /// <summary>Appends the end of the attempt.</summary>
    public Task EndAsync(Func<CommunityState, Decision> decide, CancellationToken cancellationToken)
    {
        var decision = decide(_community);
        return AppendAsync(decision.EventsOf(Export.Stream), [.. decision.Appends.Where(a => a.StreamId != Export.Stream)], 0, cancellationToken);
    }
}

/// <summary>The data that a run appends in one transaction.</summary>
/// <param name="Events">Events of the export.</param>
/// <param name="Others">Appends to other streams.</param>
/// <param name="Weight">Amount of data, in messages.</param>
internal sealed record RunStep(IReadOnlyList<IEvent> Events, IReadOnlyList<StreamAppend> Others, int Weight);

/// <summary>Another run or a command has appended to the export: this run must stop.</summary>
internal sealed class StaleRunException() : Exception("Another run or a command has changed the export.");

/// <summary>The community was deleted: nothing may be recorded for it.</summary>
internal sealed class CommunityDeletedException() : Exception("The community was deleted.");

/// <summary>The key that hashes the community's senders is lost.</summary>
internal sealed class HashKeyMissingException(string communityId) : Exception(
    $"The hash key of community \"{communityId}\" is missing from the secret store. Restore the store from its backup, then replay the export: a new key would count all known messages again.");

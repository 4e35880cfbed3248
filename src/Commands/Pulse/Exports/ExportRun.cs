using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>
/// One run over one export. Every append goes through it and is fenced: by the version of the export's stream, so that of two runners one
/// stops, and by the community's, so that a deletion wins.
/// </summary>
internal sealed class ExportRun(StateReader reader, TimeProvider time, CommunityState community, SourceScope source, QueuedExport queued, ExportState export)
{
    private const int BulkFrom = 1_000;
    private const int MostTries = 10;
    private CommunityState _community = community;
    private long _version = export.Version;

    public SourceScope Source { get; } = source;

    public QueuedExport Queued { get; } = queued;

    /// <summary>The export as it was when the run began, or was loaded last.</summary>
    public ExportState Export { get; private set; } = export;

    public Guid ExportId => Queued.ExportId;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Appends events of the export, and what goes with them.</summary>
    /// <param name="events">Events of the export.</param>
    /// <param name="others">Other streams.</param>
    /// <param name="weight">How much data there is, in messages; much goes by COPY.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ConcurrencyException">One of the other streams changed: decide over them anew.</exception>
    public async Task AppendAsync(IReadOnlyList<IEvent> events, IReadOnlyList<StreamAppend> others, int weight, CancellationToken cancellationToken)
    {
        var stream = Export.Stream;
        while (true)
        {
            // Days and weeks first: whoever sees the progress sees what it speaks of.
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
                throw new RunOvertakenException();
            }
            catch (ConcurrencyException e) when (e.StreamId == _community.Stream)
            {
                await CheckCommunityAsync(cancellationToken);
            }
        }
    }

    /// <summary>Decides over other streams and appends; decides anew where one of them changed meanwhile.</summary>
    /// <param name="decide">Loads the other streams and decides; null when nothing has to happen.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task AppendAsync(Func<Task<RunStep?>> decide, CancellationToken cancellationToken)
    {
        for (var tried = 1; await decide() is { } step; tried++)
        {
            try
            {
                await AppendAsync(step.Events, step.Others, step.Weight, cancellationToken);
                return;
            }
            catch (ConcurrencyException) when (tried < MostTries)
            {
            }
        }
    }

    /// <summary>Loads the export again, after events that change what is done already.</summary>
    /// <exception cref="RunOvertakenException">Another run has recorded something.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var now = await reader.LoadAsync(new ExportState(ExportId), cancellationToken);
        if (now.Version != _version) throw new RunOvertakenException();
        Export = now;
    }

    /// <summary>Looks at the community again.</summary>
    /// <exception cref="CommunityGoneException">It was deleted.</exception>
    public async Task CheckCommunityAsync(CancellationToken cancellationToken)
    {
        var now = await reader.LoadAsync(new CommunityState(Source.CommunityId), cancellationToken);
        if (!now.Exists || now.Scope != Source.Community) throw new CommunityGoneException();
        _community = now;
    }

    /// <summary>Appends the end of the attempt.</summary>
    public Task EndAsync(Func<CommunityState, Decision> decide, CancellationToken cancellationToken)
    {
        var decision = decide(_community);
        return AppendAsync(decision.EventsOf(Export.Stream), [.. decision.Appends.Where(a => a.StreamId != Export.Stream)], 0, cancellationToken);
    }
}

/// <summary>What a run appends at once.</summary>
/// <param name="Events">Events of the export.</param>
/// <param name="Others">Other streams.</param>
/// <param name="Weight">How much data there is, in messages.</param>
internal sealed record RunStep(IReadOnlyList<IEvent> Events, IReadOnlyList<StreamAppend> Others, int Weight);

/// <summary>Another runner, or a command, moved the export on: this run must stop.</summary>
internal sealed class RunOvertakenException() : Exception("The export was moved on by others.");

/// <summary>The community was deleted: nothing of it may be recorded any more.</summary>
internal sealed class CommunityGoneException() : Exception("The community was deleted.");

/// <summary>The key that hashes the community's senders is lost.</summary>
internal sealed class HashKeyMissingException(string communityId) : Exception(
    $"The hash key of community \"{communityId}\" is missing from the secret store. Restore the store from its backup, then replay the export: with a new key all known messages would count again.");

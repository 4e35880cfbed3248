using Marten;
using Marten.Services;
using Npgsql;

namespace EventSourced.EventStore.Appending;

/// <summary>
/// Writes a group of appends through Marten in one transaction. It locks and reads all streams, rejects the appends that conflict, and writes the others in
/// one Marten session per tenant on this transaction.
/// </summary>
/// <param name="marten">The log.</param>
/// <param name="options">Names of the schemas.</param>
internal sealed class AppendGroup(IDocumentStore marten, EventStoreOptions options)
{
    private readonly StreamLookup _lookup = new(options);
    private readonly AbsentStreams _absent = new(options);

    /// <summary>Writes a group. <see cref="GroupDecision.Complete"/> then completes each append.</summary>
    /// <param name="connection">The connection, without a transaction.</param>
    /// <param name="group">The appends.</param>
    /// <param name="settings">Settings of the transaction, or null when the session has them.</param>
    /// <exception cref="ConcurrentWriteException">Another transaction wrote at the same time. Nothing was written.</exception>
    public async Task<GroupDecision> ExecuteAsync(NpgsqlConnection connection, IReadOnlyList<PendingAppend> group, string? settings = null)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var decision = GroupDecision.Of(group, await _lookup.RunAsync(connection, group, settings));
        if (!decision.HasWork) return decision;
        await _absent.LockAsync(connection, decision.Absent);
        await SaveAsync(transaction, group, decision);
        await _absent.ReleaseAsync(connection, decision.Absent);
        await transaction.CommitAsync();
        return decision;
    }

    /// <summary>
    /// Writes one append without reading its streams first: Marten's function compares the version, and the log's unique index refuses a second event of one
    /// version. It saves one round trip when a single caller appends.
    /// </summary>
    /// <returns>Null when the write failed for a reason that only <see cref="ExecuteAsync"/> can determine; nothing was written then.</returns>
    public async Task<GroupDecision?> TryWriteSingleAsync(NpgsqlConnection connection, PendingAppend pending)
    {
        PendingAppend[] group = [pending];
        var expected = pending.Append.Streams.Where(s => s.Expected.Value > 0).ToDictionary(s => (pending.Tenant, s.StreamId), s => s.Expected.Value);
        var decision = GroupDecision.Of(group, new StreamLookup.Result(expected, new HashSet<(string, string)>(), new HashSet<Guid>()));
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await SaveAsync(transaction, group, decision);
        }
        catch (Exception e) when (connection.FullState == System.Data.ConnectionState.Open && (Retry.IsConcurrentWrite(e) || Retry.IsLockTimeout(e) || Retry.IsArchived(e)))
        {
            return null;
        }
        await transaction.CommitAsync();
        return decision;
    }

    /// <summary>Whether <see cref="TryWriteSingleAsync"/> can write a group.</summary>
    public static bool CanWriteSingle(IReadOnlyList<PendingAppend> group) =>
        group is [{ CommitUnknown: false } single] && single.EventCount > 0 && single.Append.Streams.All(s => s.Events.Count > 0 && s.Expected.Value >= 0);

    private async Task SaveAsync(NpgsqlTransaction transaction, IReadOnlyList<PendingAppend> group, GroupDecision decision)
    {
        Dictionary<(string Tenant, string Stream), StreamEvents> streams = [];
        List<StoreOutcomes.Row> outcomes = [];
        var item = 0;
        for (var a = 0; a < group.Count; a++)
        {
            var pending = group[a];
            if (decision.States[a] == 0)
            {
                AddEvents(streams, pending, decision, item);
                if (pending.Append.Outcome is { } outcome) outcomes.Add(RowOf(pending, outcome, decision, item));
            }
            item += pending.Append.Streams.Count;
        }
        // A session per tenant: within one session, Marten identifies a pending stream by its name alone.
        Dictionary<string, IDocumentSession> sessions = [];
        foreach (var (tenant, stream) in group[0].Order?.Streams ?? streams.Keys)
        {
            if (!streams.TryGetValue((tenant, stream), out var written)) continue;
            SessionOf(tenant).Events.Append(stream, written.Events.ToArray()).ExpectedVersionOnServer = written.Before;
        }
        if (outcomes.Count > 0) SessionOf(group[0].Tenant).QueueOperation(new StoreOutcomes(options, outcomes));
        try
        {
            // The outcomes refer to the events: their session is saved last.
            foreach (var session in sessions.Values.OrderBy(s => s.TenantId == group[0].Tenant)) await session.SaveChangesAsync();
        }
        finally
        {
            foreach (var session in sessions.Values) await session.DisposeAsync();
        }
        ReadResults(group, decision);

        IDocumentSession SessionOf(string tenant)
        {
            if (sessions.TryGetValue(tenant, out var session)) return session;
            var settings = SessionOptions.ForTransaction(transaction);
            settings.TenantId = tenant;
            settings.Timeout = Math.Max(1, (int)options.GiveUpAfter.TotalSeconds);
            sessions.Add(tenant, session = marten.LightweightSession(settings));
            return session;
        }
    }

    private static void AddEvents(Dictionary<(string Tenant, string Stream), StreamEvents> streams, PendingAppend pending, GroupDecision decision, int item)
    {
        var next = 0;
        foreach (var stream in pending.Append.Streams)
        {
            var version = decision.Versions[item++];
            if (stream.Events.Count == 0) continue;
            if (!streams.TryGetValue((pending.Tenant, stream.StreamId), out var written))
                streams.Add((pending.Tenant, stream.StreamId), written = new StreamEvents(version - stream.Events.Count, []));
            for (var i = 0; i < stream.Events.Count; i++)
            {
                var e = pending.Events[next++];
                // An earlier attempt that was rolled back may have set them.
                (e.Version, e.Sequence) = (0, 0);
                written.Events.Add(e);
            }
        }
    }

    private static StoreOutcomes.Row RowOf(PendingAppend pending, CommandOutcome outcome, GroupDecision decision, int item)
    {
        var streams = pending.Append.Streams;
        for (var i = streams.Count - 1; i >= 0; i--)
            if (streams[i].Events.Count > 0)
                return new(outcome, pending.Append.Metadata.Actor, pending.Tenant, streams[i].StreamId, decision.Versions[item + i]);
        return new(outcome, pending.Append.Metadata.Actor, pending.Tenant, null, 0);
    }

    // Marten sets the version of each event that it writes. If it is not the version that was decided, another transaction wrote to the stream.
    private static void ReadResults(IReadOnlyList<PendingAppend> group, GroupDecision decision)
    {
        var item = 0;
        for (var a = 0; a < group.Count; a++)
        {
            var next = 0;
            foreach (var stream in group[a].Append.Streams)
            {
                var version = decision.Versions[item++];
                next += stream.Events.Count;
                if (decision.States[a] != 0 || stream.Events.Count == 0) continue;
                var last = group[a].Events[next - 1];
                if (last.Version != version) throw new ConcurrentWriteException($"Stream {stream.StreamId} was written to by another transaction.");
                decision.Positions[a] = Math.Max(decision.Positions[a], last.Sequence);
            }
        }
    }

    /// <summary>The events that a group writes to one stream.</summary>
    /// <param name="Before">The stream's version before.</param>
    /// <param name="Events">The events.</param>
    private readonly record struct StreamEvents(long Before, List<object> Events);
}

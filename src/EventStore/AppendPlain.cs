using Npgsql;
using NpgsqlTypes;

namespace EventSourced.EventStore;

/// <summary>
/// The call of the server's <c>append_plain</c>: the short way for what nearly all appends are, one event to one stream that no other append of the group
/// touches. It writes those whose stream is where they expect it and leaves the others, which <see cref="AppendGroup"/> then writes or refuses by the rules
/// for all cases.
/// </summary>
internal sealed class AppendPlain : IAsyncDisposable
{
    private readonly NpgsqlParameter<bool> _old = new() { NpgsqlDbType = NpgsqlDbType.Boolean }, _new = new() { NpgsqlDbType = NpgsqlDbType.Boolean }, _told = new() { NpgsqlDbType = NpgsqlDbType.Boolean };
    private readonly List<string> _tenant = [], _stream = [], _type = [], _correlation = [], _causation = [];
    private readonly List<string?> _actor = [], _status = [], _result = [];
    private readonly List<long> _expected = [];
    private readonly List<Guid> _id = [];
    private readonly List<Guid?> _command = [];
    private readonly List<byte[]> _data = [], _headers = [];
    private readonly List<DateTime> _at = [];
    private readonly HashSet<(string Tenant, string Stream)> _seen = [];
    private readonly List<PendingAppend> _sorted = [];
    private readonly NpgsqlCommand _call;
    private bool _prepared;

    public AppendPlain(NpgsqlConnection connection, EventStoreOptions options)
    {
        _call = new NpgsqlCommand($"select ids, positions, versions from {options.StateSchema}.append_plain($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)", connection)
        {
            CommandTimeout = Math.Max(1, (int)options.GiveUpAfter.TotalSeconds),
        };
        var p = _call.Parameters;
        p.Add(_old);
        p.Add(_new);
        p.Add(_told);
        Add(_tenant, NpgsqlDbType.Text);
        Add(_stream, NpgsqlDbType.Text);
        Add(_expected, NpgsqlDbType.Bigint);
        Add(_id, NpgsqlDbType.Uuid);
        Add(_type, NpgsqlDbType.Text);
        Add(_data, NpgsqlDbType.Jsonb);
        Add(_at, NpgsqlDbType.TimestampTz);
        Add(_correlation, NpgsqlDbType.Text);
        Add(_causation, NpgsqlDbType.Text);
        Add(_headers, NpgsqlDbType.Jsonb);
        Add(_command, NpgsqlDbType.Uuid);
        Add(_actor, NpgsqlDbType.Text);
        Add(_status, NpgsqlDbType.Text);
        Add(_result, NpgsqlDbType.Jsonb);

        void Add<T>(List<T> list, NpgsqlDbType type) =>
            p.Add(new NpgsqlParameter<List<T>> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = list });
    }

    /// <summary>Whether every append of a group is one event to a stream that no other of them touches.</summary>
    public bool Fits(IReadOnlyList<PendingAppend> group)
    {
        _seen.Clear();
        foreach (var pending in group)
            if (pending.Append.Streams is not [{ Events.Count: 1 } stream] || (group.Count > 1 && !_seen.Add((pending.Tenant, stream.StreamId)))) return false;
        return true;
    }

    /// <summary>Writes what can be written the short way in one transaction and answers it.</summary>
    /// <param name="group">A group that fits.</param>
    /// <returns>What is still to be written or refused, and the highest position written, 0 for none.</returns>
    public async Task<(IReadOnlyList<PendingAppend> Left, long Last)> ExecuteAsync(IReadOnlyList<PendingAppend> group)
    {
        try
        {
            Fill(group);
            if (!_prepared)
            {
                await ServerSessions.PrepareAsync(_call);
                _prepared = true;
            }
            await using var reader = await _call.ExecuteReaderAsync();
            await reader.ReadAsync();
            var (ids, positions, versions) = (Array<Guid>(reader, 0), Array<long>(reader, 1), Array<long>(reader, 2));
            // The commit happens at the end of the statement: only its completion says that the events are written.
            await reader.NextResultAsync();
            return Complete(ids, positions, versions);
        }
        finally
        {
            Clear();
        }
    }

    public ValueTask DisposeAsync() => _call.DisposeAsync();

    private (IReadOnlyList<PendingAppend> Left, long Last) Complete(Guid[] ids, long[] positions, long[] versions)
    {
        var last = 0L;
        List<PendingAppend>? rest = null;
        var next = 0;
        foreach (var pending in _sorted)
        {
            // Nearly always the events come back in the order in which they were sent.
            var at = next < ids.Length && ids[next] == pending.LastIds[0] ? next : System.Array.IndexOf(ids, pending.LastIds[0]);
            if (at < 0)
            {
                (rest ??= []).Add(pending);
                continue;
            }
            next = at + 1;
            last = Math.Max(last, positions[at]);
            pending.TrySetResult(new AppendResult(positions[at], [versions[at]]));
        }
        return (rest ?? (IReadOnlyList<PendingAppend>)[], last);
    }

    private static T[] Array<T>(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? [] : reader.GetFieldValue<T[]>(column);

    private void Fill(IReadOnlyList<PendingAppend> group)
    {
        _sorted.AddRange(group);
        // Everybody locks streams in this order, so that nobody waits in a circle.
        if (group.Count > 1) _sorted.Sort(static (a, b) => string.CompareOrdinal(a.Tenant, b.Tenant) is not 0 and var c ? c : string.CompareOrdinal(a.Append.Streams[0].StreamId, b.Append.Streams[0].StreamId));
        (_old.TypedValue, _new.TypedValue, _told.TypedValue) = (false, false, false);
        foreach (var pending in _sorted)
        {
            var stream = pending.Append.Streams[0];
            var e = pending.Events[0];
            if (stream.Expected == ExpectedVersion.NoStream) _new.TypedValue = true;
            else _old.TypedValue = true;
            _tenant.Add(pending.Tenant);
            _stream.Add(stream.StreamId);
            _expected.Add(stream.Expected.Value);
            _id.Add(e.Id);
            _type.Add(e.Type);
            _data.Add(e.Data);
            _at.Add(pending.RecordedAt);
            _correlation.Add(pending.CorrelationId);
            _causation.Add(pending.CausationId);
            _headers.Add(pending.Headers);
            if (pending.Append.Outcome is not { } outcome) continue;
            // The server takes what is missing at the end of a list as null: only the places before an outcome are filled.
            _told.TypedValue = true;
            while (_command.Count < _id.Count - 1) AddOutcome(null, null, null, null);
            AddOutcome(outcome.CommandId, pending.Append.Metadata.Actor, outcome.Status, outcome.Result);
        }

        void AddOutcome(Guid? command, string? actor, string? status, string? result)
        {
            _command.Add(command);
            _actor.Add(actor);
            _status.Add(status);
            _result.Add(result);
        }
    }

    private void Clear()
    {
        _sorted.Clear();
        _tenant.Clear(); _stream.Clear(); _expected.Clear(); _id.Clear(); _type.Clear(); _data.Clear(); _at.Clear();
        _correlation.Clear(); _causation.Clear(); _headers.Clear();
        _command.Clear(); _actor.Clear(); _status.Clear(); _result.Clear();
    }
}

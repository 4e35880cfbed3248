using Npgsql;
using NpgsqlTypes;

namespace EventSourced.EventStore;

/// <summary>The call of the server's <c>append_group</c> with its parameters, used again for every group of one connection.</summary>
internal sealed class AppendGroup : IAsyncDisposable
{
    private readonly NpgsqlParameter<int> _appends = new() { NpgsqlDbType = NpgsqlDbType.Integer };
    private readonly List<string> _dTenant = [], _dStream = [], _cActor = [], _cStatus = [], _eType = [], _eTenant = [], _eStream = [], _eCorrelation = [], _eCausation = [];
    private readonly List<int> _iAppend = [], _iStream = [], _iCount = [], _cAppend = [], _eItem = [], _eOffset = [];
    private readonly List<long> _iExpected = [];
    private readonly List<Guid> _cId = [], _eId = [];
    private readonly List<string?> _cResult = [];
    private readonly List<byte[]> _eData = [], _eHeaders = [];
    private readonly List<DateTime> _eAt = [];
    private readonly Dictionary<(string Tenant, string Stream), int> _streams = [];
    private readonly NpgsqlCommand _command;
    private bool _prepared;

    public AppendGroup(NpgsqlConnection connection, EventStoreOptions options)
    {
        _command = new NpgsqlCommand(
            $"select states, positions, versions from {options.StateSchema}.append_group($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23)",
            connection)
        { CommandTimeout = Math.Max(1, (int)options.GiveUpAfter.TotalSeconds) };
        var p = _command.Parameters;
        p.Add(_appends);
        Add(_dTenant, NpgsqlDbType.Text);
        Add(_dStream, NpgsqlDbType.Text);
        Add(_iAppend, NpgsqlDbType.Integer);
        Add(_iStream, NpgsqlDbType.Integer);
        Add(_iExpected, NpgsqlDbType.Bigint);
        Add(_iCount, NpgsqlDbType.Integer);
        Add(_cAppend, NpgsqlDbType.Integer);
        Add(_cId, NpgsqlDbType.Uuid);
        Add(_cActor, NpgsqlDbType.Text);
        Add(_cStatus, NpgsqlDbType.Text);
        Add(_cResult, NpgsqlDbType.Jsonb);
        Add(_eItem, NpgsqlDbType.Integer);
        Add(_eOffset, NpgsqlDbType.Integer);
        Add(_eId, NpgsqlDbType.Uuid);
        Add(_eType, NpgsqlDbType.Text);
        Add(_eData, NpgsqlDbType.Jsonb);
        Add(_eTenant, NpgsqlDbType.Text);
        Add(_eStream, NpgsqlDbType.Text);
        Add(_eAt, NpgsqlDbType.TimestampTz);
        Add(_eCorrelation, NpgsqlDbType.Text);
        Add(_eCausation, NpgsqlDbType.Text);
        Add(_eHeaders, NpgsqlDbType.Jsonb);

        void Add<T>(List<T> list, NpgsqlDbType type) =>
            p.Add(new NpgsqlParameter<List<T>> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = list });
    }

    /// <summary>What the server said about a group.</summary>
    /// <param name="States">For each append 0 when written, −1 when its command was handled before, n when its n-th stream conflicts.</param>
    /// <param name="Positions">For each append the position of its last event.</param>
    /// <param name="Versions">For each stream of each append its version.</param>
    public readonly record struct Answer(int[] States, long[] Positions, long[] Versions);

    public async Task<Answer> ExecuteAsync(IReadOnlyList<PendingAppend> group)
    {
        try
        {
            Fill(group);
            if (!_prepared)
            {
                await ServerSessions.PrepareAsync(_command);
                _prepared = true;
            }
            await using var reader = await _command.ExecuteReaderAsync();
            await reader.ReadAsync();
            var answer = new Answer(reader.GetFieldValue<int[]>(0), reader.GetFieldValue<long[]>(1), reader.GetFieldValue<long[]>(2));
            // The commit happens at the end of the statement: only its completion says that the events are written.
            while (await reader.NextResultAsync()) { }
            return answer;
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>Answers each append of a group by itself. Returns the highest position written.</summary>
    public static long Complete(IReadOnlyList<PendingAppend> group, Answer answer)
    {
        var (item, last) = (0, 0L);
        for (var a = 0; a < group.Count; a++)
        {
            var pending = group[a];
            var streams = pending.Append.Streams;
            var state = answer.States[a];
            if (state > 0)
            {
                var conflict = streams[state - 1];
                pending.TrySetException(new ConcurrencyException(conflict.StreamId, conflict.Expected, answer.Versions[item + state - 1]));
            }
            else if (state < 0)
            {
                pending.TrySetException(new CommandAlreadyHandledException(pending.Append.Outcome!.CommandId));
            }
            else
            {
                last = Math.Max(last, answer.Positions[a]);
                pending.TrySetResult(new AppendResult(answer.Positions[a], answer.Versions[item..(item + streams.Count)]));
            }
            item += streams.Count;
        }
        return last;
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();

    private void Fill(IReadOnlyList<PendingAppend> group)
    {
        _appends.TypedValue = group.Count;
        for (var a = 0; a < group.Count; a++)
        {
            var pending = group[a];
            var tenant = pending.Tenant;
            var n = 0;
            foreach (var stream in pending.Append.Streams)
            {
                if (!_streams.TryGetValue((tenant, stream.StreamId), out var index))
                {
                    _dTenant.Add(tenant);
                    _dStream.Add(stream.StreamId);
                    _streams.Add((tenant, stream.StreamId), index = _dStream.Count);
                }
                _iAppend.Add(a + 1);
                _iStream.Add(index);
                _iExpected.Add(stream.Expected.Value);
                _iCount.Add(stream.Events.Count);
                if (pending.Events.Length == 0) continue;
                for (var i = 1; i <= stream.Events.Count; i++)
                {
                    var e = pending.Events[n++];
                    _eItem.Add(_iStream.Count);
                    _eOffset.Add(i);
                    _eId.Add(e.Id);
                    _eType.Add(e.Type);
                    _eData.Add(e.Data);
                    _eTenant.Add(tenant);
                    _eStream.Add(stream.StreamId);
                    _eAt.Add(pending.RecordedAt);
                    _eCorrelation.Add(pending.CorrelationId);
                    _eCausation.Add(pending.CausationId);
                    _eHeaders.Add(pending.Headers);
                }
            }
            if (pending.Append.Outcome is { } outcome)
            {
                _cAppend.Add(a + 1);
                _cId.Add(outcome.CommandId);
                _cActor.Add(pending.Append.Metadata.Actor);
                _cStatus.Add(outcome.Status);
                _cResult.Add(outcome.Result);
            }
        }
    }

    private void Clear()
    {
        _dTenant.Clear(); _dStream.Clear(); _streams.Clear();
        _iAppend.Clear(); _iStream.Clear(); _iExpected.Clear(); _iCount.Clear();
        _cAppend.Clear(); _cId.Clear(); _cActor.Clear(); _cStatus.Clear(); _cResult.Clear();
        _eItem.Clear(); _eOffset.Clear(); _eId.Clear(); _eType.Clear(); _eData.Clear(); _eTenant.Clear(); _eStream.Clear();
        _eAt.Clear(); _eCorrelation.Clear(); _eCausation.Clear(); _eHeaders.Clear();
    }
}

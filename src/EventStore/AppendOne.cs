using Npgsql;
using NpgsqlTypes;

namespace EventSourced.EventStore;

/// <summary>
/// The call of the server's <c>append_one</c>: the shortest way, for one append of one event while nobody else waits. Arrays of one would cost more than
/// the append itself.
/// </summary>
internal sealed class AppendOne : IAsyncDisposable
{
    private readonly NpgsqlCommand _call;
    private bool _prepared;

    public AppendOne(NpgsqlConnection connection, EventStoreOptions options) =>
        _call = new NpgsqlCommand($"select at_position, at_version from {options.StateSchema}.append_one($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)", connection)
        {
            CommandTimeout = Math.Max(1, (int)options.GiveUpAfter.TotalSeconds),
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Text },
                new() { NpgsqlDbType = NpgsqlDbType.Text },
                new() { NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { NpgsqlDbType = NpgsqlDbType.Text },
                new() { NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { NpgsqlDbType = NpgsqlDbType.Text },
                new() { NpgsqlDbType = NpgsqlDbType.Text },
                new() { NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { NpgsqlDbType = NpgsqlDbType.Text },
                new() { NpgsqlDbType = NpgsqlDbType.Text },
                new() { NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };

    /// <summary>Whether a group is one append of one event.</summary>
    public static bool Fits(IReadOnlyList<PendingAppend> group) => group is [{ Append.Streams: [{ Events.Count: 1 }] }];

    /// <summary>Writes the append where that is plain and answers it.</summary>
    /// <param name="pending">The append.</param>
    /// <returns>Its position; 0 when it is left to <see cref="AppendGroup"/> to write or refuse.</returns>
    public async Task<long> ExecuteAsync(PendingAppend pending)
    {
        Fill(pending);
        if (!_prepared)
        {
            await ServerSessions.PrepareAsync(_call);
            _prepared = true;
        }
        await using var reader = await _call.ExecuteReaderAsync();
        await reader.ReadAsync();
        if (reader.IsDBNull(0)) return 0;
        var (position, version) = (reader.GetInt64(0), reader.GetInt64(1));
        // The commit happens at the end of the statement: only its completion says that the event is written.
        await reader.NextResultAsync();
        pending.TrySetResult(new AppendResult(position, [version]));
        return position;
    }

    public ValueTask DisposeAsync() => _call.DisposeAsync();

    private void Fill(PendingAppend pending)
    {
        var (stream, e, outcome) = (pending.Append.Streams[0], pending.Events[0], pending.Append.Outcome);
        Set(0, pending.Tenant);
        Set(1, stream.StreamId);
        Set(2, stream.Expected.Value);
        Set(3, e.Id);
        Set(4, e.Type);
        Set(5, e.Data);
        Set(6, pending.RecordedAt);
        Set(7, pending.CorrelationId);
        Set(8, pending.CausationId);
        Set(9, pending.Headers);
        Set(10, outcome?.CommandId);
        Set(11, outcome is null ? null : pending.Append.Metadata.Actor);
        Set(12, outcome?.Status);
        Set(13, outcome?.Result);

        void Set(int parameter, object? value) => _call.Parameters[parameter].Value = value ?? DBNull.Value;
    }
}

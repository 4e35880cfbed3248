using EventSourced.Contracts.Rabbit;
using Npgsql;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Finds sessions by what the log cannot be asked for. It may lag behind: whoever asks decides on the session's stream.</summary>
internal interface ISessionIndex
{
    /// <summary>Open sessions without a turn since a time, oldest first.</summary>
    Task<IReadOnlyList<Guid>> FindIdleAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken);

    /// <summary>Sessions with voices that may be older than a time.</summary>
    Task<IReadOnlyList<Guid>> FindWithAudioAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>Sums up the 24 hours before a time.</summary>
    Task<DailySummaryProduced> SumUpAsync(DateOnly date, DateTimeOffset end, string? childId, CancellationToken cancellationToken);
}

/// <summary>Asks the read tables of Rabbit.</summary>
/// <param name="dataSource">The database of the read tables.</param>
internal sealed class SessionIndex(NpgsqlDataSource dataSource) : ISessionIndex
{
    public Task<IReadOnlyList<Guid>> FindIdleAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        FindAsync("select id from rabbit.sessions where active = 1 and last_activity <= $1 order by last_activity limit $2", since, limit, cancellationToken);

    // A client's clock may be ahead of ours: the stream has the time of receipt.
    public Task<IReadOnlyList<Guid>> FindWithAudioAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        FindAsync("""
            select session_id from rabbit.conversation_turns where child_audio_r2_key is not null and "timestamp" <= $1
            group by session_id order by min("timestamp") limit $2
            """, before.AddDays(1), limit, cancellationToken);

    public async Task<DailySummaryProduced> SumUpAsync(DateOnly date, DateTimeOffset end, string? childId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            with s as (select * from rabbit.sessions where ($3::text is null or child_id = $3)),
                 w as (select v.word from rabbit.vocabulary v where v.first_seen_at >= $1 and v.first_seen_at < $2 and v.session_id in (select id from s))
            select (select count(*) from s where last_activity >= $1 and last_activity < $2),
                   (select coalesce(sum(turn_count), 0) from s where last_activity >= $1 and last_activity < $2),
                   (select count(*) from w), (select count(distinct word) from w where word <> '')
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = end.AddDays(-1).ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = end.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)childId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new DailySummaryProduced(date, childId, (int)reader.GetInt64(0), (long)reader.GetDecimal(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    private async Task<IReadOnlyList<Guid>> FindAsync(string sql, DateTimeOffset time, int limit, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = time.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Guid> ids = [];
        while (await reader.ReadAsync(cancellationToken)) ids.Add(Guid.Parse(reader.GetString(0)));
        return ids;
    }
}

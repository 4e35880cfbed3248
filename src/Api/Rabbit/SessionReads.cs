using Npgsql;

namespace EventSourced.Api.Rabbit;

/// <summary>Reads sessions.</summary>
internal sealed class SessionReads(NpgsqlDataSource source)
{
    /// <summary>A session, or null. The table follows the log: a session that was opened just now may be missing for a moment.</summary>
    public async Task<SessionShape?> FindAsync(Guid session, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select active, turn_count, last_activity from rabbit.sessions where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session.ToString() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new SessionShape(session.ToString(), reader.GetInt32(0) == 1, reader.GetInt32(1), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)))
            : null;
    }
}

using Npgsql;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Finds sessions by what the log cannot be asked for. It may lag behind: whoever asks decides on the session's stream.</summary>
internal interface ISessionIndex
{
    /// <summary>Open sessions without a turn since a time, oldest first.</summary>
    Task<IReadOnlyList<Guid>> FindIdleAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken);
}

/// <summary>Asks the read tables of Rabbit.</summary>
/// <param name="dataSource">The database of the read tables.</param>
internal sealed class SessionIndex(NpgsqlDataSource dataSource) : ISessionIndex
{
    public Task<IReadOnlyList<Guid>> FindIdleAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        FindAsync("select id from rabbit.sessions where active = 1 and last_activity <= $1 order by last_activity limit $2", since, limit, cancellationToken);

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

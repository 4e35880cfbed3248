using Npgsql;

namespace EventSourced.Api.Rabbit;

/// <summary>Highlights, for a parent.</summary>
internal sealed class HighlightReads(NpgsqlDataSource source)
{
    /// <summary>The newest highlights; those of one turn by their ordinal.</summary>
    /// <param name="child">Only this child, or null.</param>
    /// <param name="type">Only this type, or null.</param>
    /// <param name="limit">Maximum number of highlights.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<HighlightList> ReadAsync(string? child, string? type, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            select turn_id, "timestamp", type, description, excerpt from rabbit.highlights
            where {RabbitScope.Sessions("session_id")} and ($2::text is null or type = $2)
            order by "timestamp" desc, turn_id desc, ordinal limit $3
            """);
        command.Parameters.AddRange(new[] { RabbitScope.Child(child), RabbitScope.Text(type), RabbitScope.Number(limit) });
        var rows = new List<HighlightShape>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            string? Text(int i) => reader.IsDBNull(i) ? null : reader.GetString(i);
            rows.Add(new HighlightShape(reader.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), reader.GetString(2), Text(3), Text(4)));
        }
        return new HighlightList(rows);
    }
}

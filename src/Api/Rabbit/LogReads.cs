using Microsoft.AspNetCore.Http;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.Api.Rabbit;

/// <summary>The turns of conversations, for a parent.</summary>
internal sealed class LogReads(NpgsqlDataSource source)
{
    /// <summary>Turns, newest first.</summary>
    /// <param name="context">The request, for addresses.</param>
    /// <param name="child">Only this child, or null.</param>
    /// <param name="from">First time in epoch ms, or null.</param>
    /// <param name="before">Exclusive end time in epoch ms, or null.</param>
    /// <param name="limit">Maximum number of turns.</param>
    public async Task<LogList> ReadAsync(HttpContext context, string? child, long? from, long? before, int limit)
    {
        var turns = new List<(string Id, string Session, long At, string? Said, string? Answer, string? ChildKey, string? RabbitKey)>();
        await using (var command = source.CreateCommand($"""
            select t.id, t.session_id, t."timestamp", t.child_input, t.rabbit_response, t.child_audio_r2_key, t.rabbit_audio_r2_key
            from rabbit.conversation_turns t
            where {RabbitScope.Sessions("t.session_id")} and ($2::bigint is null or t."timestamp" >= $2) and ($3::bigint is null or t."timestamp" < $3)
            order by t."timestamp" desc, t.id desc limit $4
            """))
        {
            command.Parameters.AddRange(new[] { RabbitScope.Child(child), RabbitScope.Number(from), RabbitScope.Number(before), RabbitScope.Number(limit) });
            await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
            string? Text(int i) => reader.IsDBNull(i) ? null : reader.GetString(i);
            while (await reader.ReadAsync(context.RequestAborted)) turns.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2), Text(3), Text(4), Text(5), Text(6)));
        }
        var words = await WordsAsync([.. turns.Select(t => t.Id)], context.RequestAborted);
        return new LogList([.. turns.Select(t => new LogShape(
            t.Id, t.Session, DateTimeOffset.FromUnixTimeMilliseconds(t.At), t.Said, t.Answer, words.GetValueOrDefault(t.Id, []), AudioUrls.Of(context, t.Id, t.ChildKey, t.RabbitKey)))], turns.Count);
    }

    /// <summary>Object key of the child's recording of a turn, or null.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="child">Only turns of this child, or null for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<string?> AudioKeyAsync(string turn, string? child, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select child_audio_r2_key from rabbit.conversation_turns where id = $2 and {RabbitScope.Sessions("session_id")}");
        command.Parameters.AddRange(new[] { RabbitScope.Child(child), RabbitScope.Text(turn) });
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private async Task<Dictionary<string, IReadOnlyList<string>>> WordsAsync(string[] turns, CancellationToken cancellationToken)
    {
        if (turns.Length == 0) return [];
        var rows = new List<(string Turn, string Word)>();
        await using var command = source.CreateCommand("select turn_id, word from rabbit.vocabulary where turn_id = any($1) and word <> '' order by turn_id, ordinal");
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = turns });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows.GroupBy(r => r.Turn).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(r => r.Word).Distinct(StringComparer.Ordinal)]);
    }
}

using Npgsql;

namespace EventSourced.Api.Rabbit;

/// <summary>Growth of a child's vocabulary. Forgotten words are not counted.</summary>
internal sealed class VocabularyReads(NpgsqlDataSource source)
{
    private const int MostUsed = 20;

    // The UTC day of a time, as days since 1970.
    private const string Day = "floor({0} / 86400000.0)::bigint";

    private static readonly DateOnly s_epoch = new(1970, 1, 1);

    private static readonly string s_scoped =
        $"scoped as (select turn_id, ordinal, word, first_seen_at from rabbit.vocabulary where word <> '' and {RabbitScope.Sessions("session_id")})";

    /// <summary>The vocabulary of a child, or of all.</summary>
    /// <param name="child">The child, or null.</param>
    /// <param name="since">First time in epoch ms.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<VocabularyShape> ReadAsync(string? child, long since, CancellationToken cancellationToken)
    {
        var fresh = (await NewAsync(child, since, cancellationToken)).ToLookup(w => w.Day, w => w.Word);
        var days = await RowsAsync($"with {s_scoped} select {DayOf("first_seen_at")} as day, count(distinct word) from scoped where first_seen_at >= $2 group by day order by day",
            child, since, r => (Day: r.GetInt64(0), Words: r.GetInt64(1)), cancellationToken);
        var total = await RowsAsync($"with {s_scoped} select count(distinct word) from scoped where first_seen_at >= $2", child, since, r => r.GetInt64(0), cancellationToken);
        return new VocabularyShape(
            [.. days.Select(d => new VocabularyDay(s_epoch.AddDays((int)d.Day), d.Words, [.. fresh[d.Day]]))], total[0], await UsedAsync(child, since, cancellationToken));
    }

    // Words by the day of their first use, in the order of these uses. If the period begins within that day, the word must also occur in the rest of the day.
    private async Task<IEnumerable<(long Day, string Word)>> NewAsync(string? child, long since, CancellationToken cancellationToken)
    {
        var firsts = await RowsAsync($"""
            with {s_scoped}, first as (
                select distinct on (word) word, first_seen_at, turn_id, ordinal from scoped
                where word in (select word from scoped where first_seen_at >= $2) order by word, first_seen_at, turn_id, ordinal)
            select f.word, {DayOf("f.first_seen_at")} from first f
            where f.first_seen_at >= $2
                or exists (select from scoped s where s.word = f.word and s.first_seen_at >= $2 and {DayOf("s.first_seen_at")} = {DayOf("f.first_seen_at")})
            order by f.first_seen_at, f.turn_id, f.ordinal
            """, child, since, r => (Day: r.GetInt64(1), Word: r.GetString(0)), cancellationToken);
        return firsts;
    }

    private Task<List<WordCount>> UsedAsync(string? child, long since, CancellationToken cancellationToken) => RowsAsync($"""
        with {s_scoped}, first as (
            select distinct on (word) word, first_seen_at, turn_id, ordinal from scoped where first_seen_at >= $2 order by word, first_seen_at, turn_id, ordinal)
        select f.word, u.times from first f join (select word, count(*) as times from scoped where first_seen_at >= $2 group by word) u on u.word = f.word
        order by u.times desc, f.first_seen_at, f.turn_id, f.ordinal limit {MostUsed}
        """, child, since, r => new WordCount(r.GetString(0), r.GetInt64(1)), cancellationToken);

    private static string DayOf(string column) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Day, column);

    private async Task<List<T>> RowsAsync<T>(string sql, string? child, long since, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddRange(new[] { RabbitScope.Child(child), RabbitScope.Number(since) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }
}

using Npgsql;

namespace EventSourced.Api.Rabbit;

/// <summary>How a child's vocabulary grows. Forgotten words count as none.</summary>
internal sealed class VocabularyReads(NpgsqlDataSource source)
{
    private const int MostUsed = 20;

    // The day of a time, in UTC, counted from 1970.
    private const string Day = "floor({0} / 86400000.0)::bigint";

    private static readonly DateOnly s_epoch = new(1970, 1, 1);

    private static readonly string s_scoped =
        $"scoped as (select id, turn_id, word, first_seen_at from rabbit.vocabulary where word <> '' and {RabbitScope.Sessions("session_id")})";

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

    // Words whose very first time falls on a day, in the order of these times. A day that the period cuts counts when the word was said in the rest of it too.
    private async Task<IEnumerable<(long Day, string Word)>> NewAsync(string? child, long since, CancellationToken cancellationToken)
    {
        var firsts = await RowsAsync($"""
            with {s_scoped}, first as (
                select distinct on (word) word, first_seen_at, turn_id from scoped
                where word in (select word from scoped where first_seen_at >= $2) order by word, first_seen_at, turn_id)
            select f.word, {DayOf("f.first_seen_at")}, f.first_seen_at, f.turn_id, array_agg(v.id)
            from first f join scoped v on v.turn_id = f.turn_id and v.word = f.word
            where f.first_seen_at >= $2
                or exists (select from scoped s where s.word = f.word and s.first_seen_at >= $2 and {DayOf("s.first_seen_at")} = {DayOf("f.first_seen_at")})
            group by f.word, f.first_seen_at, f.turn_id
            """, child, since, r => (Word: r.GetString(0), Day: r.GetInt64(1), First: FirstTime(r, 2)), cancellationToken);
        return Ordered(firsts, f => f.First).Select(f => (f.Day, f.Word));
    }

    private async Task<IReadOnlyList<WordCount>> UsedAsync(string? child, long since, CancellationToken cancellationToken)
    {
        // With ties: which of the words of one turn came first is not for the database to say.
        var used = await RowsAsync($"""
            with {s_scoped}, used as (
                select word, count(*) as times, min(first_seen_at) as first from scoped where first_seen_at >= $2
                group by word order by times desc, first fetch first {MostUsed} rows with ties)
            select u.word, u.times, u.first, f.turn_id, f.ids
            from used u, lateral (
                select turn_id, array_agg(id) as ids from scoped s where s.word = u.word and s.first_seen_at = u.first group by turn_id order by turn_id limit 1) f
            """, child, since, r => (Word: new WordCount(r.GetString(0), r.GetInt64(1)), First: FirstTime(r, 2)), cancellationToken);
        return [.. Ordered(used, u => u.First).Select(u => u.Word).OrderByDescending(w => w.Count).Take(MostUsed)];
    }

    private static IEnumerable<T> Ordered<T>(IEnumerable<T> words, Func<T, First> first)
    {
        var places = new RowPlaces("rabbit.vocabulary");
        return words.OrderBy(w => first(w).At).ThenBy(w => first(w).Turn, StringComparer.Ordinal).ThenBy(w => first(w).Ids.Min(id => places.Of(first(w).Turn, id)));
    }

    private static First FirstTime(NpgsqlDataReader reader, int column) => new(reader.GetInt64(column), reader.GetString(column + 1), reader.GetFieldValue<long[]>(column + 2));

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

    /// <summary>The first time of a word: when, in which turn, and its rows there.</summary>
    private sealed record First(long At, string Turn, long[] Ids);
}

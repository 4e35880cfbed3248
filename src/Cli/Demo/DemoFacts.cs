using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Importing;
using Npgsql;

namespace EventSourced.Cli.Demo;

/// <summary>Something that must have come out, and what did.</summary>
internal sealed record Fact(string What, string Expected, string Actual)
{
    public bool Holds => Expected == Actual;
}

/// <summary>Compares the tables with what is known about the samples.</summary>
internal sealed class DemoFacts(SampleSet samples, ApiClient api, string postgres)
{
    private readonly List<Fact> _facts = [];

    /// <param name="files">The import.</param>
    /// <param name="before">How many exports each source had completed before it.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<IReadOnlyList<Fact>> CheckAsync(IReadOnlyList<ImportedFile> files, IReadOnlyDictionary<string, int> before, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(postgres);
        foreach (var source in samples.Sources)
        {
            foreach (var (known, file) in source.Files.Zip(files.Where(f => f.Parameters["source_id"]!.ToString() == source.SourceId)))
                File(known, file, before[source.SourceId], source.Files.Count);
            await DaysAsync(source, cancellation);
            await WeeksAsync(source, cancellation);
            await HashesAsync(database, source, cancellation);
        }
        return _facts;
    }

    private void File(SampleFile known, ImportedFile file, int completedBefore, int filesOfSource)
    {
        if (!file.IsCompleted)
        {
            Add($"{known.File} is imported", "completed", file.Error ?? file.State);
            return;
        }
        var summary = file.Answer!["summary"]!;
        long Figure(string name) => summary[name]!.GetValue<long>();
        Add($"{known.File}: messages", known.Messages, Figure("messages"));
        Add($"{known.File}: days", known.Days, Figure("days"));
        Add($"{known.File}: range", $"{known.FirstDay} to {known.LastDay}", $"{summary["first_day"]} to {summary["last_day"]}");
        Add($"{known.File}: weeks", known.WeeksTouched, Figure("weeks"));
        // After a demo that was broken off, only the whole can be known; that is checked below.
        if (completedBefore == 0) Add($"{known.File}: new messages", known.NewMessages, Figure("new"));
        else if (completedBefore >= filesOfSource) Add($"{known.File}: new messages, imported once more", 0, Figure("new"));
    }

    private async Task DaysAsync(SampleSource source, CancellationToken cancellation)
    {
        var days = await RowsAsync("pulse.daily_digests", source, "day_date,message_count", cancellation);
        Add($"{source.SourceId}: daily digests", source.Days, days.Count);
        Add($"{source.SourceId}: messages in daily digests", source.Messages, days.Sum(d => d["message_count"]!.GetValue<long>()));
    }

    private async Task WeeksAsync(SampleSource source, CancellationToken cancellation)
    {
        var weeks = await RowsAsync("pulse.weekly_summaries_public", source, "week_start,total_messages,unique_senders", cancellation);
        static string Text(IEnumerable<string> lines) => string.Join(", ", lines);
        Add(
            $"{source.SourceId}: weeks (start, messages, senders)",
            Text(source.Weeks.Select(w => $"{w.WeekStart} {w.TotalMessages} {w.UniqueSenders}")),
            Text(weeks.OrderBy(w => w["week_start"]!.ToString(), StringComparer.Ordinal).Select(w => $"{w["week_start"]} {w["total_messages"]} {w["unique_senders"]}")));
    }

    private async Task HashesAsync(NpgsqlDataSource database, SampleSource source, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT count(*), count(DISTINCT sender_hash) FROM pulse.message_hashes WHERE community_id = $1 AND source_id = $2");
        command.Parameters.AddWithValue(samples.Community.CommunityId);
        command.Parameters.AddWithValue(source.SourceId);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        Add($"{source.SourceId}: messages by SQL", source.Messages, reader.GetInt64(0));
        Add($"{source.SourceId}: authors by SQL", source.Authors, reader.GetInt64(1));
    }

    private async Task<IReadOnlyList<JsonObject>> RowsAsync(string table, SampleSource source, string select, CancellationToken cancellation) =>
        (await api.RowsAsync(table, [("community_id", samples.Community.CommunityId), ("source_id", source.SourceId), ("select", select), ("limit", "1000")], null, cancellation)).Rows;

    private void Add(string what, long expected, long actual) =>
        Add(what, expected.ToString(CultureInfo.InvariantCulture), actual.ToString(CultureInfo.InvariantCulture));

    private void Add(string what, string expected, string actual) => _facts.Add(new Fact(what, expected, actual));
}

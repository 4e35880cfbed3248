using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Output;
using EventSourced.Commands.Modules;

namespace EventSourced.Cli.Demo;

/// <summary>Imports the sample conversations and shows how a child's vocabulary grows.</summary>
internal sealed class ConversationDemo(Screen screen, ApiClient api, SampleSet samples)
{
    public async Task<IReadOnlyList<Fact>> PlayAsync(CancellationToken cancellation)
    {
        screen.Heading("Conversations → commands → turns → RabbitMQ → analysis → rabbit.vocabulary");
        List<Fact> facts = [];
        var kind = ModuleCatalog.Default.Imports.Single(k => k.Name == "transcript");
        foreach (var sample in samples.Conversations)
        {
            var file = new ImportedFile(kind, new JsonObject { ["child_id"] = sample.ChildId }, SampleSet.PathOf(sample));
            await ImportView.RunAsync(screen, api, [file], cancellation);
            if (!file.IsCompleted) throw new CliException(file.Error ?? $"{file.Name} is {file.State}.");
            var imported = new ImportedSessions([.. file.Answer!["summary"]!["session_ids"]!.AsArray().Select(s => Guid.Parse(s!.ToString()))], file.Answer["position"]!.GetValue<long>());
            var words = await WordsAsync(imported, cancellation);
            facts.Add(Of($"{sample.File}: turns", sample.Turns, (await RowsAsync("rabbit.conversation_turns", "session_id", imported, cancellation)).Count));
            facts.Add(Of($"{sample.File}: sessions", sample.Sessions, imported.Sessions.Count));
            if (sample.Words is not { } known) continue;
            facts.Add(Of($"{sample.File}: words", known, words.Count));
            facts.Add(Of($"{sample.File}: distinct words", sample.DistinctWords!.Value, words.Select(w => w.Word).Distinct().Count()));
            Show(sample.ChildId, words);
        }
        return facts;
    }

    private void Show(string child, IReadOnlyList<(string Word, DateOnly Day)> words)
    {
        screen.Heading($"rabbit.vocabulary: the words of {child}");
        var table = Sheet.Of("day", ">words", ">new", ">known", "", "new words");
        var known = new HashSet<string>(StringComparer.Ordinal);
        var all = words.Select(w => w.Word).Distinct(StringComparer.Ordinal).Count();
        foreach (var day in words.GroupBy(w => w.Day).OrderBy(d => d.Key))
        {
            List<string> fresh = [.. day.Select(w => w.Word).Where(known.Add)];
            table.Add(
                day.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Figures.Count(day.Count()), Figures.Count(fresh.Count), Figures.Count(known.Count),
                Bars.Bar(known.Count, all, 16), string.Join(' ', fresh.Take(4)));
        }
        screen.Out.Write(table);
    }

    private async Task<IReadOnlyList<(string Word, DateOnly Day)>> WordsAsync(ImportedSessions imported, CancellationToken cancellation) =>
        [.. (await RowsAsync("rabbit.vocabulary", "session_id", imported, cancellation))
            .OrderBy(r => r["first_seen_at"]!.GetValue<long>())
            .Select(r => (r["word"]!.ToString(), DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(r["first_seen_at"]!.GetValue<long>()).UtcDateTime)))];

    private async Task<List<JsonObject>> RowsAsync(string table, string column, ImportedSessions imported, CancellationToken cancellation)
    {
        List<JsonObject> rows = [];
        // The analysis comes after the last turn: its table may be a moment behind.
        foreach (var session in imported.Sessions)
            rows.AddRange((await api.RowsAsync(table, [(column, session.ToString()), ("limit", "1000")], imported.Position, cancellation)).Rows);
        return rows;
    }

    private static Fact Of(string what, long expected, long actual) =>
        new(what, expected.ToString(CultureInfo.InvariantCulture), actual.ToString(CultureInfo.InvariantCulture));

    private sealed record ImportedSessions(IReadOnlyList<Guid> Sessions, long Position);
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Pulse;

/// <summary>Creates and deletes communities and sources, and imports chats in overlapping parts.</summary>
internal sealed class PulseWorkload(NemesisWorld world) : INemesisWorkload
{
    private const int CommunityCallers = 3, ChatCallers = 2, ExportReaders = 2;
    private const string Imports = "every import ended, with all its messages";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentBag<ImportedChat> _chats = [];
    private readonly ConcurrentDictionary<string, byte> _completed = new();

    public string Module => "pulse";

    public IReadOnlyList<string> Promises => [Imports];

    public IReadOnlyCollection<string> NeverRolledBack => ["pulse.exports", "pulse.communities", "pulse.chat_sources"];

    public IEnumerable<Task> StartCallers(CancellationToken stop) =>
    [
        .. Enumerable.Range(0, CommunityCallers).Select(n => new CommunityCaller(n, world).RunAsync(stop)),
        .. Enumerable.Range(0, ChatCallers).Select(n => new ChatCaller(n, world, _chats, _completed).RunAsync(stop)),
    ];

    public IEnumerable<Task> StartReaders(CancellationToken stop) => [.. Enumerable.Range(0, ExportReaders).Select(n => ReadAsync(new Random(unchecked(world.Seed * 307 + 50 + n)), stop))];

    public async Task<string?> PendingAsync(CancellationToken cancellation)
    {
        var (open, there, example) = (0L, 0L, "");
        await world.RowsAsync("select count(*) filter (where status not in ('completed', 'failed')), count(*), coalesce(min(export_id || ': ' || status) filter (where status not in ('completed', 'failed')), '') from pulse.exports",
            r => (open, there, example) = (r.GetInt64(0), r.GetInt64(1), r.GetString(2)), cancellation);
        if (open > 0) return $"{open} imports have not ended: {example}";
        var uploaded = _chats.Sum(c => c.Parts.Count(p => p.Command.Status == "completed"));
        return there < uploaded ? $"{uploaded - there} uploads are not in pulse.exports" : null;
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        await world.RowsAsync("select stream_id, count(*) from log.mt_events where type = 'pulse.community_created.v1' group by 1, data->>'incarnation' having count(*) > 1",
            r => world.Tally.Fault(Checks.Streams, $"{r.GetString(0)} was created {r.GetInt64(1)} times in one life"), cancellation);
        var rows = new Dictionary<string, (string Status, long Messages, long New, string? Error)>();
        await world.RowsAsync("select export_id, status, message_count, new_message_count, error_message from pulse.exports",
            r => rows[r.GetString(0)] = (r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.IsDBNull(4) ? null : r.GetString(4)), cancellation);
        foreach (var chat in _chats)
        {
            var fresh = 0L;
            var whole = true;
            foreach (var part in chat.Parts)
            {
                var name = $"upload {part.Command.Id} to {chat.Community}/{chat.Source}";
                if (part.Command.Status is not "completed")
                {
                    // Not registered: covered by the check of commands.
                    whole = false;
                    continue;
                }
                if (part.Command.Answered("export_id") is not { } id || !rows.TryGetValue(id, out var row))
                {
                    world.Tally.Fault(Imports, $"{name} is completed, and its export {part.Command.Answered("export_id")} is not in pulse.exports");
                    whole = false;
                    continue;
                }
                world.Tally.Count($"imports {row.Status}");
                if (row.Status == "completed" && row.Messages != part.Messages) world.Tally.Fault(Imports, $"{name} has {row.Messages} messages of {part.Messages}");
                else if (row.Status != "completed" && row.Error is not { Length: > 0 }) world.Tally.Fault(Imports, $"{name} is {row.Status} without a reason");
                whole &= row.Status == "completed";
                fresh += row.New;
            }
            if (!whole) continue;
            var digested = 0L;
            await world.RowsAsync("select coalesce(sum(message_count), 0)::bigint from pulse.daily_digests where community_id = $1 and source_id = $2",
                r => digested = r.GetInt64(0), cancellation, chat.Community, chat.Source);
            if (fresh != chat.Messages || digested != chat.Messages)
                world.Tally.Fault(Imports, $"{chat.Community}/{chat.Source} holds {chat.Messages} messages; its exports brought {fresh} new ones, its digests count {digested}");
        }
    }

    /// <summary>Records an uploaded chat.</summary>
    internal void Note(ImportedChat chat) => _chats.Add(chat);

    // An export that was seen as completed must stay completed.
    private async Task ReadAsync(Random random, CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(s_pause, stop);
            if (_completed.Keys.ToList() is not { Count: > 0 } exports) continue;
            var export = exports[random.Next(exports.Count)];
            var answer = await world.Caller.GetAsync($"api/pulse/exports?export_id={export}&select=export_id,status", stop);
            world.Tally.Count(answer.IsGood ? "reads" : "reads that were refused or lost");
            if (answer.IsGood && !(answer.Body!["data"]!.AsArray() is [JsonObject row] && row["status"]!.ToString() == "completed"))
                world.Tally.Fault(Checks.Reads, $"export {export} was completed, and at {answer.Position} pulse.exports says {answer.Body!["data"]!.ToJsonString()}");
        }
    }
}

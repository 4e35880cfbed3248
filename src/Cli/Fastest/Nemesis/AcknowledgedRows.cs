using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>What the API acknowledged to users, compared with the final state: a request that was answered as done is one completed command, and its rows are in the tables.</summary>
internal sealed class AcknowledgedRows(NemesisWorld world)
{
    public const string Promise = "what was answered as done ran once, and is in the tables until it is deleted";

    private readonly ConcurrentDictionary<string, AcknowledgedRow> _rows = new();
    private readonly ConcurrentDictionary<Guid, string> _done = new();

    /// <summary>Records acknowledged rows, and returns them for later changes.</summary>
    public AcknowledgedRow Add(AcknowledgedRow row) => _rows[row.ToString()] = row;

    /// <summary>Rows of which nothing is known any more.</summary>
    public void Forget(AcknowledgedRow row) => _rows.TryRemove(row.ToString(), out _);

    /// <summary>Records that a request was answered as done.</summary>
    public void Done(Guid command, string request) => _done[command] = request;

    public async Task CheckAsync(CancellationToken cancellation)
    {
        var completed = await CheckCommandsAsync(cancellation);
        foreach (var row in _rows.Values) await CheckAsync(row, !row.Places.Any(p => p.Deletion is { } id && completed.Contains(id)), cancellation);
        world.Tally.Count("acknowledged rows checked", _rows.Count);
    }

    // A deletion whose answer was lost has an outcome too.
    private async Task<HashSet<Guid>> CheckCommandsAsync(CancellationToken cancellation)
    {
        var (completed, once) = (new HashSet<Guid>(), new HashSet<Guid>());
        await world.RowsAsync("""
            select c.command_id, coalesce(e.last = c.position, e.last is null) from es.commands c
            left join (select (headers->>'command_id')::uuid as id, max(seq_id) as last from log.mt_events where headers ? 'command_id' group by 1) e on e.id = c.command_id
            where c.status = 'completed'
            """, r =>
        {
            completed.Add(r.GetGuid(0));
            if (r.GetBoolean(1)) once.Add(r.GetGuid(0));
        }, cancellation);
        foreach (var (id, request) in _done)
        {
            if (!completed.Contains(id)) world.Tally.Fault(Promise, $"{request} was answered as done, and the ledger has no completed command {id}");
            else if (!once.Contains(id)) world.Tally.Fault(Promise, $"{request}: the events of command {id} do not end where the ledger says");
        }
        world.Tally.Count("acknowledged commands checked", _done.Count);
        return completed;
    }

    private async Task CheckAsync(AcknowledgedRow row, bool isThere, CancellationToken cancellation)
    {
        List<JsonNode> found = [];
        var where = string.Join(" and ", row.Key.Select((k, n) => $"{k.Column} = ${n + 1}"));
        await world.RowsAsync($"select to_jsonb(t)::text from fastest.{row.Table} t where {where}", r => found.Add(JsonNode.Parse(r.GetString(0))!), cancellation, [.. row.Key.Select(k => (object)k.Value)]);
        if (!isThere && found.Count > 0) world.Tally.Fault(Promise, $"{row} has {found.Count} rows of something deleted");
        else if (isThere && (row.Count is { } count ? found.Count != count : found.Count == 0)) world.Tally.Fault(Promise, $"{row} has {found.Count} rows instead of {row.Count?.ToString() ?? "one or more"}");
        foreach (var (column, value) in row.Values)
            if (found.FirstOrDefault(f => f[column]?.ToString() != value) is { } wrong) world.Tally.Fault(Promise, $"{row}: {column} is {wrong[column]} instead of {value}");
    }
}

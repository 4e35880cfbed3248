using System.Text.Json.Nodes;
using EventSourced.Commands.Bus;

namespace EventSourced.Cli.Nemesis;

/// <summary>Checks the invariants: compares the recorded commands and watermarks with the log, the ledger and the tables.</summary>
internal sealed class Checker(NemesisWorld world, WatermarkHistory memory, Workloads workloads, TableAttachments attachments, Broker broker, Action<string> log)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(300);

    public async Task RunAsync(CancellationToken cancellation)
    {
        await CommandsAsync(cancellation);
        await StreamsAsync(cancellation);
        foreach (var fault in await memory.CompareAsync(cancellation)) world.Tally.Fault(Checks.Watermarks, fault);
        foreach (var workload in workloads.All) await workload.CheckAsync(cancellation);
        foreach (var missing in await attachments.MissingAsync(cancellation)) world.Tally.Fault(Checks.Attachments, missing);
        await VerifyAsync(cancellation);
        await OperationsAsync(cancellation);
        await LeftoversAsync(cancellation);
    }

    private async Task CommandsAsync(CancellationToken cancellation)
    {
        var ledger = new Dictionary<Guid, (string Status, long? Position)>();
        await world.RowsAsync("select command_id, status, position from es.commands", r => ledger[r.GetGuid(0)] = (r.GetString(1), r.IsDBNull(2) ? null : r.GetInt64(2)), cancellation);
        var events = new Dictionary<Guid, List<(long Position, string Type)>>();
        await world.RowsAsync("select (headers->>'command_id')::uuid, seq_id, type from log.mt_events where headers ? 'command_id' order by seq_id",
            r => (events.TryGetValue(r.GetGuid(0), out var list) ? list : events[r.GetGuid(0)] = []).Add((r.GetInt64(1), r.GetString(2))), cancellation);
        foreach (var command in world.Book.All)
        {
            var written = events.GetValueOrDefault(command.Id, []);
            var name = $"{command.Name} {command.Id}";
            if (!command.IsAccepted && written.Count == 0) continue;
            if (!ledger.TryGetValue(command.Id, out var stored))
            {
                world.Tally.Fault(Checks.Commands, $"{name} was accepted and is not in the ledger");
                continue;
            }
            if (command.Status is { } answered && stored != (answered, command.Position))
                world.Tally.Fault(Checks.Commands, $"{name} was answered {answered} at {command.Position}, and the ledger has {stored.Status} at {stored.Position}");
            if (stored.Status is "accepted" or "failed") world.Tally.Fault(Checks.Commands, $"{name} is {stored.Status}");
            List<string> expected = stored.Status == "completed" ? [.. command.Writes.Order()] : [];
            if (!written.Select(e => e.Type).Order().SequenceEqual(expected))
                world.Tally.Fault(Checks.Commands, $"{name} is {stored.Status} and has the events {string.Join(", ", written)}");
            else if (written.Count > 0 && written[^1].Position != stored.Position)
                world.Tally.Fault(Checks.Commands, $"{name} is stored at {stored.Position} and ends at {written[^1].Position}");
            world.Tally.Count($"commands {stored.Status}");
        }
    }

    private async Task StreamsAsync(CancellationToken cancellation)
    {
        await world.RowsAsync("""
            select coalesce(e.tenant_id, s.tenant_id) || ' ' || coalesce(e.id, s.id), e.events, e.first, e.last, s.version
            from (select tenant_id, stream_id as id, count(*) as events, min(version) as first, max(version) as last from log.mt_events group by 1, 2) e
            full join log.mt_streams s on s.tenant_id = e.tenant_id and s.id = e.id
            where (e.events, e.first, e.last) is distinct from (s.version, 1::bigint, s.version)
              and coalesce(e.id, s.id) <> 'mt_tombstone' -- Marten's own stream: positions of failed appends.
            """, r => world.Tally.Fault(Checks.Streams, $"stream {r.GetString(0)}: {r.GetValue(1)} events from version {r.GetValue(2)} to {r.GetValue(3)}, and the stream is at {r.GetValue(4)}"), cancellation);
    }

    private async Task VerifyAsync(CancellationToken cancellation)
    {
        var asked = await world.Caller.PostAsync("admin/verifications", new JsonObject { ["all"] = true }, cancellation);
        if (!asked.IsGood)
        {
            world.Tally.Fault(Checks.Verified, $"a verification was refused: {asked.Summary}");
            return;
        }
        var end = DateTime.UtcNow + NemesisOptions.Patience;
        while (true)
        {
            var answer = await world.Caller.GetAsync($"admin/verifications/{asked.Body!["id"]}", cancellation);
            if (answer.IsGood && answer.Body!["is_final"]!.GetValue<bool>())
            {
                if (answer.Body["result"]?["holds"]?.GetValue<bool>() is not true) world.Tally.Fault(Checks.Verified, $"{answer.Body["state"]} {answer.Body["error"]} {answer.Body["result"]?.ToJsonString()}");
                else world.Tally.Count("tables verified", answer.Body["result"]!["tables"]!.AsArray().Count);
                return;
            }
            if (DateTime.UtcNow > end)
            {
                world.Tally.Fault(Checks.Verified, $"verification {asked.Body["id"]} has not finished: {answer.Summary}");
                return;
            }
            await Task.Delay(s_pollInterval, cancellation);
        }
    }

    private Task OperationsAsync(CancellationToken cancellation) => world.RowsAsync("select kind, state, coalesce(error, '') from es.operations order by created_at", r =>
    {
        world.Tally.Count($"operations: {r.GetString(0)} {r.GetString(1)}");
        if (r.GetString(1) == "failed") log($"a {r.GetString(0)} failed: {r.GetString(2)}");
    }, cancellation);

    private async Task LeftoversAsync(CancellationToken cancellation)
    {
        foreach (var (queue, messages) in await broker.ErrorsAsync(new BusOptions(), cancellation))
        {
            if (messages > 0) world.Tally.Fault(Checks.Leftovers, $"{messages} messages are in {queue}");
        }
        var answer = await world.Caller.GetAsync("admin/projections", cancellation);
        if (!answer.IsGood)
        {
            world.Tally.Fault(Checks.Leftovers, $"the projections cannot be read: {answer.Summary}");
            return;
        }
        foreach (var table in answer.Body!["projections"]!.AsArray())
        {
            if (table!["dead_letters"]!.AsArray().Count > 0 || table["state"]!.ToString() != "running")
                world.Tally.Fault(Checks.Leftovers, $"{table["table"]} is {table["state"]}: {table["error"]} {table["dead_letters"]!.ToJsonString()}");
        }
    }
}

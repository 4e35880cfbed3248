using System.Text.Json.Nodes;
using EventSourced.Commands.Bus;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>Checks the invariants: compares the recorded commands and watermarks with the log, the ledger and the tables.</summary>
internal sealed class Checker(NpgsqlDataSource database, CommandBook book, WatermarkHistory memory, Workloads workloads, TableAttachments attachments, Broker broker, Caller caller, Tally tally, Action<string> log)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(300);

    public async Task RunAsync(CancellationToken cancellation)
    {
        await CommandsAsync(cancellation);
        await StreamsAsync(cancellation);
        foreach (var fault in await memory.CompareAsync(cancellation)) tally.Fault(Checks.Watermarks, fault);
        foreach (var workload in workloads.All) await workload.CheckAsync(cancellation);
        foreach (var missing in await attachments.MissingAsync(cancellation)) tally.Fault(Checks.Attachments, missing);
        await VerifyAsync(cancellation);
        await OperationsAsync(cancellation);
        await LeftoversAsync(cancellation);
    }

    private async Task CommandsAsync(CancellationToken cancellation)
    {
        var ledger = new Dictionary<Guid, (string Status, long? Position)>();
        await RowsAsync("select command_id, status, position from es.commands", r => ledger[r.GetGuid(0)] = (r.GetString(1), r.IsDBNull(2) ? null : r.GetInt64(2)), cancellation);
        var events = new Dictionary<Guid, List<(long Position, string Type)>>();
        await RowsAsync("select (headers->>'command_id')::uuid, seq_id, type from log.mt_events where headers ? 'command_id' order by seq_id",
            r => (events.TryGetValue(r.GetGuid(0), out var list) ? list : events[r.GetGuid(0)] = []).Add((r.GetInt64(1), r.GetString(2))), cancellation);
        foreach (var command in book.All)
        {
            var written = events.GetValueOrDefault(command.Id, []);
            var name = $"{command.Name} {command.Id}";
            if (!command.IsAccepted && written.Count == 0) continue;
            if (!ledger.TryGetValue(command.Id, out var stored))
            {
                tally.Fault(Checks.Commands, $"{name} was accepted and is not in the ledger");
                continue;
            }
            if (command.Status is { } answered && stored != (answered, command.Position))
                tally.Fault(Checks.Commands, $"{name} was answered {answered} at {command.Position}, and the ledger has {stored.Status} at {stored.Position}");
            if (stored.Status is "accepted" or "failed") tally.Fault(Checks.Commands, $"{name} is {stored.Status}");
            List<string> expected = stored.Status == "completed" ? [.. command.Writes.Order()] : [];
            if (!written.Select(e => e.Type).Order().SequenceEqual(expected))
                tally.Fault(Checks.Commands, $"{name} is {stored.Status} and has the events {string.Join(", ", written)}");
            else if (written.Count > 0 && written[^1].Position != stored.Position)
                tally.Fault(Checks.Commands, $"{name} is stored at {stored.Position} and ends at {written[^1].Position}");
            tally.Count($"commands {stored.Status}");
        }
    }

    private async Task StreamsAsync(CancellationToken cancellation)
    {
        await RowsAsync("""
            select coalesce(e.tenant_id, s.tenant_id) || ' ' || coalesce(e.id, s.id), e.events, e.first, e.last, s.version
            from (select tenant_id, stream_id as id, count(*) as events, min(version) as first, max(version) as last from log.mt_events group by 1, 2) e
            full join log.mt_streams s on s.tenant_id = e.tenant_id and s.id = e.id
            where (e.events, e.first, e.last) is distinct from (s.version, 1::bigint, s.version)
              and coalesce(e.id, s.id) <> 'mt_tombstone' -- Marten's own stream: positions of failed appends.
            """, r => tally.Fault(Checks.Streams, $"stream {r.GetString(0)}: {r.GetValue(1)} events from version {r.GetValue(2)} to {r.GetValue(3)}, and the stream is at {r.GetValue(4)}"), cancellation);
    }

    private async Task VerifyAsync(CancellationToken cancellation)
    {
        var asked = await caller.PostAsync("admin/verifications", new JsonObject { ["all"] = true }, cancellation);
        if (!asked.IsGood)
        {
            tally.Fault(Checks.Verified, $"a verification was refused: {asked.Summary}");
            return;
        }
        var end = DateTime.UtcNow + NemesisOptions.Patience;
        while (true)
        {
            var answer = await caller.GetAsync($"admin/verifications/{asked.Body!["id"]}", cancellation);
            if (answer.IsGood && answer.Body!["is_final"]!.GetValue<bool>())
            {
                if (answer.Body["result"]?["holds"]?.GetValue<bool>() is not true) tally.Fault(Checks.Verified, $"{answer.Body["state"]} {answer.Body["error"]} {answer.Body["result"]?.ToJsonString()}");
                else tally.Count("tables verified", answer.Body["result"]!["tables"]!.AsArray().Count);
                return;
            }
            if (DateTime.UtcNow > end)
            {
                tally.Fault(Checks.Verified, $"verification {asked.Body["id"]} has not finished: {answer.Summary}");
                return;
            }
            await Task.Delay(s_pollInterval, cancellation);
        }
    }

    private Task OperationsAsync(CancellationToken cancellation) => RowsAsync("select kind, state, coalesce(error, '') from es.operations order by created_at", r =>
    {
        tally.Count($"operations: {r.GetString(0)} {r.GetString(1)}");
        if (r.GetString(1) == "failed") log($"a {r.GetString(0)} failed: {r.GetString(2)}");
    }, cancellation);

    private async Task LeftoversAsync(CancellationToken cancellation)
    {
        foreach (var (queue, messages) in await broker.ErrorsAsync(new BusOptions(), cancellation))
        {
            if (messages > 0) tally.Fault(Checks.Leftovers, $"{messages} messages are in {queue}");
        }
        var answer = await caller.GetAsync("admin/projections", cancellation);
        if (!answer.IsGood)
        {
            tally.Fault(Checks.Leftovers, $"the projections cannot be read: {answer.Summary}");
            return;
        }
        foreach (var table in answer.Body!["projections"]!.AsArray())
        {
            if (table!["dead_letters"]!.AsArray().Count > 0 || table["state"]!.ToString() != "running")
                tally.Fault(Checks.Leftovers, $"{table["table"]} is {table["state"]}: {table["error"]} {table["dead_letters"]!.ToJsonString()}");
        }
    }

    private async Task RowsAsync(string sql, Action<NpgsqlDataReader> take, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) take(reader);
    }
}

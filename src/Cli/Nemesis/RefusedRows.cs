using System.Text.Json.Nodes;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>
/// Rows that one table cannot write, because a trigger refuses them, as a user's trigger might. The table pauses with a dead letter, and an administrator skips it.
/// All other tables apply the event.
/// </summary>
internal sealed class RefusedRows(NpgsqlDataSource database, Caller caller, IReadOnlyList<IRefusedRow> rows)
{
    private const string Marker = "nemesis: this row is refused";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20), s_pollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a table refuses rows.</summary>
    public bool Contains(string table) => rows.Any(r => r.Table == table);

    public async Task InstallAsync(CancellationToken cancellation)
    {
        await using var function = database.CreateCommand("""
            create schema nemesis;
            grant usage on schema nemesis to public;
            create function nemesis.refuse() returns trigger language plpgsql as $$ begin raise exception 'nemesis refuses this row'; end $$
            """);
        await function.ExecuteNonQueryAsync(cancellation);
        foreach (var row in rows)
        {
            await using var trigger = database.CreateCommand(
                $"create trigger nemesis_refuse before insert on {row.Table} for each row when (new.{row.MarkerColumn} = '{Marker}') execute function nemesis.refuse()");
            await trigger.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Removes the triggers, so that the tables accept the rows that were not skipped.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        // With cascade, because kept generations have copies of the trigger.
        await using var command = database.CreateCommand("drop function if exists nemesis.refuse() cascade");
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Sends a command whose row the table refuses, waits until the table pauses, and skips the event.</summary>
    /// <param name="choice">Selects the row, modulo their number.</param>
    /// <param name="stop">Ends the run.</param>
    /// <returns>What happened.</returns>
    public async Task<string> SkipOneAsync(int choice, CancellationToken stop)
    {
        if (rows.Count == 0) return "skip: no module has a row that a trigger can refuse";
        var row = rows[choice % rows.Count];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(s_limit);
        if (await row.SendAsync(Marker, limit.Token) is not { } key) return $"skip: no event was written for {row.Table}";
        while (true)
        {
            // The oldest dead letter first: one of an earlier disruption may remain.
            if (await DeadLetterAsync(row.Table, limit.Token) is { } position)
            {
                var answer = await caller.PostAsync($"admin/projections/{row.Table}/skip", new JsonObject { ["position"] = position, ["reason"] = "refused by a trigger of nemesis" }, limit.Token);
                return $"skip of {position} in {row.Table}: {(answer.IsGood ? "done" : answer.Summary)}";
            }
            // A rebuild does not run the trigger, so it has applied the event.
            if (await IsThereAsync(row, key, limit.Token)) return $"skip: a rebuild of {row.Table} has applied the event";
            await Task.Delay(s_pollInterval, limit.Token);
        }
    }

    /// <summary>Positions that were skipped in a table.</summary>
    public static async Task<IReadOnlySet<long>> SkippedAsync(NemesisWorld world, string table, CancellationToken cancellation)
    {
        var positions = new HashSet<long>();
        await world.RowsAsync("select (data->>'position')::bigint from log.mt_events where type = 'operations.event_skipped.v1' and data->>'table' = $1",
            r => positions.Add(r.GetInt64(0)), cancellation, table);
        return positions;
    }

    private async Task<long?> DeadLetterAsync(string table, CancellationToken cancellation)
    {
        var answer = await caller.GetAsync("admin/projections", cancellation);
        var state = answer.Body?["projections"]?.AsArray().FirstOrDefault(p => p!["table"]!.ToString() == table);
        return state?["dead_letters"]!.AsArray().FirstOrDefault()?["position"]!.GetValue<long>();
    }

    private async Task<bool> IsThereAsync(IRefusedRow row, string key, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select exists (select from {row.Table} where {row.KeyColumn} = $1)");
        command.Parameters.AddWithValue(key);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>
/// Turns that one table cannot take: a trigger, as somebody may have put it there, refuses their rows. The table pauses with a dead letter, and an
/// administrator skips it. All other tables take the turn.
/// </summary>
internal sealed class PoisonTurns(NpgsqlDataSource database, CommandBook book, Caller caller, ConcurrentBag<SentTurn> turns)
{
    public const string Table = "rabbit.conversation_turns";
    private const string Marker = "nemesis: this row is refused";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20), s_look = TimeSpan.FromMilliseconds(200);

    public async Task PlantAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"""
            create schema nemesis;
            grant usage on schema nemesis to public;
            create function nemesis.refuse() returns trigger language plpgsql as $$ begin raise exception 'nemesis refuses this row'; end $$;
            create trigger nemesis_refuse before insert on {Table} for each row when (new.rabbit_response = '{Marker}') execute function nemesis.refuse()
            """);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>From now on the table takes the turns that nobody skipped.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        // With cascade: copies of the trigger may stand on generations that are kept.
        await using var command = database.CreateCommand("drop function if exists nemesis.refuse() cascade");
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Records a turn that the table cannot take, waits until it pauses, and skips the event.</summary>
    /// <returns>What happened.</returns>
    public async Task<string> SkipOneAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(s_limit);
        if (await Talker.StartAsync(book, "child-of-poison", limit.Token) is not { } session) return "skip: no session";
        var turn = Talker.Say(book, session, "poison", Marker);
        turns.Add(turn);
        if (!await book.RunAsync(turn.Command, limit.Token)) return "skip: the turn was not recorded";
        while (true)
        {
            // The oldest first: one of an earlier blow may still wait.
            if (await DeadLetterAsync(limit.Token) is { } position)
            {
                var answer = await caller.PostAsync($"admin/projections/{Table}/skip", new JsonObject { ["position"] = position, ["reason"] = "refused by a trigger of nemesis" }, limit.Token);
                return $"skip of {position} in {Table}: {(answer.IsGood ? "done" : answer.Said)}";
            }
            // A rebuild writes no row through the trigger: it has taken the turn.
            if (await IsPassedAsync(turn, limit.Token)) return $"skip: a rebuild of {Table} has taken the turn";
            await Task.Delay(s_look, limit.Token);
        }
    }

    private async Task<long?> DeadLetterAsync(CancellationToken cancellation)
    {
        var answer = await caller.GetAsync("admin/projections", cancellation);
        var table = answer.Body?["projections"]?.AsArray().FirstOrDefault(p => p!["table"]!.ToString() == Table);
        return table?["dead_letters"]!.AsArray().FirstOrDefault()?["position"]!.GetValue<long>();
    }

    private async Task<bool> IsPassedAsync(SentTurn turn, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select exists (select from {Table} where id = $1)");
        command.Parameters.AddWithValue(turn.Turn.ToString());
        return await command.ExecuteScalarAsync(cancellation) is true;
    }
}

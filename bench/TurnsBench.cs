using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using EventSourced.Bench.Frame;
using Npgsql;

namespace EventSourced.Bench;

/// <summary>
/// 200 sessions talk at once, 60 turns a second for a minute (what two shared cores bear with one worker left), each waiting for its answer; one of two workers is killed in the middle. At the end every
/// turn is there once, and analysed once. The floor is one inserted row for each turn, at the same rate.
/// </summary>
internal sealed class TurnsBench : IBench
{
    private const int Sessions = 200, Rate = 60;
    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(12), s_floorSpan = TimeSpan.FromSeconds(3), s_patience = TimeSpan.FromMinutes(2);
    private static readonly string[] s_words = ["わんわん", "りんご", "すき", "パン", "ジャム", "いちご", "あつい", "ふうふう", "こうえん", "いく", "シロ", "なまえ", "なに", "ばいばい"];

    public string Name => "turns";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await database.ExecuteAsync("CREATE TABLE turn (id uuid PRIMARY KEY, said text)");
        var folder = Directory.CreateTempSubdirectory("es-bench-").FullName;
        try
        {
            await using var system = await RunningEs.UpAsync(folder, "--workers", "2");
            await using var tables = NpgsqlDataSource.Create(system.Postgres);
            var sessions = await StartAsync(system.Client);
            await TalkAsync(system.Client, sessions, TimeSpan.FromSeconds(5), 0);
            Rounds half = new(), most = new(), found = new(), last = new();
            var sent = (int)(5 * Rate);
            for (var round = 1; round <= Rounds.Fewest; round++)
            {
                var floor = await OpenLoopAsync(s_floorSpan, n => InsertAsync(database));
                var kill = round == (Rounds.Fewest + 1) / 2 ? KillAsync(system, s_span / 2) : Task.CompletedTask;
                var since = await NowAsync(tables);
                var ours = await TalkAsync(system.Client, sessions, s_span, round);
                await kill;
                sent += ours.Count;
                half.Add(ours.Percentile(50), floor.Percentile(50));
                most.Add(ours.Percentile(99), floor.Percentile(99));
                await AnalysedAsync(tables, sent);
                found.Add(await LagAsync(tables, since, 0.5), floor.Percentile(50));
                last.Add(await LagAsync(tables, since, 0.99), floor.Percentile(99));
            }
            report.Add($"answer p50 at {Rate} turns/s", "ms", half);
            report.Add($"answer p99 at {Rate} turns/s", "ms", most);
            report.Add("receipt of a turn to its analysis, p50", "ms", found);
            report.Add("receipt of a turn to its analysis, p99", "ms", last);
            report.Note($"{sent:N0} turns, none lost, none twice, a worker killed in the middle of round {(Rounds.Fewest + 1) / 2}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Guid[]> StartAsync(HttpClient client)
    {
        Guid[] sessions = [.. Enumerable.Range(0, Sessions).Select(_ => Guid.CreateVersion7())];
        await Parallel.ForEachAsync(sessions, async (session, _) => await SendAsync(client, "/api/rabbit/sessions", new { session_id = session, child_id = $"child-{session}" }));
        return sessions;
    }

    private static Task<List<double>> TalkAsync(HttpClient client, Guid[] sessions, TimeSpan span, int round) => OpenLoopAsync(span, async n =>
    {
        var text = $"{s_words[n % s_words.Length]} {s_words[(n / 7 + round) % s_words.Length]} {n % 97}";
        await SendAsync(client, $"/api/rabbit/sessions/{sessions[n % Sessions]}/turns", new { turn_id = Guid.CreateVersion7(), child_input = text });
    });

    private static async Task SendAsync(HttpClient client, string path, object body)
    {
        var id = Guid.NewGuid().ToString();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Add("Prefer", "wait=60");
            request.Headers.Add("Idempotency-Key", id);
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            // As a caller should: the same command under the same id, until there is an answer.
            if ((int)answer.StatusCode is 202 or 503) continue;
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
            return;
        }
    }

    /// <summary>Begins a call when it is due, whether or not those before have returned; the time of each from when it was due.</summary>
    private static async Task<List<double>> OpenLoopAsync(TimeSpan span, Func<int, Task> call)
    {
        var times = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        List<Task> calls = [];
        for (var n = 0; n < span.TotalSeconds * Rate; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / Rate);
            while (watch.Elapsed < due) await Task.Delay(1);
            var number = n;
            calls.Add(Task.Run(async () =>
            {
                await call(number);
                times.Add((watch.Elapsed - due).TotalMilliseconds);
            }));
        }
        await Task.WhenAll(calls);
        return [.. times];
    }

    private static async Task InsertAsync(BenchDatabase database)
    {
        await using var insert = database.Source.CreateCommand("INSERT INTO turn VALUES ($1, 'わんわん いる')");
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
        await insert.ExecuteNonQueryAsync();
    }

    private static async Task KillAsync(RunningEs system, TimeSpan after)
    {
        await Task.Delay(after);
        using var worker = Process.GetProcessById(system.Workers[0]);
        worker.Kill();
    }

    private static async Task AnalysedAsync(NpgsqlDataSource tables, int sent)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var (turns, jobs, counted, twice) = await CountAsync(tables);
            if (turns == sent && jobs == sent && counted == sent && twice == 0) return;
            if (turns > sent || twice > 0) throw new InvalidOperationException($"{sent} turns were sent; {turns} are there, {counted} counted, {twice} with more words than said.");
            if (watch.Elapsed > s_patience) throw new InvalidOperationException($"{sent} turns were sent; {turns} are there, {counted} counted, {jobs} analysed, after {s_patience}.");
            await Task.Delay(200);
        }
    }

    private static async Task<(long Turns, long Jobs, long Counted, long Twice)> CountAsync(NpgsqlDataSource tables)
    {
        await using var command = tables.CreateCommand("""
            SELECT (SELECT count(*) FROM rabbit.conversation_turns), (SELECT count(*) FROM rabbit.analysis_jobs WHERE status = 'completed'),
                   (SELECT coalesce(sum(turn_count), 0) FROM rabbit.sessions),
                   (SELECT count(*) FROM (SELECT turn_id FROM rabbit.vocabulary GROUP BY turn_id HAVING count(*) <> 3) t)
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    private static async Task<double> LagAsync(NpgsqlDataSource tables, long since, double share)
    {
        await using var command = tables.CreateCommand("SELECT percentile_cont($2) WITHIN GROUP (ORDER BY completed_at - created_at) FROM rabbit.analysis_jobs WHERE created_at >= $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = since });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = share });
        return (double)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<long> NowAsync(NpgsqlDataSource tables)
    {
        await using var command = tables.CreateCommand("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

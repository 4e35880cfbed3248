using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using EventSourced.Bench.Frame;
using Npgsql;

namespace EventSourced.Bench.Rabbit;

/// <summary>
/// 200 concurrent sessions for a minute, each waiting for its answers: at a rate that two cores can handle, then at 500 turns per second with one of two workers
/// killed half way. At the end every turn is stored once and analysed once. The rounds are the fifths of the minute. The floor is one inserted row per turn, at
/// the same rate.
/// </summary>
internal sealed class TurnsBench : IBench
{
    private const int Sessions = 200;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMinutes(1), s_span = TimeSpan.FromMinutes(1), s_floorSpan = TimeSpan.FromSeconds(3), s_timeout = TimeSpan.FromMinutes(2);
    private static readonly string[] s_words = ["わんわん", "りんご", "すき", "パン", "ジャム", "いちご", "あつい", "ふうふう", "こうえん", "いく", "シロ", "なまえ", "なに", "ばいばい"];

    public string Name => "turns";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await database.ExecuteAsync("CREATE TABLE turn (id uuid PRIMARY KEY, said text)");
        var folder = RunningEs.Folder();
        try
        {
            await using var system = await RunningEs.UpAsync(folder, "--workers", "2");
            await using var tables = NpgsqlDataSource.Create(system.Postgres);
            var conversation = new Conversation(system.Client, await StartAsync(system.Client));
            await conversation.RunAsync(s_warmUp, 200);
            await WaitForAnalysesAsync(tables, conversation.Sent);
            await MeasureAsync(database, tables, conversation, 250, "", null, report);
            await MeasureAsync(database, tables, conversation, 500, ", a worker killed half way", system, report);
            report.Note($"{conversation.Sent:N0} turns, none lost, none twice");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(BenchDatabase database, NpgsqlDataSource tables, Conversation conversation, int rate, string what, RunningEs? killed, Report report)
    {
        List<double[]> floors = [];
        for (var round = 0; round < Rounds.Min; round++) floors.Add([.. (await CallAsync(s_floorSpan, rate, n => InsertAsync(database))).Select(t => t.Took)]);
        var since = await NowAsync(tables);
        var kill = killed is null ? Task.CompletedTask : KillAsync(killed, s_span / 2);
        var times = await conversation.RunAsync(s_span, rate);
        await kill;
        await WaitForAnalysesAsync(tables, conversation.Sent);
        Rounds p50 = new(), p99 = new(), analysisP50 = new(), analysisP99 = new();
        var part = s_span / Rounds.Min;
        for (var round = 0; round < Rounds.Min; round++)
        {
            var ours = times.Where(t => t.Due >= round * part && t.Due < (round + 1) * part).Select(t => t.Took).ToList();
            p50.Add(ours.Percentile(50), floors[round].Percentile(50));
            p99.Add(ours.Percentile(99), floors[round].Percentile(99));
            analysisP50.Add(await LagAsync(tables, since, round * part, part, 0.5), floors[round].Percentile(50));
            analysisP99.Add(await LagAsync(tables, since, round * part, part, 0.99), floors[round].Percentile(99));
        }
        report.Add($"answer p50 at {rate} turns/s{what}", "ms", p50);
        report.Add($"answer p99 at {rate} turns/s{what}", "ms", p99);
        report.Add($"receipt of a turn to its analysis, p50 at {rate} turns/s{what}", "ms", analysisP50);
        report.Add($"receipt of a turn to its analysis, p99 at {rate} turns/s{what}", "ms", analysisP99);
    }

    private static async Task<Guid[]> StartAsync(HttpClient client)
    {
        Guid[] sessions = [.. Enumerable.Range(0, Sessions).Select(_ => Guid.CreateVersion7())];
        await Parallel.ForEachAsync(sessions, async (session, _) => await SendAsync(client, "/api/rabbit/sessions", new { session_id = session, child_id = $"child-{session}" }));
        return sessions;
    }

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
            // Retries the same command with the same id until there is an answer, as a caller should.
            if ((int)answer.StatusCode is 202 or 503) continue;
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
            return;
        }
    }

    /// <summary>
    /// Calls at a constant rate, with one caller per session, who waits for each answer before the next call. Returns the time of each call in ms since it was
    /// due, including the delay of its caller.
    /// </summary>
    private static async Task<IReadOnlyCollection<(TimeSpan Due, double Took)>> CallAsync(TimeSpan span, int rate, Func<int, Task> call)
    {
        var times = new ConcurrentBag<(TimeSpan, double)>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async caller =>
        {
            for (var n = caller; n < span.TotalSeconds * rate; n += Sessions)
            {
                var due = TimeSpan.FromSeconds((double)n / rate);
                if (due - watch.Elapsed is var wait && wait > TimeSpan.Zero) await Task.Delay(wait);
                await call(n);
                times.Add((due, (watch.Elapsed - due).TotalMilliseconds));
            }
        }));
        return times;
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

    private static async Task WaitForAnalysesAsync(NpgsqlDataSource tables, int sent)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var (turns, jobs, counted, twice) = await CountAsync(tables);
            if (turns == sent && jobs == sent && counted == sent && twice == 0) return;
            if (turns > sent || twice > 0) throw new InvalidOperationException($"{sent} turns were sent; {turns} are stored, {counted} counted, {twice} with a wrong number of words.");
            if (watch.Elapsed > s_timeout) throw new InvalidOperationException($"{sent} turns were sent; {turns} are stored, {counted} counted, {jobs} analysed, after {s_timeout}.");
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

    private static async Task<double> LagAsync(NpgsqlDataSource tables, long since, TimeSpan from, TimeSpan span, double share)
    {
        await using var command = tables.CreateCommand(
            "SELECT percentile_cont($3) WITHIN GROUP (ORDER BY completed_at - created_at) FROM rabbit.analysis_jobs WHERE created_at >= $1 AND created_at < $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = since + (long)from.TotalMilliseconds });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = since + (long)(from + span).TotalMilliseconds });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = share });
        return (double)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<long> NowAsync(NpgsqlDataSource tables)
    {
        await using var command = tables.CreateCommand("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Sends turns in several sessions.</summary>
    private sealed class Conversation(HttpClient client, Guid[] sessions)
    {
        public int Sent { get; private set; }

        public async Task<IReadOnlyCollection<(TimeSpan Due, double Took)>> RunAsync(TimeSpan span, int rate)
        {
            var before = Sent;
            var times = await CallAsync(span, rate, n => SayAsync(before + n));
            Sent += times.Count;
            return times;
        }

        private Task SayAsync(int n)
        {
            var text = $"{s_words[n % s_words.Length]} {s_words[n / 7 % s_words.Length]} {n % 97}";
            return SendAsync(client, $"/api/rabbit/sessions/{sessions[n % sessions.Length]}/turns", new { turn_id = Guid.CreateVersion7(), child_input = text });
        }
    }
}

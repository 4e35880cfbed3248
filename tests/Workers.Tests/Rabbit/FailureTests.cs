using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitFailureTests
{
    [Fact]
    public async Task An_analysis_that_fails_three_times_is_a_failed_job_and_later_turns_are_analysed()
    {
        var refused = Guid.CreateVersion7();
        ConcurrentQueue<Guid> tries = [];
        using var spans = new Spans();
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), append =>
            {
                if (!append.Streams.SelectMany(stream => stream.Events).OfType<TurnAnalysed>().Any(e => e.TurnId == refused)) return Task.CompletedTask;
                tries.Enqueue(refused);
                throw new InvalidOperationException("Refused: ひそひそ");
            })));
        var (session, later) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.DoAsync(new StartSession(session));
        await world.DoAsync(new RecordTurn(session, refused, "ひそひそ すき"));
        await world.SettleAsync();
        Assert.Equal(3, tries.Count);

        await world.DoAsync(new RecordTurn(session, later, "わんわん"));
        await world.SettleAsync();

        Assert.Equal(
            [$"{refused}|failed|True|The analysis failed 3 times, most recently with InvalidOperationException.", $"{later}|completed|True|-"],
            await world.RowsAsync("select turn_id, status, completed_at >= created_at, result ->> 'error' from rabbit.analysis_jobs order by created_at"));
        Assert.Equal((0u, 0u), (await world.CountAsync("followups"), await world.CountAsync("followups_error")));
        // The command of the analysis has ended as well and does not count as open.
        await world.UntilAsync(async () => await world.ScalarAsync<long>("select count(*) from es.commands where status = 'accepted'") == 0, "no open command");
        Assert.DoesNotContain(world.Log, line => line.Contains("ひそひそ", StringComparison.Ordinal));
        // Spans of tests that run meanwhile are recorded as well: no other test has this text.
        Assert.Contains(spans.Told, line => line.StartsWith("rabbit.analyze_turn InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(spans.Told, line => line.Contains("ひそひそ", StringComparison.Ordinal));
        await world.VerifyAsync("rabbit");
    }

    [Fact]
    public async Task Of_failures_of_commands_with_personal_data_only_the_type_is_logged()
    {
        var session = Guid.CreateVersion7();
        using var spans = new Spans();
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), append => append.Streams.SelectMany(stream => stream.Events).OfType<TurnRecorded>().FirstOrDefault() is { } turn
                ? throw new InvalidOperationException($"Refused: {turn.ChildInput}", new FormatException(turn.ChildInput))
                : Task.CompletedTask)));
        await world.DoAsync(new StartSession(session));

        var record = await world.RunAsync(new RecordTurn(session, Guid.CreateVersion7(), "ないしょ"));

        Assert.Equal(CommandStatus.Failed, record.Status);
        Assert.StartsWith("InvalidOperationException, whose message is withheld", OutcomeJson.Problem(record.Result)!.Detail);
        var message = await world.TakeAsync("commands_error");
        List<string> kept = [Encoding.UTF8.GetString(message.Body.Span), .. message.BasicProperties.Headers!.Select(h => $"{h.Key}: {(h.Value is byte[] text ? Encoding.UTF8.GetString(text) : h.Value)}")];
        Assert.Contains(kept, line => line.StartsWith("MT-Fault-Message: ", StringComparison.Ordinal) && line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.Contains(world.Log, line => line.Contains("failed with InvalidOperationException", StringComparison.Ordinal));
        Assert.Contains(spans.Told, line => line.StartsWith("rabbit.record_turn InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(kept.Concat(world.Log).Concat(spans.Told), line => line.Contains("ないしょ", StringComparison.Ordinal) || line.Contains("\\u306A\\u3044", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_analysis_that_crashes_its_worker_repeatedly_is_a_failed_job_without_another_attempt()
    {
        // Only the test requests the analysis.
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton(ReactionCatalog.Of(on => on.Event<TurnRecorded>().Send(_ => (AnalyzeTurn?)null)
            .OnGivenUp((analysis, failure) => new FailAnalysis(analysis.SessionId, analysis.TurnId, analysis.JobType, failure.Describe("The analysis"))))));
        var (session, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.DoAsync(new StartSession(session));
        await world.DoAsync(new RecordTurn(session, turn, "わんわん"));

        // Started as often as allowed, without an outcome.
        var analysis = FollowUps.Envelope(new AnalyzeTurn(session, turn), "the test", DateTimeOffset.UtcNow);
        for (var run = 0; run < 20; run++) await world.Ledger.CountRunAsync(analysis.CommandId, analysis.Name, analysis.Actor);
        await world.DeliverAgainAsync(analysis, 20);
        await world.SettleAsync();

        Assert.Equal(
            ["failed|The command was started 20 times without an outcome: it probably crashes its worker. Check the workers' logs before you send it again under a new id."], await world.RowsAsync("select status, result ->> 'error' from rabbit.analysis_jobs"));
        await world.UntilAsync(async () => await world.ScalarAsync<long>("select count(*) from es.commands where status = 'failed' and type = 'rabbit.analyze_turn'") == 1, "the end of the analysis");
        Assert.Equal((0u, 0u), (await world.CountAsync("followups"), await world.CountAsync("followups_error")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(119)]
    public async Task Queued_turns_are_analysed_fifty_at_a_time_oldest_first(int requested)
    {
        ConcurrentQueue<int> appends = [];
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton(ReactionCatalog.Empty).AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), append =>
            {
                if (append.Streams.SelectMany(stream => stream.Events).OfType<TurnAnalysed>().Count() is var found and > 0) appends.Enqueue(found);
                return Task.CompletedTask;
            })));
        var (session, turns) = await QueueAsync(world, 120);

        await world.DoAsync(new AnalyzeTurn(session, turns[requested]));

        Assert.Equal([50, 50, 20], appends);
        var analysed = (await world.EventsAsync()).OfType<TurnAnalysed>().ToList();
        Assert.Equal(turns, analysed.Select(e => e.TurnId));
        Assert.Equal([1, .. Enumerable.Repeat(0, 119)], analysed.Select(e => e.NewWordCount));
    }

    [Fact]
    public async Task A_turn_whose_analysis_fails_does_not_block_those_queued_with_it_and_none_is_analysed_twice()
    {
        List<Guid> turns = [];
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton(ReactionCatalog.Empty).AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), append => append.Streams.SelectMany(stream => stream.Events).OfType<TurnAnalysed>().Any(e => e.TurnId == turns[110])
                ? throw new InvalidOperationException("Refused.") : Task.CompletedTask)));
        (var session, turns) = await QueueAsync(world, 120);

        // Its own is among those before the failure, then after it.
        await world.DoAsync(new AnalyzeTurn(session, turns[0]));
        Assert.Equal(turns[..100], await AnalysedAsync());
        await world.DoAsync(new AnalyzeTurn(session, turns[119]));
        Assert.Equal([.. turns[..100], turns[119]], await AnalysedAsync());

        async Task<IEnumerable<Guid>> AnalysedAsync() => (await world.EventsAsync()).OfType<TurnAnalysed>().Select(e => e.TurnId);
    }

    [Fact]
    public async Task An_analysis_that_waits_for_the_database_or_has_a_conflict_has_not_failed_and_its_failure_is_not_lost()
    {
        var (waiting, failing) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        // The pipeline itself tries a command with conflicts six times.
        var found = new Queue<Exception>([.. Enumerable.Repeat(Overtaken(), 24), Away(), Away()]);
        var told = new Queue<Exception>([Away(), .. Enumerable.Repeat(Overtaken(), 6), Away()]);
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), append => append.Streams.SelectMany(stream => stream.Events).FirstOrDefault() switch
            {
                TurnAnalysed e when e.TurnId == waiting && found.TryDequeue(out var fault) => throw fault,
                TurnAnalysed e when e.TurnId == failing => throw new InvalidOperationException("Refused."),
                AnalysisFailed when told.TryDequeue(out var fault) => throw fault,
                _ => Task.CompletedTask,
            })));
        // In separate sessions, so that none is analysed with the other.
        foreach (var turn in (Guid[])[waiting, failing])
        {
            var session = Guid.CreateVersion7();
            await world.DoAsync(new StartSession(session));
            await world.DoAsync(new RecordTurn(session, turn, "わんわん"));
        }
        await world.SettleAsync();

        Assert.Equal((0, 0), (found.Count, told.Count));
        Assert.Equal(
            [$"{waiting}|completed|-", $"{failing}|failed|The analysis failed 3 times, most recently with InvalidOperationException."],
            await world.RowsAsync("select turn_id, status, result ->> 'error' from rabbit.analysis_jobs order by created_at"));
        Assert.Equal(0u, await world.CountAsync("followups_error"));

        static Exception Overtaken() => new ConcurrencyException("a stream", ExpectedVersion.Any, 1);
        static Exception Away() => new NpgsqlException("away", new IOException());
    }

    [Fact]
    public async Task An_unavailable_tokeniser_is_a_failed_job()
    {
        await using var world = await ProductWorld.OpenAsync();
        var session = Guid.CreateVersion7();
        // As recorded by a build that knew more tokenisers.
        await world.Store.AppendAsync(new Append(
            [new StreamAppend($"rabbit-session-{session}", ExpectedVersion.NoStream, [new SessionStarted(session, null, "ja", "none-such", DateTimeOffset.UtcNow, null)])],
            new EventMetadata(Guid.NewGuid(), "tester", DateTimeOffset.UtcNow)));
        await world.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "わんわん"));
        await world.SettleAsync();

        Assert.Equal(["failed|The analysis failed 3 times, most recently with TokenizerException."], await world.RowsAsync("select status, result ->> 'error' from rabbit.analysis_jobs"));
    }

    /// <summary>The failures in the spans of this process.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span => Told.Enqueue(
                    $"{span.OperationName} {span.StatusDescription} {string.Join(' ', span.TagObjects.Concat(span.Events.SelectMany(e => e.Tags)).Select(t => $"{t.Key}={t.Value}"))}"),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<string> Told { get; } = [];

        public void Dispose() => _listener.Dispose();
    }

    // Turns that wait for their analysis.
    private static async Task<(Guid Session, List<Guid> Turns)> QueueAsync(ProductWorld world, int count)
    {
        var session = Guid.CreateVersion7();
        await world.DoAsync(new StartSession(session));
        List<Guid> turns = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
        var now = DateTimeOffset.UtcNow;
        await world.Store.AppendAsync(new Append(
            [new StreamAppend($"rabbit-session-{session}", ExpectedVersion.Exactly(1), [.. turns.Select(turn => new TurnRecorded(session, turn, $"session/{session}", "わんわん", "うん", null, null, now, now, null, "typed", Guid.CreateVersion7()))])],
            new EventMetadata(Guid.NewGuid(), "tester", now)));
        return (session, turns);
    }
}

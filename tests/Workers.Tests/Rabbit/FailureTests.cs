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
        await using var place = await RabbitPlace.OpenAsync(null, services => services.AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), append =>
            {
                if (!append.Streams.SelectMany(stream => stream.Events).OfType<TurnAnalysed>().Any(e => e.TurnId == refused)) return Task.CompletedTask;
                tries.Enqueue(refused);
                throw new InvalidOperationException("Refused: ひみつ");
            })));
        var (session, later) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await place.DoAsync(new StartSession(session));
        await place.DoAsync(new RecordTurn(session, refused, "ひみつ すき"));
        await place.SettleAsync();
        Assert.Equal(3, tries.Count);

        await place.DoAsync(new RecordTurn(session, later, "わんわん"));
        await place.SettleAsync();

        Assert.Equal(
            [$"{refused}|failed|True|The analysis failed 3 times, most recently with InvalidOperationException.", $"{later}|completed|True|-"],
            await place.RowsAsync("select turn_id, status, completed_at >= created_at, result ->> 'error' from rabbit.analysis_jobs order by created_at"));
        Assert.Equal((0u, 0u), (await place.CountAsync("followups"), await place.CountAsync("followups_error")));
        // The command of the analysis has ended as well: nobody takes it for one that is still open.
        await place.UntilAsync(async () => await place.ScalarAsync<long>("select count(*) from es.commands where status = 'accepted'") == 0, "no open command");
        Assert.DoesNotContain(place.Log, line => line.Contains("ひみつ", StringComparison.Ordinal));
        Assert.Contains(spans.Told, line => line.StartsWith("rabbit.analyze_turn InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(spans.Told, line => line.Contains("ひみつ", StringComparison.Ordinal));
        await place.VerifyAsync();
    }

    [Fact]
    public async Task What_a_command_with_personal_data_failed_of_is_told_by_its_kind_only()
    {
        var session = Guid.CreateVersion7();
        using var spans = new Spans();
        await using var place = await RabbitPlace.OpenAsync(null, services => services.AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), append => append.Streams.SelectMany(stream => stream.Events).OfType<TurnRecorded>().FirstOrDefault() is { } turn
                ? throw new InvalidOperationException($"Refused: {turn.ChildInput}", new FormatException(turn.ChildInput))
                : Task.CompletedTask)));
        await place.DoAsync(new StartSession(session));

        var record = await place.RunAsync(new RecordTurn(session, Guid.CreateVersion7(), "ないしょ"));

        Assert.Equal(CommandStatus.Failed, record.Status);
        Assert.StartsWith("InvalidOperationException, whose message is withheld", OutcomeJson.Problem(record.Result)!.Detail);
        var message = await place.TakeAsync("commands_error");
        List<string> kept = [Encoding.UTF8.GetString(message.Body.Span), .. message.BasicProperties.Headers!.Select(h => $"{h.Key}: {(h.Value is byte[] text ? Encoding.UTF8.GetString(text) : h.Value)}")];
        Assert.Contains(kept, line => line.StartsWith("MT-Fault-Message: ", StringComparison.Ordinal) && line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.Contains(place.Log, line => line.Contains("failed with InvalidOperationException", StringComparison.Ordinal));
        Assert.Contains(spans.Told, line => line.StartsWith("rabbit.record_turn InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(kept.Concat(place.Log).Concat(spans.Told), line => line.Contains("ないしょ", StringComparison.Ordinal) || line.Contains("\\u306A\\u3044", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_analysis_that_takes_its_worker_down_again_and_again_is_a_failed_job_without_another_try()
    {
        // Nobody asks for the analysis but the test.
        await using var place = await RabbitPlace.OpenAsync(null, services => services.AddSingleton(ReactionCatalog.Of(on => on.Event<TurnRecorded>().Send(_ => (AnalyzeTurn?)null)
            .OnGivenUp((analysis, failure) => new FailAnalysis(analysis.SessionId, analysis.TurnId, analysis.JobType, failure.Describe("The analysis"))))));
        var (session, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await place.DoAsync(new StartSession(session));
        await place.DoAsync(new RecordTurn(session, turn, "わんわん"));

        // Begun as often as it may be, without an end.
        var analysis = FollowUps.Envelope(new AnalyzeTurn(session, turn), "the test", DateTimeOffset.UtcNow);
        for (var run = 0; run < 20; run++) await place.Ledger.CountRunAsync(analysis.CommandId, analysis.Name, analysis.Actor);
        await place.DeliverAgainAsync("followups", analysis, 20);
        await place.SettleAsync();

        Assert.Equal(
            ["failed|The command was started 20 times without an outcome: it probably crashes its worker. Check the workers' logs before you send it again under a new id."], await place.RowsAsync("select status, result ->> 'error' from rabbit.analysis_jobs"));
        await place.UntilAsync(async () => await place.ScalarAsync<long>("select count(*) from es.commands where status = 'failed' and type = 'rabbit.analyze_turn'") == 1, "the end of the analysis");
        Assert.Equal((0u, 0u), (await place.CountAsync("followups"), await place.CountAsync("followups_error")));
    }

    [Fact]
    public async Task Turns_that_have_waited_together_are_analysed_fifty_at_a_time_oldest_first()
    {
        ConcurrentQueue<int> appends = [];
        await using var place = await RabbitPlace.OpenAsync(null, services => services.AddSingleton(ReactionCatalog.Empty).AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), append =>
            {
                if (append.Streams.SelectMany(stream => stream.Events).OfType<TurnAnalysed>().Count() is var found and > 0) appends.Enqueue(found);
                return Task.CompletedTask;
            })));
        var session = Guid.CreateVersion7();
        await place.DoAsync(new StartSession(session));
        List<Guid> turns = [.. Enumerable.Range(0, 120).Select(_ => Guid.CreateVersion7())];
        var now = DateTimeOffset.UtcNow;
        await place.Store.AppendAsync(new Append(
            [new StreamAppend($"rabbit-session-{session}", ExpectedVersion.Exactly(1), [.. turns.Select(turn => new TurnRecorded(session, turn, $"session/{session}", "わんわん", "うん", null, null, now, now, null, "typed", Guid.CreateVersion7()))])],
            new EventMetadata(Guid.NewGuid(), "tester", now)));

        await place.DoAsync(new AnalyzeTurn(session, turns[^1]));

        Assert.Equal([50, 50, 20], appends);
        var analysed = (await place.EventsAsync()).OfType<TurnAnalysed>().ToList();
        Assert.Equal(turns, analysed.Select(e => e.TurnId));
        Assert.Equal([1, .. Enumerable.Repeat(0, 119)], analysed.Select(e => e.NewWordCount));
    }

    [Fact]
    public async Task An_analysis_that_waits_for_the_database_or_is_overtaken_has_not_failed_nor_is_its_failure_lost()
    {
        var (waiting, failing) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        // The pipeline itself tries an overtaken command six times.
        var found = new Queue<Exception>([.. Enumerable.Repeat(Overtaken(), 24), Away(), Away()]);
        var told = new Queue<Exception>([Away(), .. Enumerable.Repeat(Overtaken(), 6), Away()]);
        await using var place = await RabbitPlace.OpenAsync(null, services => services.AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), append => append.Streams.SelectMany(stream => stream.Events).FirstOrDefault() switch
            {
                TurnAnalysed e when e.TurnId == waiting && found.TryDequeue(out var fault) => throw fault,
                TurnAnalysed e when e.TurnId == failing => throw new InvalidOperationException("Refused."),
                AnalysisFailed when told.TryDequeue(out var fault) => throw fault,
                _ => Task.CompletedTask,
            })));
        // In sessions of their own, so that none is analysed with the other.
        foreach (var turn in (Guid[])[waiting, failing])
        {
            var session = Guid.CreateVersion7();
            await place.DoAsync(new StartSession(session));
            await place.DoAsync(new RecordTurn(session, turn, "わんわん"));
        }
        await place.SettleAsync();

        Assert.Equal((0, 0), (found.Count, told.Count));
        Assert.Equal(
            [$"{waiting}|completed|-", $"{failing}|failed|The analysis failed 3 times, most recently with InvalidOperationException."],
            await place.RowsAsync("select turn_id, status, result ->> 'error' from rabbit.analysis_jobs order by created_at"));
        Assert.Equal(0u, await place.CountAsync("followups_error"));

        static Exception Overtaken() => new ConcurrencyException("a stream", ExpectedVersion.Any, 1);
        static Exception Away() => new NpgsqlException("away", new IOException());
    }

    [Fact]
    public async Task A_tokeniser_that_cannot_be_had_is_a_failed_job()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var session = Guid.CreateVersion7();
        // As a build had recorded it that knew more tokenisers.
        await place.Store.AppendAsync(new Append(
            [new StreamAppend($"rabbit-session-{session}", ExpectedVersion.NoStream, [new SessionStarted(session, null, "ja", "none-such", DateTimeOffset.UtcNow, null)])],
            new EventMetadata(Guid.NewGuid(), "tester", DateTimeOffset.UtcNow)));
        await place.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "わんわん"));
        await place.SettleAsync();

        Assert.Equal(["failed|The analysis failed 3 times, most recently with TokenizerException."], await place.RowsAsync("select status, result ->> 'error' from rabbit.analysis_jobs"));
    }

    /// <summary>What the spans of this process tell of failures.</summary>
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
}

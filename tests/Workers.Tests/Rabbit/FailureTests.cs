using System.Collections.Concurrent;
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
            [$"{refused}|failed|True|The analysis failed 3 times, at last with InvalidOperationException.", $"{later}|completed|True|-"],
            await place.RowsAsync("select turn_id, status, completed_at >= created_at, result ->> 'error' from rabbit.analysis_jobs order by created_at"));
        Assert.Equal((0u, 0u), (await place.CountAsync("analyses"), await place.CountAsync("analyses_error")));
        // The command of the analysis has ended as well: nobody takes it for one that is still open.
        await place.UntilAsync(async () => await place.ScalarAsync<long>("select count(*) from es.commands where status = 'accepted'") == 0, "no open command");
        Assert.DoesNotContain(place.Log, line => line.Contains("ひみつ", StringComparison.Ordinal));
        await place.VerifyAsync();
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
            [$"{waiting}|completed|-", $"{failing}|failed|The analysis failed 3 times, at last with InvalidOperationException."],
            await place.RowsAsync("select turn_id, status, result ->> 'error' from rabbit.analysis_jobs order by created_at"));
        Assert.Equal(0u, await place.CountAsync("analyses_error"));

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

        Assert.Equal(["failed|The analysis failed 3 times, at last with TokenizerException."], await place.RowsAsync("select status, result ->> 'error' from rabbit.analysis_jobs"));
    }
}

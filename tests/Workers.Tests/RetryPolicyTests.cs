using EventSourced.Commands.Pipeline;
using EventSourced.EventStore;
using EventSourced.Workers.Consumers;
using Npgsql;

namespace EventSourced.Workers.Tests;

/// <summary>What is tried again, after which wait, and what is given up. Each wait is over at once and is noted.</summary>
public sealed class RetryLadderTests
{
    private readonly Clock _clock = new();
    private readonly List<string> _told = [];
    private readonly CancellationTokenSource _stopping = new();
    private bool _answers = true;
    private int _runs;

    [Fact]
    public async Task Work_that_is_done_is_done_once()
    {
        await RunAsync();

        Assert.Equal((1, 0), (_runs, _clock.Waits.Count));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task What_fails_is_tried_again_after_each_interval_and_then_given_up()
    {
        await RunAsync(Failure("one"), Failure("two"), Failure("three"));

        Assert.Equal(["again one 1", "again two 2", "given up three 3"], _told);
        Assert.Equal([100, 500], _clock.Waits);
    }

    [Fact]
    public async Task Without_intervals_the_first_failure_is_the_last()
    {
        await RunAsync(new RetryPolicy([], Answers, _clock), Failure("one"));

        Assert.Equal(["given up one 1"], _told);
    }

    [Fact]
    public async Task What_giving_up_throws_goes_up()
    {
        var reason = Failure("at last");
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => new RetryPolicy([], Answers, _clock).RunAsync(
            () => throw reason, e => { }, (e, failures) => { }, (e, _) => Task.FromException(e), _stopping.Token));

        Assert.Same(reason, thrown);
    }

    [Fact]
    public async Task While_the_database_is_away_no_failure_is_counted_however_long_it_takes()
    {
        await RunAsync([.. Enumerable.Repeat(Away(), 50), Failure("one"), Away(), Failure("two"), Away(), Failure("three")]);

        Assert.Equal([.. Enumerable.Repeat("away", 50), "again one 1", "away", "again two 2", "away", "given up three 3"], _told);
        Assert.Equal([.. Enumerable.Repeat(1_000, 50), 100, 1_000, 500, 1_000], _clock.Waits);
    }

    [Fact]
    public async Task A_command_that_has_failed_before_goes_up_at_once_whatever_it_failed_of()
    {
        await Assert.ThrowsAsync<CommandFailedException>(() => RunAsync(new CommandFailedException(Guid.NewGuid(), "away", Away())));

        Assert.Equal((1, 0), (_runs, _clock.Waits.Count));
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_cancelled_by_the_host_or_by_its_channel_has_not_failed(bool host)
    {
        using var channel = new CancellationTokenSource();
        await (host ? _stopping : channel).CancelAsync();

        // The last try, and a connection that broke because of it.
        await Assert.ThrowsAsync<OperationCanceledException>(() => new RetryPolicy([], Answers, _clock).RunAsync(
            Work(new OperationCanceledException("cancelled", Away())), Tell, Tell, TellLast, _stopping.Token, channel.Token));

        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure()
    {
        await RunAsync(new TaskCanceledException("a timeout"));

        Assert.Equal(["again a timeout 1"], _told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_stops_waits_for_nothing(bool away)
    {
        var ladder = new RetryPolicy([TimeSpan.FromHours(1)], Answers, _clock);
        void Stop() => _stopping.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ladder.RunAsync(
            Work(away ? Away() : Failure("one")), _ => Stop(), (_, _) => Stop(), TellLast, _stopping.Token));

        Assert.Equal((1, 0), (_runs, _clock.Waits.Count));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task That_others_were_faster_is_a_failure_like_any_other()
    {
        await RunAsync(Overtaken(), Overtaken(), Overtaken());

        Assert.Equal(["again", "again", "given"], _told.Select(t => t.Split(' ')[0]));
        Assert.Equal([100, 500], _clock.Waits);
    }

    [Fact]
    public async Task Unless_the_work_yields_to_others_then_it_is_begun_anew_after_a_moment()
    {
        await RunAsync(new RetryPolicy([], Answers, _clock) { RetriesConflicts = true }, [.. Enumerable.Repeat(Overtaken(), 50)]);

        Assert.Equal((51, 50), (_runs, _clock.Waits.Count));
        Assert.All(_clock.Waits, wait => Assert.InRange(wait, 10, 199));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Work_that_is_always_the_slowest_fails_in_the_end()
    {
        await RunAsync(new RetryPolicy([], Answers, _clock) { RetriesConflicts = true }, [.. Enumerable.Repeat(Overtaken(), 201)]);

        Assert.Equal(201, _runs);
        Assert.Equal(["given"], _told.Select(t => t.Split(' ')[0]));
    }

    [Fact]
    public async Task What_only_outlasts_the_database_does_not_try_a_failure_again()
    {
        var ladder = new RetryPolicy([TimeSpan.FromSeconds(5)], Answers, _clock);

        await ladder.WaitOutOutageAsync(Work(Away(), Away()), Tell, _stopping.Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ladder.WaitOutOutageAsync(Work(Failure("one")), Tell, _stopping.Token));

        Assert.Equal(["away", "away"], _told);
        Assert.Equal([1_000, 1_000], _clock.Waits);
    }

    [Fact]
    public async Task A_statement_that_is_too_slow_for_a_database_that_answers_is_a_failure_like_any_other()
    {
        await RunAsync(Slow(), Broken(), SlowAppend());

        Assert.Equal(["again", "again", "given"], _told.Select(t => t.Split(' ')[0]));
        Assert.Equal([100, 500], _clock.Waits);
    }

    [Fact]
    public async Task When_time_runs_out_and_the_database_does_not_answer_it_is_away()
    {
        _answers = false;
        await RunAsync([.. Enumerable.Repeat(Slow(), 50)]);

        Assert.Equal(51, _runs);
        Assert.Equal(50, _told.Count);
        Assert.All(_clock.Waits, wait => Assert.Equal(1_000, wait));
    }

    [Fact]
    public async Task What_only_outlasts_the_database_is_a_short_statement_and_is_tried_again_when_time_runs_out()
    {
        await new RetryPolicy([], Answers, _clock).WaitOutOutageAsync(Work(Slow(), Broken()), Tell, _stopping.Token);

        Assert.Equal(3, _runs);
    }

    private Task RunAsync(params Exception[] faults) => RunAsync(new RetryPolicy([TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)], Answers, _clock), faults);

    private Task RunAsync(RetryPolicy ladder, params Exception[] faults) => ladder.RunAsync(Work(faults), Tell, Tell, TellLast, _stopping.Token);

    /// <summary>Work that ends with each of the faults in turn, and then is done.</summary>
    private Func<Task> Work(params Exception[] faults)
    {
        var left = new Queue<Exception>(faults);
        return () =>
        {
            _runs++;
            return left.TryDequeue(out var fault) ? Task.FromException(fault) : Task.CompletedTask;
        };
    }

    private void Tell(Exception e) => _told.Add(e.Message);

    private void Tell(Exception e, int failures) => _told.Add($"again {e.Message} {failures}");

    private Task TellLast(Exception e, int failures)
    {
        _told.Add($"given up {e.Message} {failures}");
        return Task.CompletedTask;
    }

    private static Exception Failure(string why) => new InvalidOperationException(why);

    private static Exception Away() => new NpgsqlException("away", new IOException());

    // What the driver throws when a statement takes longer than its time limit.
    private static Exception Slow() => new NpgsqlException("Exception while reading from stream", new TimeoutException("Timeout during reading attempt"));

    // What the server throws when a statement takes longer than statement_timeout.
    private static Exception Broken() => new PostgresException("canceling statement due to statement timeout", "ERROR", "ERROR", PostgresErrorCodes.QueryCanceled);

    private static Exception SlowAppend() => new EventStoreUnavailableException(true, Slow());

    private Task<bool> Answers(CancellationToken cancellationToken) => Task.FromResult(_answers);

    private static Exception Overtaken() => new ConcurrencyException("stream", ExpectedVersion.NoStream, 1);

    private sealed class Clock : TimeProvider
    {
        public List<int> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add((int)dueTime.TotalMilliseconds);
            callback(state);
            return new Over();
        }

        private sealed class Over : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

using EventSourced.Commands.Pipeline;
using EventSourced.EventStore;
using EventSourced.Workers.Consumers;
using Npgsql;

namespace EventSourced.Workers.Tests;

/// <summary>Which faults are retried, after which wait, and when retries end. Each wait ends at once and is recorded.</summary>
public sealed class RetryPolicyTests
{
    private readonly Clock _clock = new();
    private readonly List<string> _calls = [];
    private readonly CancellationTokenSource _stopping = new();
    private bool _answers = true;
    private int _runs;

    [Fact]
    public async Task Successful_work_runs_once()
    {
        await RunAsync();

        Assert.Equal((1, 0), (_runs, _clock.Waits.Count));
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task A_failure_is_retried_after_each_interval_and_then_given_up()
    {
        await RunAsync(Failure("one"), Failure("two"), Failure("three"));

        Assert.Equal(["again one 1", "again two 2", "given up three 3"], _calls);
        Assert.Equal([100, 500], _clock.Waits);
    }

    [Fact]
    public async Task Without_intervals_the_first_failure_is_the_last()
    {
        await RunAsync(new RetryPolicy([], Answers, _clock), Failure("one"));

        Assert.Equal(["given up one 1"], _calls);
    }

    [Fact]
    public async Task An_exception_of_giving_up_is_rethrown()
    {
        var reason = Failure("at last");
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => new RetryPolicy([], Answers, _clock).RunAsync(
            () => throw reason, e => { }, (e, failures) => { }, (e, _) => Task.FromException(e), _stopping.Token));

        Assert.Same(reason, thrown);
    }

    [Fact]
    public async Task During_an_outage_no_failure_is_counted()
    {
        await RunAsync([.. Enumerable.Repeat(Away(), 50), Failure("one"), Away(), Failure("two"), Away(), Failure("three")]);

        Assert.Equal([.. Enumerable.Repeat("away", 50), "again one 1", "away", "again two 2", "away", "given up three 3"], _calls);
        Assert.Equal([.. Enumerable.Repeat(1_000, 50), 100, 1_000, 500, 1_000], _clock.Waits);
    }

    [Fact]
    public async Task The_failure_of_an_already_failed_command_is_rethrown_immediately()
    {
        await Assert.ThrowsAsync<CommandFailedException>(() => RunAsync(new CommandFailedException(Guid.NewGuid(), "away", Away())));

        Assert.Equal((1, 0), (_runs, _clock.Waits.Count));
        Assert.Empty(_calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_by_the_host_or_the_channel_is_no_failure(bool host)
    {
        using var channel = new CancellationTokenSource();
        await (host ? _stopping : channel).CancelAsync();

        // The last attempt, and a connection that broke because of it.
        await Assert.ThrowsAsync<OperationCanceledException>(() => new RetryPolicy([], Answers, _clock).RunAsync(
            Work(new OperationCanceledException("cancelled", Away())), Record, Record, RecordGiveUp, _stopping.Token, channel.Token));

        Assert.Empty(_calls);
    }

    [Fact]
    public async Task An_unrequested_cancellation_is_a_failure()
    {
        await RunAsync(new TaskCanceledException("a timeout"));

        Assert.Equal(["again a timeout 1"], _calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stopping_host_does_not_wait(bool away)
    {
        var policy = new RetryPolicy([TimeSpan.FromHours(1)], Answers, _clock);
        void Stop() => _stopping.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => policy.RunAsync(
            Work(away ? Away() : Failure("one")), _ => Stop(), (_, _) => Stop(), RecordGiveUp, _stopping.Token));

        Assert.Equal((1, 0), (_runs, _clock.Waits.Count));
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task A_concurrency_conflict_is_a_failure_by_default()
    {
        await RunAsync(Overtaken(), Overtaken(), Overtaken());

        Assert.Equal(["again", "again", "given"], _calls.Select(t => t.Split(' ')[0]));
        Assert.Equal([100, 500], _clock.Waits);
    }

    [Fact]
    public async Task With_RetriesConflicts_a_conflict_is_retried_after_a_pause()
    {
        await RunAsync(new RetryPolicy([], Answers, _clock) { RetriesConflicts = true }, [.. Enumerable.Repeat(Overtaken(), 50)]);

        Assert.Equal((51, 50), (_runs, _clock.Waits.Count));
        Assert.All(_clock.Waits, wait => Assert.InRange(wait, 10, 199));
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task Too_many_conflicts_are_a_failure()
    {
        await RunAsync(new RetryPolicy([], Answers, _clock) { RetriesConflicts = true }, [.. Enumerable.Repeat(Overtaken(), 201)]);

        Assert.Equal(201, _runs);
        Assert.Equal(["given"], _calls.Select(t => t.Split(' ')[0]));
    }

    [Fact]
    public async Task Waiting_out_an_outage_does_not_retry_other_failures()
    {
        var policy = new RetryPolicy([TimeSpan.FromSeconds(5)], Answers, _clock);

        await policy.WaitOutOutageAsync(Work(Away(), Away()), Record, _stopping.Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => policy.WaitOutOutageAsync(Work(Failure("one")), Record, _stopping.Token));

        Assert.Equal(["away", "away"], _calls);
        Assert.Equal([1_000, 1_000], _clock.Waits);
    }

    [Fact]
    public async Task A_timeout_while_the_database_answers_is_a_failure()
    {
        await RunAsync(Slow(), Broken(), SlowAppend());

        Assert.Equal(["again", "again", "given"], _calls.Select(t => t.Split(' ')[0]));
        Assert.Equal([100, 500], _clock.Waits);
    }

    [Fact]
    public async Task A_timeout_while_the_database_does_not_answer_is_an_outage()
    {
        _answers = false;
        await RunAsync([.. Enumerable.Repeat(Slow(), 50)]);

        Assert.Equal(51, _runs);
        Assert.Equal(50, _calls.Count);
        Assert.All(_clock.Waits, wait => Assert.Equal(1_000, wait));
    }

    [Fact]
    public async Task Waiting_out_an_outage_retries_timeouts()
    {
        await new RetryPolicy([], Answers, _clock).WaitOutOutageAsync(Work(Slow(), Broken()), Record, _stopping.Token);

        Assert.Equal(3, _runs);
    }

    private Task RunAsync(params Exception[] faults) => RunAsync(new RetryPolicy([TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)], Answers, _clock), faults);

    private Task RunAsync(RetryPolicy policy, params Exception[] faults) => policy.RunAsync(Work(faults), Record, Record, RecordGiveUp, _stopping.Token);

    /// <summary>Work that fails with each of the faults, one after another, and then succeeds.</summary>
    private Func<Task> Work(params Exception[] faults)
    {
        var left = new Queue<Exception>(faults);
        return () =>
        {
            _runs++;
            return left.TryDequeue(out var fault) ? Task.FromException(fault) : Task.CompletedTask;
        };
    }

    private void Record(Exception e) => _calls.Add(e.Message);

    private void Record(Exception e, int failures) => _calls.Add($"again {e.Message} {failures}");

    private Task RecordGiveUp(Exception e, int failures)
    {
        _calls.Add($"given up {e.Message} {failures}");
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

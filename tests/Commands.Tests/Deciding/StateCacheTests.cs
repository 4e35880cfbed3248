using EventSourced.Commands.Deciding;

namespace EventSourced.Commands.Tests.Deciding;

public sealed class StateCacheTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly StateCache _cache;

    public StateCacheTests() => _cache = new(_clock);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task A_command_waits_for_a_state_that_another_owns()
    {
        var state = State("garden");
        await KeepAsync(state);
        Assert.Equal((true, state), await TakeAsync("garden"));

        var (second, third) = (TakeAsync("garden"), TakeAsync("garden"));
        Assert.False(second.IsCompleted);
        Release(state);
        Assert.Equal((true, state), await second);
        Assert.False(third.IsCompleted);
        // One that is discarded is read again by the next owner.
        _cache.Release(typeof(ShelfState), state.Stream, null);
        Assert.Equal((true, null), await third);
    }

    [Fact]
    public async Task A_command_that_waits_too_long_does_not_own_the_state()
    {
        await TakeAsync("garden");
        var second = TakeAsync("garden");
        _clock.Pass(StateCache.MaxWait);
        Assert.Equal((false, null), await second);

        // The one that gave up is passed over.
        Release(State("garden"));
        Assert.True((await TakeAsync("garden")).IsOwner);
    }

    [Fact]
    public async Task A_cancelled_wait_passes_the_state_to_the_next_command()
    {
        await TakeAsync("garden");
        using var cancel = new CancellationTokenSource();
        var second = _cache.TakeAsync(typeof(ShelfState), State("garden").Stream, cancel.Token).AsTask();
        var third = TakeAsync("garden");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Release(State("garden"));
        Assert.True((await third).IsOwner);
    }

    [Fact]
    public async Task An_unused_state_is_removed_without_another_command()
    {
        await KeepAsync(State("garden"));
        _clock.Pass(StateCache.IdleTime / 2);
        await KeepAsync(State("meadow"));
        _clock.Pass(StateCache.IdleTime / 2);
        Assert.Null((await TakeAsync("garden")).State);
        Assert.NotNull((await TakeAsync("meadow")).State);
    }

    [Fact]
    public async Task A_full_cache_removes_the_least_recently_used_states()
    {
        for (var i = 0; i <= StateCache.MaxStates; i++)
        {
            _clock.Pass(TimeSpan.FromTicks(1));
            await KeepAsync(State($"garden-{i}"));
        }
        Assert.Equal(StateCache.MaxStates / 2 + 1, _cache.Count);
        Assert.Null((await TakeAsync("garden-0")).State);
        Assert.NotNull((await TakeAsync($"garden-{StateCache.MaxStates}")).State);
    }

    private static ShelfState State(string id) => new(id);

    private async Task KeepAsync(ShelfState state)
    {
        Assert.True((await TakeAsync(state.Id)).IsOwner);
        Release(state);
    }

    private void Release(ShelfState state) => _cache.Release(typeof(ShelfState), state.Stream, state);

    private Task<(bool IsOwner, StreamState? State)> TakeAsync(string id) => _cache.TakeAsync(typeof(ShelfState), new ShelfState(id).Stream, default).AsTask();

    private sealed class ShelfState(string id) : StreamState($"toy/shelf/{id}")
    {
        public string Id { get; } = id;

        protected override void When(Fact fact)
        {
        }
    }

    /// <summary>A clock that the test advances. Timers fire when they are due.</summary>
    private sealed class ManualClock : TimeProvider
    {
        private readonly List<ManualTimer> _timers = [];
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new ManualTimer(() => callback(state), _now + dueTime.Ticks, period.Ticks);
            _timers.Add(timer);
            return timer;
        }

        public void Pass(TimeSpan time)
        {
            _now += time.Ticks;
            foreach (var timer in _timers.ToList()) timer.Run(_now);
        }

        private sealed class ManualTimer(Action fire, long due, long period) : ITimer
        {
            private long _due = due;

            public void Run(long now)
            {
                while (_due <= now)
                {
                    _due = period > 0 ? _due + period : long.MaxValue;
                    fire();
                }
            }

            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose() => _due = long.MaxValue;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}

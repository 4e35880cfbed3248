using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Communities;

namespace EventSourced.Commands.Tests.Deciding;

public sealed class StateCacheTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly StateCache _cache;

    public StateCacheTests() => _cache = new(_clock);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void A_state_that_is_taken_is_not_found_again_until_it_is_kept()
    {
        var state = State("garden");
        Keep(state);
        Assert.Same(state, Take("garden"));
        Assert.Null(Take("garden"));
        Keep(state);
        Assert.Same(state, Take("garden"));
    }

    [Fact]
    public void An_unused_state_is_removed_without_another_command()
    {
        Keep(State("garden"));
        _clock.Pass(StateCache.Idle / 2);
        Keep(State("meadow"));
        _clock.Pass(StateCache.Idle / 2);
        Assert.Null(Take("garden"));
        Assert.NotNull(Take("meadow"));
    }

    [Fact]
    public void A_full_cache_removes_the_least_recently_used_states()
    {
        for (var i = 0; i <= StateCache.Most; i++)
        {
            _clock.Pass(TimeSpan.FromTicks(1));
            Keep(State($"garden-{i}"));
        }
        Assert.Equal(StateCache.Most / 2 + 1, _cache.Count);
        Assert.Null(Take("garden-0"));
        Assert.NotNull(Take($"garden-{StateCache.Most}"));
    }

    [Fact]
    public void Of_two_states_of_a_stream_the_newer_one_is_kept()
    {
        var (older, newer) = (State("garden"), State("garden"));
        newer.Apply(new Fact(new Contracts.Pulse.CommunityCreated("garden", "Garden", "", 1), 1, 1, DateTimeOffset.UnixEpoch, default));
        Keep(newer);
        Keep(older);
        Assert.Same(newer, Take("garden"));
    }

    private static CommunityState State(string id) => new(id);

    private void Keep(CommunityState state) => _cache.Keep(typeof(CommunityState), state);

    private CommunityState? Take(string id) => _cache.Take<CommunityState>(PulseStreams.Community(id));

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
            foreach (var timer in _timers) timer.Run(_now);
        }

        private sealed class ManualTimer(Action fire, long due, long period) : ITimer
        {
            private long _due = due;

            public void Run(long now)
            {
                for (; _due <= now; _due += period) fire();
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

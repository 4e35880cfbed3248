using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>Loading, caching and appending of the states that commands decide on, on a real log: with communities, because their streams are short and have deciders of each kind.</summary>
public sealed class CommandStatesTests(PulseWorld world) : IClassFixture<PulseWorld>, IDisposable
{
    private readonly StateCache _cache = new(TimeProvider.System);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task The_next_command_reads_only_the_new_events_of_its_stream()
    {
        var id = (await world.NewSourceAsync()).CommunityId;
        var store = new TailReads(world.Store);
        CommunityState first;
        using (var states = States(store))
        {
            first = await LoadAsync(states, id);
            await states.AppendAsync(Context(), Visibility(first, false), default);
            // Folded at once, as the log has it.
            Assert.Equal((2, false), (first.Version, first.IsPublic));
        }
        using (var states = States(store)) Assert.Same(first, await LoadAsync(states, id));
        Assert.Equal([0, 2], store.ReadVersions);
    }

    [Fact]
    public async Task State_folded_in_memory_equals_state_loaded_from_the_log()
    {
        var id = $"{(await world.NewSourceAsync()).CommunityId}-more";
        using var states = States(world.Store);
        var context = Context();
        var state = await LoadAsync(states, id);
        await states.AppendAsync(context, CommunityDecider.Decide(state, new CreateCommunity(id, "Two events at once", IsPublic: false)), default);
        state = await LoadAsync(states, id);
        await states.AppendAsync(context, CommunityDecider.Decide(state, new DeleteCommunity(id)), default);

        var (facts, read) = (await world.FactsAsync(PulseStreams.Community(id)), await world.CommunityAsync(id));
        Assert.Equal(facts[0].Position, state.CreatedAt);
        Assert.Equal(facts[2].Position, state.DeletedBy(context.CommandId));
        Assert.Equal((read.Version, read.CreatedAt, read.Exists, read.IsPublic, read.DeletedBy(context.CommandId)),
            (state.Version, state.CreatedAt, state.Exists, state.IsPublic, state.DeletedBy(context.CommandId)));
    }

    // A command takes its time when it begins. A command that waited for the state, or runs on a machine whose clock is behind, has an earlier one.
    [Fact]
    public async Task An_event_is_not_recorded_before_the_events_that_it_was_decided_from()
    {
        var id = (await world.NewSourceAsync()).CommunityId;
        var late = Context() with { Now = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var early = late with { CommandId = Guid.NewGuid(), Now = late.Now.AddSeconds(-5) };
        using (var states = States(world.Store)) await states.AppendAsync(late, Visibility(await LoadAsync(states, id), false), default);
        using (var states = States(world.Store))
        {
            var state = await LoadAsync(states, id);
            await states.CompleteAsync(early, Visibility(state, true), default);
            Assert.Equal(late.Now, state.LastRecordedAt);
        }
        Assert.Equal([late.Now, late.Now], (await world.FactsAsync(PulseStreams.Community(id))).Skip(1).Select(f => f.RecordedAt));
    }

    [Fact]
    public async Task Two_concurrent_commands_of_a_process_read_the_stream_once_and_do_not_conflict()
    {
        var id = (await world.NewSourceAsync()).CommunityId;
        var store = new TailReads(world.Store);
        var one = States(store);
        using var other = States(store);
        var state = await LoadAsync(one, id);
        var waiting = LoadAsync(other, id);
        Assert.False(waiting.IsCompleted);
        await one.AppendAsync(Context(), Visibility(state, false), default);
        one.Dispose();

        Assert.Same(state, await waiting);
        Assert.Equal([0, 2], store.ReadVersions);
        await other.CompleteAsync(Context(), Visibility(state, true), default);
    }

    [Fact]
    public async Task Commands_of_two_processes_have_separate_states_and_one_of_them_decides_again()
    {
        var id = (await world.NewSourceAsync()).CommunityId;
        using var elsewhere = new StateCache(TimeProvider.System);
        using var one = States(world.Store);
        using var other = new CommandStates(elsewhere, new StateReader(world.Store, world.Codec));
        var (ones, others) = (await LoadAsync(one, id), await LoadAsync(other, id));
        Assert.NotSame(ones, others);
        await one.AppendAsync(Context(), Visibility(ones, false), default);

        var late = Visibility(others, false);
        await Assert.ThrowsAsync<ConcurrencyException>(() => other.CompleteAsync(Context(), late, default));
        // As in the pipeline: the same command runs again and finds nothing left to do.
        var again = await new DecidingHandler<CommunityDecider, CommunityState, SetCommunityVisibility>(other).Handle(new(new(id, false), Context()), default);

        Assert.Equal(0, Assert.IsType<CommandResult.Completed>(again).Position);
        Assert.Equal((2, false), (others.Version, others.IsPublic));
        Assert.Null(await other.TryAppendAsync(Context(), late, default));
    }

    [Fact]
    public async Task A_cached_state_needs_no_read_and_its_append_is_checked()
    {
        var id = (await world.NewSourceAsync()).CommunityId;
        var store = new TailReads(world.Store);
        using (var states = States(store)) await LoadAsync(states, id);
        foreach (var isPublic in (bool[])[false, true])
        {
            using var states = States(store);
            await states.CompleteAsync(Context(), Visibility(await LoadCachedAsync(states, id), isPublic), default);
        }
        Assert.Equal([0], store.ReadVersions);
        // Another process changes the stream: the append notices it, and the second run reads the log.
        await world.DoAsync(new SetCommunityVisibility(id, false));
        using (var states = States(store))
        {
            var old = await LoadCachedAsync(states, id);
            await Assert.ThrowsAsync<ConcurrencyException>(() => states.CompleteAsync(Context(), Decision.Of(old, new CommunityVisibilityChanged(id, true)), default));
            Assert.Equal((4, false), (await LoadCachedAsync(states, id)) is var read ? (read.Version, read.IsPublic) : default);
        }
        Assert.Equal([0, 3], store.ReadVersions);
    }

    [Fact]
    public async Task A_decision_without_an_append_is_checked_by_reading()
    {
        var id = (await world.NewSourceAsync()).CommunityId;
        using (var states = States(world.Store)) await LoadAsync(states, id);
        using (var states = States(world.Store))
        {
            var current = await LoadCachedAsync(states, id);
            Assert.IsType<CommandResult.Rejected>(await states.CompleteAsync(Context(), CommunityDecider.Decide(current, new CreateCommunity(id, "Again")), default));
        }
        await world.DoAsync(new SetCommunityVisibility(id, false));
        using (var states = States(world.Store))
        {
            // By the cached state it is public already.
            var nothing = Visibility(await LoadCachedAsync(states, id), true);
            Assert.True(nothing.IsNothing);
            await Assert.ThrowsAsync<ConcurrencyException>(() => states.CompleteAsync(Context(), nothing, default));
            await states.CompleteAsync(Context(), Visibility(await LoadCachedAsync(states, id), true), default);
        }
        Assert.True((await world.CommunityAsync(id)).IsPublic);
    }

    [Fact]
    public async Task A_stream_that_the_decision_does_not_name_is_checked_by_reading()
    {
        var (id, other) = ((await world.NewSourceAsync()).CommunityId, (await world.NewSourceAsync()).CommunityId);
        using (var states = States(world.Store)) (_, _) = (await LoadAsync(states, id), await LoadAsync(states, other));
        await world.DoAsync(new SetCommunityVisibility(other, false));
        using var run = States(world.Store);
        var (state, _) = (await LoadCachedAsync(run, id), await LoadCachedAsync(run, other));

        await Assert.ThrowsAsync<ConcurrencyException>(() => run.CompleteAsync(Context(), Visibility(state, false), default));
        Assert.True((await world.CommunityAsync(id)).IsPublic);
    }

    [Fact]
    public async Task A_state_whose_owner_appended_several_events_is_read()
    {
        var id = $"{(await world.NewSourceAsync()).CommunityId}-several";
        var store = new TailReads(world.Store);
        for (var i = 0; i < 2; i++)
        {
            using var states = States(store);
            var state = await LoadCachedAsync(states, id);
            await states.AppendAsync(Context(), Decision.Of(state, new CommunityVisibilityChanged(id, false), new CommunityVisibilityChanged(id, true)), default);
        }
        Assert.Equal([0, 0], store.ReadVersions);
        using (var states = States(store)) Assert.Equal(4, (await LoadCachedAsync(states, id)).Version);
        Assert.Equal([0, 0, 2], store.ReadVersions);
    }

    [Fact]
    public async Task A_discarded_state_is_not_returned_to_the_cache()
    {
        var id = (await world.NewSourceAsync()).CommunityId;
        using (var states = States(world.Store)) states.Discard(await LoadAsync(states, id));
        Assert.Equal(0, _cache.Count);
        using (var states = States(world.Store)) await LoadAsync(states, id);
        Assert.Equal(1, _cache.Count);
        using (var states = States(world.Store))
        {
            await LoadAsync(states, id);
            Assert.Equal(0, _cache.Count);
        }
    }

    [Fact]
    public async Task A_nonexistent_stream_is_not_cached()
    {
        using (var states = States(world.Store)) await LoadAsync(states, "nowhere");
        Assert.Equal(0, _cache.Count);
    }

    [Fact]
    public async Task A_decision_is_refused_when_a_stream_that_it_depends_on_has_changed()
    {
        var scope = await world.NewSourceAsync();
        using var states = States(world.Store);
        var loaded = await Commands.Pulse.Sources.SourceContext.LoadAsync(states, scope.CommunityId, "other", default);
        await world.DoAsync(new SetCommunityVisibility(scope.CommunityId, false));
        var decision = Commands.Pulse.Sources.SourceDecider.Decide(loaded, new CreateSource(scope.CommunityId, "other", "Other"), Context());

        await Assert.ThrowsAsync<ConcurrencyException>(() => states.CompleteAsync(Context(), decision, default));
        Assert.Empty(await world.EventsAsync(scope.Community.Source("other").Stream));
    }

    private static CommandContext Context() => new(Guid.NewGuid(), "tester", PulseWorld.Noon, null);

    private static Decision Visibility(CommunityState state, bool isPublic) => CommunityDecider.Decide(state, new SetCommunityVisibility(state.CommunityId, isPublic), Context());

    private static ValueTask<CommunityState> LoadAsync(CommandStates states, string id) => states.LoadAsync(new CommunityState(id), default);

    private static ValueTask<CommunityState> LoadCachedAsync(CommandStates states, string id) => states.Cached.LoadAsync(new CommunityState(id), default);

    private CommandStates States(IEventStore store) => new(_cache, new StateReader(store, world.Codec));

    private sealed class TailReads(IEventStore inner) : StoreDecorator(inner)
    {
        public List<long> ReadVersions { get; } = [];

        public override Task<IReadOnlyList<RecordedEvent>> ReadTailAsync(string streamId, long afterVersion, string tenant = Tenants.Default, CancellationToken cancellationToken = default)
        {
            ReadVersions.Add(afterVersion);
            return base.ReadTailAsync(streamId, afterVersion, tenant, cancellationToken);
        }

        protected override Task<AppendResult> AroundAsync(Func<Task<AppendResult>> append) => append();
    }
}

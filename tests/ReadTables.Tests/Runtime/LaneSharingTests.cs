using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.ReadTables.Tests.Runtime;

/// <summary>Several runtimes that share the lanes of the example modules.</summary>
public sealed class LaneSharingTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Lanes_are_balanced_over_live_processes_and_every_page_is_applied_once()
    {
        await using var world = await ToyWorld.CreateAsync("lanes_spread");
        var appended = 0;
        using ProjectionRuntime one = NewRuntime(world, "one"), two = NewRuntime(world, "two"), three = NewRuntime(world, "three");

        await one.StartAsync(default);
        await UntilOwnedAsync(world, "one 6");
        await MoveMoneyAsync();
        await two.StartAsync(default);
        await UntilOwnedAsync(world, "one 3, two 3");
        await MoveMoneyAsync();
        await three.StartAsync(default);
        await UntilOwnedAsync(world, "one 2, two 2, three 2");
        await MoveMoneyAsync();
        await two.StopAsync(default);
        await UntilOwnedAsync(world, "one 3, three 3");
        await one.StopAsync(default);
        await UntilOwnedAsync(world, "three 6");
        await MoveMoneyAsync();
        await three.StopAsync(default);
        await UntilOwnedAsync(world, "");

        foreach (var table in new[] { "red.red_sums", "green.green_sums", "blue.blue_sums", "toys.bank_totals" })
            Assert.Equal(appended, await world.ScalarAsync<long>($"SELECT total FROM {table}"));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM es.workers"));

        async Task MoveMoneyAsync()
        {
            for (var i = 0; i < 20; i++) await world.AppendAsync([.. Enumerable.Range(0, 10).Select(_ => new MoneyMoved("north", "a", 1))]);
            await world.WaitAsync(appended += 200);
        }
    }

    [Fact]
    public async Task A_frozen_owner_is_terminated_with_its_open_page_and_cannot_write_afterwards()
    {
        await using var world = await ToyWorld.CreateAsync("frozen_owner");
        var last = await world.AppendAsync(new MoneyMoved("north", "a", 5));
        var events = (await world.Store.ReadPageAsync(0, 10)).Events.Select(e => new ProjectedEvent(e, world.Codec)).ToList();
        // A frozen process: it has the lane and an open transaction with a page, and does not renew its lease.
        await using var frozen = (await LaneLease.TryTakeAsync(world.Source, "red", "frozen", default))!;
        await using var page = await world.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await BeginPageAsync(page, frozen);

        using var runtime = NewRuntime(world, "taker");
        await runtime.StartAsync(default);
        await world.WaitAsync(last);
        Assert.Equal("taker", await world.ScalarAsync<string>("SELECT owner FROM es.lanes WHERE lane = 'red'"));

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(page, "COMMIT"));
        await using var renewals = new LeaseRenewals(world.Source, s_timeout, s_timeout * 10);
        await Assert.ThrowsAsync<LaneLostException>(() => renewals.RenewAsync(frozen));
        await using var frozenPages = new PageProjector(world.Source, frozen, _ => 0);
        await Assert.ThrowsAsync<LaneLostException>(() => frozenPages.ProjectAsync([world.Catalog.Find("red.red_sums")!.CreateProjector()], events, 0, last, default));
        await runtime.StopAsync(default);
        Assert.Equal("(north,5)", await world.DumpAsync("red.red_sums"));
    }

    [Fact]
    public async Task An_owner_keeps_its_lane_during_a_page_that_takes_longer_than_the_timeout()
    {
        await using var world = await ToyWorld.CreateAsync("long_page");
        await using var owner = (await LaneLease.TryTakeAsync(world.Source, "red", "owner", default))!;
        await using var page = await world.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await BeginPageAsync(page, owner);
        await world.ExecuteAsync("UPDATE es.lanes SET renewed_at = clock_timestamp() - interval '1 hour' WHERE lane = 'red'");

        await using var renewals = new LeaseRenewals(world.Source, s_timeout, s_timeout * 10);
        await renewals.RenewAsync(owner);
        Assert.Equal(0, await LaneLease.TerminateStaleAsync(world.Source, ["red"], s_timeout, default));
        Assert.Null(await LaneLease.TryTakeAsync(world.Source, "red", "other", default));
        // Even without an owner, the lane cannot be taken while a page is open.
        await owner.DisposeAsync();
        Assert.Null(await LaneLease.TryTakeAsync(world.Source, "red", "other", default));
        await ExecuteAsync(page, "COMMIT");
        await using var other = await LaneLease.TryTakeAsync(world.Source, "red", "other", default);
        Assert.NotNull(other);
    }

    [Fact]
    public async Task Lanes_are_renewed_together_and_one_whose_session_has_ended_is_lost()
    {
        await using var world = await ToyWorld.CreateAsync("renewed_together");
        await using var red = (await LaneLease.TryTakeAsync(world.Source, "red", "owner", default))!;
        await using var green = (await LaneLease.TryTakeAsync(world.Source, "green", "owner", default))!;
        await using var renewals = new LeaseRenewals(world.Source, s_timeout, s_timeout * 10);
        await Task.WhenAll(renewals.RenewAsync(red), renewals.RenewAsync(green));
        Assert.Equal(2L, await world.ScalarAsync<long>("SELECT count(*) FROM es.lanes WHERE owner = 'owner' AND renewed_at > acquired_at"));

        await world.ScalarAsync<bool>("SELECT pg_terminate_backend(backend_pid, 1000) FROM es.lanes WHERE lane = 'red'");
        var lost = renewals.RenewAsync(red);
        await renewals.RenewAsync(green);
        await Assert.ThrowsAsync<LaneLostException>(() => lost);
        // The connection of the renewals may break as well: the next one opens another.
        await world.ExecuteAsync("SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE query LIKE '%UPDATE es.lanes l SET renewed_at%' AND pid <> pg_backend_pid()");
        await renewals.RenewAsync(green);
    }

    [Fact]
    public async Task The_presence_is_renewed_with_the_leases_while_its_session_lives()
    {
        await using var world = await ToyWorld.CreateAsync("renewed_presence");
        await using var sessions = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(world.ConnectionString) { ApplicationName = "presence" }.ConnectionString);
        await using var presence = await WorkerPresence.AnnounceAsync(sessions, "owner", default);
        await using var other = await WorkerPresence.AnnounceAsync(world.Source, "other", default);
        await using var lease = (await LaneLease.TryTakeAsync(world.Source, "red", "owner", default))!;
        await using var renewals = new LeaseRenewals(world.Source, s_timeout, s_timeout * 10) { Presence = presence };
        await world.ExecuteAsync("UPDATE es.workers SET renewed_at = '2001-01-01'");

        await renewals.RenewAsync(lease);
        Assert.Equal("owner", await world.ScalarAsync<string>("SELECT string_agg(owner, ' ') FROM es.workers WHERE renewed_at > now() - interval '1 hour'"));

        // Not due: the leases renew it.
        await world.ExecuteAsync("UPDATE es.workers SET renewed_at = '2001-01-01'");
        await presence.RenewAsync(TimeSpan.FromHours(1), default);
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM es.workers WHERE renewed_at > now() - interval '1 hour'"));

        await world.ScalarAsync<bool>($"SELECT pg_terminate_backend({presence.BackendPid}, 5000)");
        await renewals.RenewAsync(lease);
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM es.workers WHERE renewed_at > now() - interval '1 hour'"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => presence.RenewAsync(TimeSpan.Zero, default));
    }

    [Fact]
    public async Task A_frozen_process_does_not_count_even_if_it_owns_no_lane()
    {
        await using var world = await ToyWorld.CreateAsync("frozen_standby");
        await using var frozen = await WorkerPresence.AnnounceAsync(world.Source, "frozen", default);
        using var runtime = NewRuntime(world, "awake");
        await runtime.StartAsync(default);
        await UntilOwnedAsync(world, "awake 6");

        // The refresh also renews its presence: it counts again, and the other process releases lanes.
        await UntilAsync("room for the woken process", async () =>
            (await frozen.RefreshAsync(s_timeout, s_timeout / 4, default)) is { Processes: 2 } view && view.Lanes.Values.Count(s => s == LaneState.Free) == 3);
        await runtime.StopAsync(default);
    }

    [Fact]
    public async Task Sessions_of_a_frozen_process_with_other_locks_are_terminated_too()
    {
        await using var world = await ToyWorld.CreateAsync("frozen_locks");
        await using var sessions = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(world.ConnectionString) { ApplicationName = ProjectionRuntime.ApplicationName }.ConnectionString);
        await using var presence = await WorkerPresence.AnnounceAsync(sessions, "frozen", default);
        await using NpgsqlConnection locked = await sessions.OpenConnectionAsync(TestContext.Current.CancellationToken), idle = await sessions.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var started = await sessions.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(locked, "SELECT pg_advisory_lock(7)");
        await ExecuteAsync(started, "BEGIN; INSERT INTO red.red_sums (bank, total) VALUES ('frozen', 1)");

        using var runtime = NewRuntime(world, "awake");
        await runtime.StartAsync(default);
        await UntilAsync("the sessions are ended", () => world.ScalarAsync<bool>(
            $"SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{ProjectionRuntime.ApplicationName}'"));
        Assert.True(await world.ScalarAsync<bool>("SELECT pg_try_advisory_lock(7)"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(started, "COMMIT"));
        await ExecuteAsync(idle, "SELECT 1");
        await runtime.StopAsync(default);
    }

    [Fact]
    public async Task A_process_that_announced_itself_again_is_not_considered_frozen()
    {
        await using var world = await ToyWorld.CreateAsync("announced_anew");
        await using var sessions = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(world.ConnectionString) { ApplicationName = ProjectionRuntime.ApplicationName }.ConnectionString);
        await using var presence = await WorkerPresence.AnnounceAsync(sessions, "awake", default);
        await using var locked = await sessions.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(locked, "SELECT pg_advisory_lock(7)");
        // The row that a crash of the server leaves.
        await world.ExecuteAsync("INSERT INTO es.workers (pid, owner, application, renewed_at) SELECT 1, owner, application, now() - interval '1 hour' FROM es.workers");

        Assert.Equal(0, await WorkerPresence.TerminateFrozenAsync(world.Source, s_timeout, default));
        await ExecuteAsync(locked, "SELECT 1");
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT count(*) FROM es.workers"));
    }

    [Fact]
    public async Task An_owner_whose_sessions_are_terminated_restarts()
    {
        await using var world = await ToyWorld.CreateAsync("sessions_ended");
        using var runtime = NewRuntime(world, "one");
        await runtime.StartAsync(default);
        await UntilOwnedAsync(world, "one 6");
        await world.WaitAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        await world.ExecuteAsync("SELECT pg_terminate_backend(pid, 10000) FROM (SELECT backend_pid AS pid FROM es.lanes UNION SELECT pid FROM es.workers) sessions");
        await UntilAsync("every lane has a new lease", async () => await world.ScalarAsync<long>("SELECT min(epoch) FROM es.lanes WHERE owner = 'one'") >= 2);
        await UntilOwnedAsync(world, "one 6");
        await world.WaitAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        await runtime.StopAsync(default);
        Assert.Equal("(north,10)", await world.DumpAsync("blue.blue_sums"));
    }

    private static ProjectionRuntime NewRuntime(ProjectionWorld world, string owner) => new(
        world.Catalog, world.Store, world.Codec, world.Source, new LogSignal(), new StateChanges(new Notifications(world.Source, NullLogger<Notifications>.Instance)),
        new ProjectionOptions { PageSize = 7, PollInterval = TimeSpan.FromMilliseconds(20), LeaseTimeout = s_timeout, Owner = owner }, NullLoggerFactory.Instance);

    private static async Task BeginPageAsync(NpgsqlConnection connection, LaneLease lease)
    {
        await ExecuteAsync(connection, "BEGIN");
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { lease.CreateFence(), new("INSERT INTO red.red_sums (bank, total) VALUES ('frozen', 1)"), new("UPDATE es.read_tables SET position = 1 WHERE table_name = 'red.red_sums'") },
        };
        await batch.ExecuteFencedAsync(lease, default);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task UntilOwnedAsync(ProjectionWorld world, params string[] expected)
    {
        var owned = "";
        await UntilAsync($"lanes are owned as in {string.Join(" or ", expected)}", async () =>
        {
            owned = await world.ScalarAsync<string>("""
                SELECT coalesce(string_agg(owner || ' ' || lanes, ', ' ORDER BY started, owner), '')
                FROM (SELECT l.owner, count(*) AS lanes, (SELECT min(w.started_at) FROM es.workers w WHERE w.owner = l.owner) AS started FROM es.lanes l WHERE owner IS NOT NULL GROUP BY 1) owners
                """);
            return expected.Contains(owned);
        }, () => owned);
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> holds, Func<string>? actual = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, $"Timed out waiting until {what}. {actual?.Invoke()}");
            await Task.Delay(5, CancellationToken.None);
        }
    }
}

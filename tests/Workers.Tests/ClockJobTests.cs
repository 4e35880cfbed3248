using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Workers.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;

namespace EventSourced.Workers.Tests;

public sealed class ClockJobTests
{
    private static readonly ModuleCatalog s_modules = ModuleCatalog.Default;

    // Scheduled commands of the product: the first two of those that are soon due again, and one that fires at noon and runs for its day.
    private static readonly string[] s_frequent = [.. s_modules.Schedule.Where(c => c.Misfired == Misfire.Skip).Select(c => c.Name).Take(2)];
    private static readonly string s_daily = s_modules.Schedule.First(c => c is { Misfired: Misfire.FireOnce, Cron: "0 0 12 * * ?" }).Name;

    [Fact]
    public void The_same_job_at_the_same_time_is_the_same_command_wherever_it_runs()
    {
        var noon = new DateTimeOffset(2025, 3, 9, 12, 0, 0, TimeSpan.Zero);

        var here = ClockJobs.Envelope(s_modules, s_frequent[0], noon);
        var there = ClockJobs.Envelope(s_modules, s_frequent[0], noon.ToOffset(TimeSpan.FromHours(5)));

        Assert.Equal(here.CommandId, there.CommandId);
        Assert.Equal(here.Body.GetRawText(), there.Body.GetRawText());
        Assert.NotEqual(here.CommandId, ClockJobs.Envelope(s_modules, s_frequent[0], noon.AddMinutes(5)).CommandId);
        Assert.NotEqual(here.CommandId, ClockJobs.Envelope(s_modules, s_frequent[1], noon).CommandId);
    }

    [Fact]
    public async Task Two_workers_share_one_schedule_in_the_database_and_a_fired_job_sends_its_command()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var first = await world.StartWorkerAsync(null, "--Workers:Jobs=true", "--Bus:UnknownCommandLimit=0");
        await world.StartWorkerAsync(null, "--Workers:Jobs=true", "--Bus:UnknownCommandLimit=0");

        await world.UntilAsync(async () => await CountAsync(world, "qrtz_scheduler_state") == 2, "two schedulers");
        Assert.Equal(s_modules.Schedule.Count, await CountAsync(world, "qrtz_triggers"));
        var scheduler = await first.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await scheduler.TriggerJob(new JobKey(s_frequent[0]));

        // The toy catalog does not know it, which is an outcome as well.
        await world.UntilAsync(async () =>
        {
            await using var command = world.Database.DataSource.CreateCommand("select count(*) from es.commands where status = 'rejected' and result ->> 'code' = 'unknown_command'");
            return (long)(await command.ExecuteScalarAsync())! == 1;
        }, "the scheduled command");
    }

    [Fact]
    public void A_misfired_daily_command_is_that_of_the_missed_noon()
    {
        var noon = new DateTimeOffset(2025, 3, 9, 12, 0, 0, TimeSpan.Zero);
        var due = ClockJobs.Envelope(s_modules, s_daily, noon);

        // Found after midnight.
        var late = ClockJobs.Envelope(s_modules, s_daily, noon.AddHours(13.3));

        Assert.Equal("2025-03-09", due.Body.GetProperty("date").GetString());
        Assert.Equal((due.CommandId, due.Body.GetRawText()), (late.CommandId, late.Body.GetRawText()));
        Assert.NotEqual(due.CommandId, ClockJobs.Envelope(s_modules, s_daily, noon.AddDays(1)).CommandId);
    }

    [Fact]
    public async Task A_daily_run_that_misfired_while_no_worker_ran_fires_once()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var first = await world.StartWorkerAsync(null, "--Workers:Jobs=true", "--Bus:UnknownCommandLimit=0");
        await world.UntilAsync(async () => await CountAsync(world, "qrtz_triggers") == s_modules.Schedule.Count, "the schedule");
        await world.StopAsync(first);
        // As if it had run the day before, and the noon after that had passed without a worker.
        var now = DateTimeOffset.UtcNow;
        var noon = new DateTimeOffset(now.UtcDateTime.Date.AddHours(12), TimeSpan.Zero);
        if (noon > now) noon = noon.AddDays(-1);
        await using (var command = world.Database.DataSource.CreateCommand("update quartz.qrtz_triggers set prev_fire_time = $1, next_fire_time = $2 where trigger_name = $3"))
        {
            command.Parameters.AddWithValue(noon.AddDays(-1).UtcTicks);
            command.Parameters.AddWithValue(noon.UtcTicks);
            command.Parameters.AddWithValue(s_daily);
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        await world.StartWorkerAsync(null, "--Workers:Jobs=true", "--Bus:UnknownCommandLimit=0");

        await world.OutcomeAsync(ClockJobs.Envelope(s_modules, s_daily, noon).CommandId);
    }

    [Fact]
    public async Task A_command_that_the_broker_did_not_accept_is_resent()
    {
        var sender = new FailingSender();
        var runner = new ClockJobRunner(s_modules, sender, new NeverStops(), NullLogger<ClockJobRunner>.Instance, new ImmediateTime());

        await runner.SendAsync(ClockJobs.Envelope(s_modules, s_daily, DateTimeOffset.UtcNow), TestContext.Current.CancellationToken);

        Assert.Equal(3, sender.Sent.Count);
        Assert.Single(sender.Sent.Distinct());
    }

    private static async Task<long> CountAsync(WorkersWorld world, string table)
    {
        await using var command = world.Database.DataSource.CreateCommand($"select case when to_regclass('quartz.{table}') is null then 0 else (xpath('/row/c/text()', query_to_xml('select count(*) c from quartz.{table}', false, true, '')))[1]::text::bigint end");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Accepts a command at the third attempt.</summary>
    private sealed class FailingSender : ICommandSender
    {
        public List<Guid> Sent { get; } = [];

        public Task SendAsync(CommandEnvelope envelope, CancellationToken cancellationToken = default)
        {
            Sent.Add(envelope.CommandId);
            return Sent.Count < 3 ? Task.FromException(new BusUnavailableException("away")) : Task.CompletedTask;
        }
    }

    private sealed class NeverStops : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }

    /// <summary>Every wait ends immediately.</summary>
    private sealed class ImmediateTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.FromMilliseconds(1), period);
    }
}

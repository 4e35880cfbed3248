using EventSourced.Workers.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EventSourced.Workers.Tests;

public sealed class ClockJobTests
{
    [Fact]
    public void The_same_job_at_the_same_time_is_the_same_command_wherever_it_runs()
    {
        var noon = new DateTimeOffset(2025, 3, 9, 12, 0, 0, TimeSpan.Zero);

        var here = ClockJobs.Envelope("pulse.requeue_exports", noon);
        var there = ClockJobs.Envelope("pulse.requeue_exports", noon.ToOffset(TimeSpan.FromHours(5)));

        Assert.Equal(here.CommandId, there.CommandId);
        Assert.Equal(here.Body.GetRawText(), there.Body.GetRawText());
        Assert.NotEqual(here.CommandId, ClockJobs.Envelope("pulse.requeue_exports", noon.AddMinutes(5)).CommandId);
        Assert.NotEqual(here.CommandId, ClockJobs.Envelope("pulse.remove_expired_raw_objects", noon).CommandId);
    }

    [Fact]
    public async Task Two_workers_share_one_schedule_in_the_database_and_a_fired_job_sends_its_command()
    {
        await using var place = await Workplace.OpenAsync();
        var first = await place.StartWorkerAsync(null, "--Workers:Jobs=true");
        await place.StartWorkerAsync(null, "--Workers:Jobs=true");

        await place.UntilAsync(async () => await CountAsync(place, "qrtz_scheduler_state") == 2, "two schedulers");
        Assert.Equal(5, await CountAsync(place, "qrtz_triggers"));
        var scheduler = await first.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await scheduler.TriggerJob(new JobKey("pulse.requeue_exports"));

        // The toy catalog does not know it, which is an outcome as well.
        await place.UntilAsync(async () =>
        {
            await using var command = place.Database.DataSource.CreateCommand("select count(*) from es.commands where status = 'rejected' and result ->> 'code' = 'unknown_command'");
            return (long)(await command.ExecuteScalarAsync())! == 1;
        }, "the clock's command");
    }

    private static async Task<long> CountAsync(Workplace place, string table)
    {
        await using var command = place.Database.DataSource.CreateCommand($"select case when to_regclass('quartz.{table}') is null then 0 else (xpath('/row/c/text()', query_to_xml('select count(*) c from quartz.{table}', false, true, '')))[1]::text::bigint end");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

using Microsoft.Extensions.Hosting;
using Quartz;

namespace EventSourced.Workers.Jobs;

/// <summary>
/// Puts the clock's jobs into the schedule before the scheduler begins. One that is there as it should be stays untouched: it knows what was missed while no
/// worker ran.
/// </summary>
/// <param name="schedulers">Knows the scheduler.</param>
internal sealed class ClockSchedule(ISchedulerFactory schedulers) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var job in ClockJobs.All)
        {
            var trigger = TriggerBuilder.Create().WithIdentity(job.Name)
                .WithCronSchedule(job.Cron, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(job.Misfire)).Build();
            if (await scheduler.GetTrigger(trigger.Key, cancellationToken) is ICronTrigger stored && stored.CronExpressionString == job.Cron && stored.MisfireInstruction == job.Misfire
                && await scheduler.GetTriggerState(trigger.Key, cancellationToken) != TriggerState.Error) continue;
            var detail = JobBuilder.Create<ClockJobRunner>().WithIdentity(job.Name).Build();
            await scheduler.ScheduleJob(detail, [trigger], new ScheduleJobOptions { Replace = true }, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using EventSourced.Commands.Modules;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace EventSourced.Workers.Jobs;

/// <summary>
/// Adds the jobs to the schedule before the scheduler starts. An unchanged job is not replaced, because it records the times that were missed while no worker
/// ran.
/// </summary>
/// <param name="schedulers">Creates the scheduler.</param>
/// <param name="modules">The modules with their schedule.</param>
internal sealed class ClockSchedule(ISchedulerFactory schedulers, ModuleCatalog modules) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var job in modules.Schedule)
        {
            var misfire = job.Misfired == Misfire.FireOnce ? CronTriggerMisfireInstruction.FireAndProceed : CronTriggerMisfireInstruction.DoNothing;
            var trigger = TriggerBuilder.Create().WithIdentity(job.Name)
                .WithCronSchedule(job.Cron, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(misfire)).Build();
            if (await scheduler.GetTrigger(trigger.Key, cancellationToken) is ICronTrigger stored && stored.CronExpressionString == job.Cron && stored.MisfireInstruction == misfire
                && await scheduler.GetTriggerState(trigger.Key, cancellationToken) != TriggerState.Error) continue;
            var detail = JobBuilder.Create<ClockJobRunner>().WithIdentity(job.Name).Build();
            await scheduler.ScheduleJob(detail, [trigger], new ScheduleJobOptions { Replace = true }, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using System.Text.Json;
using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using EventSourced.Contracts.Rabbit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EventSourced.Workers.Jobs;

/// <summary>
/// Commands that a clock sends. The schedule lives in PostgreSQL and is shared by all workers. A job only sends a command, under an id that follows from
/// job and scheduled time: should two schedulers fire it, or one twice, the second sending changes nothing.
/// </summary>
public static class ClockJobs
{
    /// <summary>Schema of Quartz's tables.</summary>
    public const string Schema = "quartz";

    internal static IReadOnlyList<ClockJob> All { get; } =
    [
        new("pulse.requeue_exports", "0 0/5 * * * ?", now => new RequeueExports(now)),
        new("pulse.remove_expired_raw_objects", "0 0 * * * ?", now => new RemoveExpiredRawObjects(now)),
        new("rabbit.close_idle_sessions", "30 * * * * ?", now => new CloseIdleSessions(now)),
        new("rabbit.expire_audio", "0 30 3 * * ?", now => new ExpireAudio(now)),
        new("rabbit.run_daily_summary", "0 0 12 * * ?", now => new RunDailySummary(DateOnly.FromDateTime(now.UtcDateTime))),
    ];

    /// <summary>Adds the scheduler. <c>Workers:Jobs</c> = false leaves it out.</summary>
    /// <param name="services">The host's services; a <c>DbDataSource</c> must be among them.</param>
    /// <param name="configuration">Configuration.</param>
    public static IServiceCollection AddClockJobs(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.GetValue("Workers:Jobs", true)) return services;
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "eventsourced";
                scheduler.GenerateInstanceId = true;
            });
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(database => database.UseRegisteredDataSource = true);
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = Schema + ".qrtz_";
                    options.StoreJobDataAsStrings = true;
                });
                store.ProvisionSchema();
                store.UseSystemTextJsonSerializer();
                store.UseClustering();
            });
            foreach (var job in All)
                quartz.ScheduleJob<ClockJobRunner>(
                    trigger => trigger.WithIdentity(job.Name).WithCronSchedule(job.Cron, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)),
                    detail => detail.WithIdentity(job.Name));
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        return services;
    }

    /// <summary>The command that a job sends at a scheduled time.</summary>
    /// <param name="job">Name of the job, which is the command's.</param>
    /// <param name="scheduled">The scheduled time, not the time at which it happens to run.</param>
    public static CommandEnvelope Envelope(string job, DateTimeOffset scheduled)
    {
        var at = scheduled.ToUniversalTime();
        var command = All.Single(j => j.Name == job).Command(at);
        return new CommandEnvelope
        {
            CommandId = DerivedId.Of($"{job} {at:O}"),
            Name = job,
            Body = JsonSerializer.SerializeToElement(command, command.GetType(), CommandCatalog.Json),
            Actor = "clock",
            AcceptedAt = at,
        };
    }

    internal sealed record ClockJob(string Name, string Cron, Func<DateTimeOffset, ICommand> Command);
}

/// <summary>Sends the command of the job that fires.</summary>
/// <param name="sender">The bus.</param>
[DisallowConcurrentExecution]
public sealed class ClockJobRunner(ICommandSender sender) : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await sender.SendAsync(ClockJobs.Envelope(context.JobDetail.Key.Name, context.ScheduledFireTimeUtc ?? context.FireTimeUtc), cancellationToken);
}

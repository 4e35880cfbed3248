using System.Data.Common;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Settings;
using EventSourced.Workers.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace EventSourced.Workers.Jobs;

/// <summary>
/// Scheduled commands. The schedule is stored in PostgreSQL and shared by all workers. A job only sends a command, with an id that is derived from the job and the
/// scheduled time: if it fires twice, the second command has no effect.
/// </summary>
public static class ClockJobs
{
    // How soon another worker fires the jobs of a dead one. Each check-in is a transaction of several statements.
    private static readonly TimeSpan s_checkinInterval = TimeSpan.FromSeconds(40);

    /// <summary>Schema of Quartz's tables.</summary>
    public const string Schema = "quartz";

    /// <summary>Adds the scheduler. <c>Workers:Jobs</c> = false leaves it out.</summary>
    /// <param name="services">The host's services, with <see cref="NpgsqlDataSource"/> and <see cref="EventStoreOptions"/>.</param>
    /// <param name="configuration">Configuration.</param>
    public static IServiceCollection AddClockJobs(this IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.Read<WorkerOptions>().Jobs) return services;
        services.TryAddSingleton<DbDataSource>(CreateDataSource);
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "eventsourced";
                scheduler.GenerateInstanceId = true;
                // It knows the next fire times: only a trigger that another worker adds is found by looking.
                scheduler.IdleWaitTime = TimeSpan.FromMinutes(1);
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
                store.UseClustering(cluster => cluster.CheckinInterval = cluster.CheckinMisfireThreshold = s_checkinInterval);
            });
        });
        services.AddHostedService<ClockSchedule>();
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        return services;
    }

    // Quartz leaves no session state. A reset at each return of a connection would be most of the statements of an idle system.
    private static NpgsqlDataSource CreateDataSource(IServiceProvider services)
    {
        var host = services.GetRequiredService<NpgsqlDataSource>();
        return new NpgsqlConnectionStringBuilder(host.ConnectionString).NoResetOnClose || services.GetRequiredService<EventStoreOptions>().ConnectionString is not { } own
            ? host
            : NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(own) { NoResetOnClose = true }.ConnectionString);
    }

    /// <summary>The command that a job sends at a scheduled time.</summary>
    /// <param name="modules">The modules with their schedule.</param>
    /// <param name="job">Name of the job and of its command.</param>
    /// <param name="scheduled">The scheduled time, not the time at which it happens to run.</param>
    public static CommandEnvelope Envelope(ModuleCatalog modules, string job, DateTimeOffset scheduled)
    {
        var fired = modules.Schedule.Single(j => j.Name == job);
        var at = DueAt(fired, scheduled.ToUniversalTime());
        return CommandEnvelope.For(fired.Command(at), DerivedId.Of($"{job} {at:O}"), "clock", at);
    }

    // Misfire.FireOnce fires when the scheduler detects the misfire; the command gets the last missed time.
    private static DateTimeOffset DueAt(ScheduledCommand job, DateTimeOffset fired) =>
        job.Misfired == Misfire.FireOnce ? new CronExpression(job.Cron, TimeZoneInfo.Utc).GetPreviousValidTimeBefore(fired.AddSeconds(1)) ?? fired : fired;
}

/// <summary>Sends the command of a job; retries while the broker is down.</summary>
/// <param name="modules">The modules with their schedule.</param>
/// <param name="sender">The bus.</param>
/// <param name="lifetime">Signals that the host stops.</param>
/// <param name="logger">Log.</param>
/// <param name="time">Clock of the waits.</param>
[DisallowConcurrentExecution]
public sealed partial class ClockJobRunner(ModuleCatalog modules, ICommandSender sender, IHostApplicationLifetime lifetime, ILogger<ClockJobRunner> logger, TimeProvider time) : IJob
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await SendAsync(ClockJobs.Envelope(modules, context.JobDetail.Key.Name, context.ScheduledFireTimeUtc ?? context.FireTimeUtc), stopping.Token);
    }

    internal async Task SendAsync(CommandEnvelope envelope, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await sender.SendAsync(envelope, cancellationToken);
                return;
            }
            catch (BusUnavailableException e)
            {
                Waits(envelope.Name, e.Message);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The scheduled command {Name} waits for the bus: {Reason}")]
    private partial void Waits(string name, string reason);
}

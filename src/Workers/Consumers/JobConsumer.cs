using EventSourced.Commands.Bus;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// Runs jobs: follow-ups that may run for long. Different jobs run side by side, equal ones once at a time in this process. The message of a job stays with the
/// broker until the job is done, so that another worker takes over from one that dies. A message that comes while an equal job runs makes it run once
/// more, and takes no place of its own.
/// </summary>
/// <param name="dispatcher">Runs commands.</param>
/// <param name="deliveries">Finds jobs that take their worker down.</param>
/// <param name="sender">For the copy of a message that was held for long.</param>
/// <param name="options">Tries and times.</param>
/// <param name="database">Tells a slow statement from a database that is away.</param>
/// <param name="lifetime">Says when the host stops.</param>
/// <param name="logger">Log.</param>
public sealed partial class JobConsumer(
    CommandDispatcher dispatcher, Deliveries deliveries, IBusSender sender, BusOptions options, DatabaseProbe database, IHostApplicationLifetime lifetime, ILogger<JobConsumer> logger)
    : IConsumer<CommandEnvelope>
{
    private readonly RetryLadder _ladder = new(options.RetryIntervals, database.AnswersAsync);
    private readonly Dictionary<(string Name, string Body), Work> _works = [];

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<CommandEnvelope> context)
    {
        var job = context.Message;
        PoisonMessageException? poison = null;
        await _ladder.OutlastAsync(
            async () => poison = await deliveries.BeginAsync(job, Deliveries.Of(context), context.CancellationToken),
            away: e => DatabaseAway(job.CommandId, job.Name, Outage.ReasonOf(e)),
            lifetime.ApplicationStopping,
            context.CancellationToken);
        if (poison is not null) await GiveUpAsync(job, poison);

        var key = (job.Name, job.Body.GetRawText());
        Work? work;
        lock (_works)
        {
            if (_works.TryGetValue(key, out work))
            {
                // What this message stands for may be younger than what the running job has looked at.
                work.RunsAgain = true;
                if (work.HasMessage) return;
            }
            else
            {
                _works.Add(key, work = new Work());
                work.Run = Task.Run(() => RunAsync(key, job, work));
            }
            work.HasMessage = true;
        }
        try
        {
            while (true)
            {
                var ended = await Task.WhenAny(work.Run, Task.Delay(options.JobHold, context.CancellationToken));
                if (ended == work.Run)
                {
                    await work.Run;
                    return;
                }
                // The channel is gone: the broker delivers the message again, and that delivery waits for the job.
                context.CancellationToken.ThrowIfCancellationRequested();
                if (await HandOverAsync(job, work)) return;
            }
        }
        finally
        {
            SetHasMessage(work, false);
        }
    }

    /// <summary>Before the broker closes the channel of a message that nobody acknowledges, a copy takes its place. The job itself goes on.</summary>
    private async Task<bool> HandOverAsync(CommandEnvelope job, Work work)
    {
        SetHasMessage(work, false);
        try
        {
            await sender.SendAsync(options.Jobs, job, job.CommandId, lifetime.ApplicationStopping);
            HandedOver(job.CommandId, job.Name);
            return true;
        }
        catch (BusUnavailableException)
        {
            SetHasMessage(work, true);
            return false;
        }
    }

    private async Task RunAsync((string Name, string Body) key, CommandEnvelope job, Work work)
    {
        try
        {
            while (true)
            {
                await RunAsync(job);
                lock (_works)
                {
                    if (!work.RunsAgain)
                    {
                        _works.Remove(key);
                        return;
                    }
                    work.RunsAgain = false;
                }
            }
        }
        catch
        {
            lock (_works) _works.Remove(key);
            throw;
        }
    }

    private Task RunAsync(CommandEnvelope job) => _ladder.RunAsync(
        () => dispatcher.DispatchAsync(job, lifetime.ApplicationStopping),
        away: e => DatabaseAway(job.CommandId, job.Name, Outage.ReasonOf(e)),
        again: (e, failures) => TriedAgain(dispatcher.Tellable(job, e), job.CommandId, job.Name, failures, e.GetType().Name),
        giveUp: (e, _) => GiveUpAsync(job, e),
        lifetime.ApplicationStopping);

    private async Task GiveUpAsync(CommandEnvelope job, Exception reason)
    {
        var stored = "";
        await _ladder.OutlastAsync(
            async () => stored = await dispatcher.FailAsync(job, reason, lifetime.ApplicationStopping),
            away: e => DatabaseAway(job.CommandId, job.Name, Outage.ReasonOf(e)),
            lifetime.ApplicationStopping);
        var told = dispatcher.Tellable(job, reason);
        Failed(told, job.CommandId, job.Name, reason.GetType().Name);
        throw new CommandFailedException(job.CommandId, stored, told);
    }

    private void SetHasMessage(Work work, bool value)
    {
        lock (_works) work.HasMessage = value;
    }

    private sealed class Work
    {
        public Task Run { get; set; } = Task.CompletedTask;

        /// <summary>The job has to run once more.</summary>
        public bool RunsAgain { get; set; }

        /// <summary>A message of the broker stands for this job.</summary>
        public bool HasMessage { get; set; }
    }

    [LoggerMessage(LogLevel.Information, "Job {Id} ({Name}) runs for long: a copy of its message stands for it now.")]
    private partial void HandedOver(Guid id, string name);

    [LoggerMessage(LogLevel.Warning, "Job {Id} ({Name}) failed {Times} times, at last with {Reason}, and is retried.")]
    private partial void TriedAgain(Exception? exception, Guid id, string name, int times, string reason);

    [LoggerMessage(LogLevel.Error, "Job {Id} ({Name}) failed with {Reason}; its status says so, and the message goes to the error queue.")]
    private partial void Failed(Exception? exception, Guid id, string name, string reason);

    [LoggerMessage(LogLevel.Warning, "The database is down ({Reason}): job {Id} ({Name}) waits for it.")]
    private partial void DatabaseAway(Guid id, string name, string reason);
}

using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// Runs jobs: follow-ups that may run for long. Different jobs run concurrently, equal ones one at a time in this process. The message of a job is acknowledged when
/// the job has ended, so that another worker takes over from one that dies. A message that arrives while an equal job runs makes that job run once more.
/// </summary>
/// <param name="dispatcher">Runs commands.</param>
/// <param name="unknown">Takes the jobs of newer builds.</param>
/// <param name="givenUp">Ends jobs that failed permanently.</param>
/// <param name="deliveries">Detects jobs that crash their worker.</param>
/// <param name="sender">Sends the copy of a message that was held for long.</param>
/// <param name="options">Retry intervals and time limits.</param>
/// <param name="database">Distinguishes a slow statement from a database that is down.</param>
/// <param name="lifetime">Signals that the host stops.</param>
/// <param name="logger">Log.</param>
public sealed partial class JobConsumer(
    CommandDispatcher dispatcher, UnknownCommands unknown, GivenUpCommands givenUp, Deliveries deliveries, IBusSender sender, BusOptions options, DatabaseProbe database,
    IHostApplicationLifetime lifetime, ILogger<JobConsumer> logger)
    : IConsumer<CommandEnvelope>
{
    private readonly RetryPolicy _retries = new(options.RetryIntervals, database.AnswersAsync);
    private readonly Dictionary<(string Name, string Body), Work> _works = [];

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<CommandEnvelope> context)
    {
        if (await unknown.TryMoveAsync(context)) return;
        var job = context.Message;
        var poison = await _retries.WaitOutOutageAsync(
            () => deliveries.BeginAsync(job, Deliveries.Of(context), context.CancellationToken),
            onOutage: e => DatabaseDown(job.CommandId, job.Name, Outage.ReasonOf(e)),
            lifetime.ApplicationStopping,
            context.CancellationToken);
        if (poison is not null)
        {
            await GiveUpAsync(job, poison, options.MaxDeliveries);
            return;
        }

        var key = (job.Name, job.Body.GetRawText());
        Work? work;
        lock (_works)
        {
            if (_works.TryGetValue(key, out work))
            {
                // This message may stand for newer work than the running job has seen.
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
                // The channel is gone: the broker redelivers the message, and that delivery waits for the job.
                context.CancellationToken.ThrowIfCancellationRequested();
                if (await HandOverAsync(job, work)) return;
            }
        }
        finally
        {
            SetHasMessage(work, false);
        }
    }

    /// <summary>Replaces the message by a copy, before the broker closes the channel because of its consumer timeout. The job continues.</summary>
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
                await RunWithRetriesAsync(job);
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

    private Task RunWithRetriesAsync(CommandEnvelope job) => _retries.RunAsync(
        () => dispatcher.DispatchAsync(job, cancellationToken: lifetime.ApplicationStopping),
        onOutage: e => DatabaseDown(job.CommandId, job.Name, Outage.ReasonOf(e)),
        onRetry: (e, failures) => Retried(dispatcher.Loggable(job, e), job.CommandId, job.Name, failures, e.GetType().Name),
        giveUp: (e, failures) => GiveUpAsync(job, e, failures),
        lifetime.ApplicationStopping);

    private async Task GiveUpAsync(CommandEnvelope job, Exception reason, int tries)
    {
        var failure = new FollowUpFailure(reason.GetType().Name, tries, (reason as PoisonMessageException)?.Message);
        var (stored, isReplaced) = await givenUp.EndAsync(
            job, failure, reason, _retries, onOutage: e => DatabaseDown(job.CommandId, job.Name, Outage.ReasonOf(e)), lifetime.ApplicationStopping);
        var loggable = dispatcher.Loggable(job, reason);
        Failed(loggable, job.CommandId, job.Name, reason.GetType().Name);
        if (!isReplaced) throw new CommandFailedException(job.CommandId, stored, loggable);
    }

    private void SetHasMessage(Work work, bool value)
    {
        lock (_works) work.HasMessage = value;
    }

    private sealed class Work
    {
        public Task Run { get; set; } = Task.CompletedTask;

        /// <summary>Whether the job must run once more.</summary>
        public bool RunsAgain { get; set; }

        /// <summary>Whether an unacknowledged message represents this job.</summary>
        public bool HasMessage { get; set; }
    }

    [LoggerMessage(LogLevel.Information, "Job {Id} ({Name}) runs for long: its message was replaced by a copy.")]
    private partial void HandedOver(Guid id, string name);

    [LoggerMessage(LogLevel.Warning, "Job {Id} ({Name}) failed {Times} times, most recently with {Reason}, and is retried.")]
    private partial void Retried(Exception? exception, Guid id, string name, int times, string reason);

    [LoggerMessage(LogLevel.Error, "Job {Id} ({Name}) failed with {Reason}; its status is stored, and its replacement ran or the message goes to the error queue.")]
    private partial void Failed(Exception? exception, Guid id, string name, string reason);

    [LoggerMessage(LogLevel.Warning, "The database is down ({Reason}): job {Id} ({Name}) waits for it.")]
    private partial void DatabaseDown(Guid id, string name, string reason);
}

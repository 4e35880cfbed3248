using EventSourced.Commands.Bus;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Consumers;

/// <summary>Works off the queue of a source, one export after another; returns at once when another process is at it.</summary>
/// <param name="communityId">The community.</param>
/// <param name="sourceId">The source.</param>
/// <param name="cancellationToken">Stops after the step in hand; what is recorded stays, and the next call goes on from there.</param>
public delegate Task DrainSource(string communityId, string sourceId, CancellationToken cancellationToken);

/// <summary>
/// Takes import jobs from the queue: sources side by side, each once in this process. A job's message stays with the broker until the source's queue is
/// worked off, so a worker that dies in the middle leaves it to another. Messages for a source that is being worked off join it instead of taking places.
/// </summary>
/// <param name="drain">Works off a source.</param>
/// <param name="sender">For the fresh copy of a message that was held for long.</param>
/// <param name="options">Tries and times.</param>
/// <param name="database">Tells a slow statement from a database that is away.</param>
/// <param name="lifetime">Tells when the host stops.</param>
/// <param name="logger">Log.</param>
public sealed partial class ImportConsumer(DrainSource drain, IBusSender sender, BusOptions options, DatabaseProbe database, IHostApplicationLifetime lifetime, ILogger<ImportConsumer> logger)
    : IConsumer<ImportRequested>
{
    private readonly RetryLadder _ladder = new(options.RetryIntervals, database.AnswersAsync);
    private readonly Dictionary<ImportRequested, Work> _works = [];

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<ImportRequested> context)
    {
        var job = context.Message;
        Work? work;
        lock (_works)
        {
            if (_works.TryGetValue(job, out work))
            {
                // What this message announces may be younger than the running look at the queue.
                work.Again = true;
                if (work.IsHeld) return;
            }
            else
            {
                _works.Add(job, work = new Work());
                work.Run = Task.Run(() => RunAsync(job, work));
            }
            work.IsHeld = true;
        }
        try
        {
            while (true)
            {
                var ended = await Task.WhenAny(work.Run, Task.Delay(options.ImportHold, context.CancellationToken));
                if (ended == work.Run)
                {
                    await work.Run;
                    return;
                }
                // The channel is gone: the broker delivers the message again, and that one holds.
                context.CancellationToken.ThrowIfCancellationRequested();
                if (await HandOverAsync(job, work)) return;
            }
        }
        finally
        {
            Hold(work, false);
        }
    }

    /// <summary>Before the broker loses patience with a message that nobody acknowledges, a copy takes its place. The import itself goes on.</summary>
    private async Task<bool> HandOverAsync(ImportRequested job, Work work)
    {
        Hold(work, false);
        try
        {
            await sender.SendAsync(options.Imports, job, cancellationToken: lifetime.ApplicationStopping);
            HandedOver(job.CommunityId, job.SourceId);
            return true;
        }
        catch (BusUnavailableException)
        {
            Hold(work, true);
            return false;
        }
    }

    private async Task RunAsync(ImportRequested job, Work work)
    {
        try
        {
            while (true)
            {
                await DrainAsync(job);
                lock (_works)
                {
                    if (!work.Again)
                    {
                        _works.Remove(job);
                        return;
                    }
                    work.Again = false;
                }
            }
        }
        catch
        {
            lock (_works) _works.Remove(job);
            throw;
        }
    }

    private Task DrainAsync(ImportRequested job) => _ladder.RunAsync(
        () => drain(job.CommunityId, job.SourceId, lifetime.ApplicationStopping),
        away: e => DatabaseAway(job.CommunityId, job.SourceId, e.Message),
        again: (e, failures) => TriedAgain(e, job.CommunityId, job.SourceId, failures),
        giveUp: (e, _) =>
        {
            Failed(e, job.CommunityId, job.SourceId);
            return Task.FromException(e);
        },
        lifetime.ApplicationStopping);

    private void Hold(Work work, bool held)
    {
        lock (_works) work.IsHeld = held;
    }

    private sealed class Work
    {
        public Task Run { get; set; } = Task.CompletedTask;

        /// <summary>The queue has to be looked at once more.</summary>
        public bool Again { get; set; }

        /// <summary>A message of the broker stands for this work.</summary>
        public bool IsHeld { get; set; }
    }

    [LoggerMessage(LogLevel.Information, "The import of {Community}/{Source} takes long: a fresh message stands for it now.")]
    private partial void HandedOver(string community, string source);

    [LoggerMessage(LogLevel.Warning, "The import of {Community}/{Source} failed {Times} times and is tried again.")]
    private partial void TriedAgain(Exception exception, string community, string source, int times);

    [LoggerMessage(LogLevel.Error, "The import of {Community}/{Source} failed; the message goes to the error queue. The job that requeues exports will come back to it.")]
    private partial void Failed(Exception exception, string community, string source);

    [LoggerMessage(LogLevel.Warning, "The database is away ({Reason}): the import of {Community}/{Source} waits for it.")]
    private partial void DatabaseAway(string community, string source, string reason);
}

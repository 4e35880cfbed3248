using System.Threading.Channels;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Consumers;

/// <summary>Hands the analyses that recorded turns ask for to the batches.</summary>
/// <param name="batches">Does them.</param>
public sealed class AnalysisConsumer(AnalysisBatches batches) : IConsumer<AnalysisRequested>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<AnalysisRequested> context) => batches.DoAsync(context.Message, Deliveries.Of(context), context.CancellationToken);
}

/// <summary>
/// Does the analyses that recorded turns ask for, in batches of up to ten, a few of them side by side. A lone one is not kept waiting for company: a batch is
/// what has come in while the others were worked off. Three tries, then the job says failed, and why; it does so as well when the broker has delivered the
/// message again and again.
/// </summary>
/// <param name="dispatcher">Runs commands.</param>
/// <param name="commands">What somebody waits for.</param>
/// <param name="deliveries">Finds analyses that take their worker down.</param>
/// <param name="options">Waits between the tries.</param>
/// <param name="database">Tells a slow statement from a database that is away.</param>
/// <param name="lifetime">Tells when the host stops.</param>
/// <param name="logger">Log.</param>
public sealed partial class AnalysisBatches(
    CommandDispatcher dispatcher, CommandsInHand commands, Deliveries deliveries, BusOptions options, DatabaseProbe database, IHostApplicationLifetime lifetime, ILogger<AnalysisBatches> logger) : BackgroundService
{
    /// <summary>Most messages of a batch.</summary>
    public const int BatchSize = 10;

    /// <summary>Batches side by side.</summary>
    public const int BatchesAtOnce = 4;

    private readonly RetryLadder _ladder = new(options.RetryIntervals, database.AnswersAsync) { YieldsToOthers = true };
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>();

    /// <summary>Returns when the analysis is done, or has failed for good.</summary>
    internal async Task DoAsync(AnalysisRequested request, long delivered, CancellationToken cancellationToken)
    {
        PoisonMessageException? poison = null;
        await _ladder.OutlastAsync(
            async () => poison = await deliveries.BeginAsync(Analysis(request), delivered, cancellationToken),
            away: e => DatabaseAway(request.TurnId, Outage.ReasonOf(e)),
            lifetime.ApplicationStopping,
            cancellationToken);
        if (poison is not null)
        {
            await GiveUpAsync(request, nameof(PoisonMessageException), poison.Message, lifetime.ApplicationStopping);
            return;
        }
        var waiting = new Waiting(request, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting.Writer.TryWrite(waiting);
        // Acknowledged when it is done: until then the broker keeps it.
        await waiting.Done.Task.WaitAsync(cancellationToken).WaitAsync(lifetime.ApplicationStopping);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, BatchesAtOnce).Select(place => WorkOffAsync(standsBack: place > 0, stoppingToken)));

    // While many wait for answers, one batch goes on: nobody waits for an analysis, but it must not wait for ever.
    private async Task WorkOffAsync(bool standsBack, CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                if (standsBack) await commands.FewAsync(stoppingToken);
                List<Waiting> batch = [];
                while (batch.Count < BatchSize && _waiting.Reader.TryRead(out var next)) batch.Add(next);
                // Turns of one session in their order, sessions side by side.
                await Task.WhenAll(batch.GroupBy(w => w.Request.SessionId).Select(session => WorkOffAsync(session, stoppingToken)));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left goes back to the broker.
        }
    }

    private async Task WorkOffAsync(IEnumerable<Waiting> session, CancellationToken stopping)
    {
        foreach (var waiting in session)
        {
            try
            {
                await AnalyseAsync(waiting.Request, stopping);
                waiting.Done.TrySetResult();
            }
            catch (Exception e)
            {
                waiting.Done.TrySetException(e);
            }
        }
    }

    // A failure is told by its kind only: its message may quote what the child said.
    private Task AnalyseAsync(AnalysisRequested request, CancellationToken stopping)
    {
        var analysis = Analysis(request);
        return _ladder.RunAsync(
            () => DispatchAsync(analysis, stopping),
            away: e => DatabaseAway(request.TurnId, Outage.ReasonOf(e)),
            again: (e, failures) => TriedAgain(request.TurnId, failures, e.GetType().Name),
            giveUp: (e, failures) => GiveUpAsync(request, e.GetType().Name, $"The analysis failed {failures} times, at last with {e.GetType().Name}.", stopping),
            stopping);
    }

    private async Task DispatchAsync(CommandEnvelope analysis, CancellationToken stopping)
    {
        try
        {
            await dispatcher.DispatchAsync(analysis, stopping, stopping);
        }
        catch (CommandFailedException)
        {
            // Delivered again after its last try.
        }
    }

    private async Task GiveUpAsync(AnalysisRequested request, string reason, string error, CancellationToken stopping)
    {
        Failed(request.TurnId, reason);
        var failure = Envelope(new FailAnalysis(request.SessionId, request.TurnId, JobTypes.Vocabulary, error), request, " failed");
        try
        {
            await _ladder.OutlastAsync(
                async () =>
                {
                    // The job first, then the command: should the process end between, the analysis is tried again and finds its job failed.
                    await dispatcher.DispatchAsync(failure, stopping, stopping);
                    await dispatcher.FailAsync(Analysis(request), new AnalysisGivenUpException(error), stopping);
                },
                away: e => DatabaseAway(request.TurnId, Outage.ReasonOf(e)),
                stopping);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What goes up ends in the headers of a message, which is kept.
            throw new AnalysisGivenUpException($"{error} That could not be noted: {e.GetType().Name}.");
        }
    }

    private static CommandEnvelope Analysis(AnalysisRequested request) => Envelope(new AnalyzeTurn(request.SessionId, request.TurnId), request, "");

    // The id follows from turn and kind: a redelivery finds the stored outcome.
    private static CommandEnvelope Envelope(ICommand command, AnalysisRequested request, string suffix) => new()
    {
        CommandId = DerivedId.Of($"rabbit.analysis {request.TurnId} {JobTypes.Vocabulary}{suffix}"),
        Name = CommandCatalog.NameOf(command.GetType()),
        Body = System.Text.Json.JsonSerializer.SerializeToElement(command, command.GetType(), CommandCatalog.Json),
        Actor = "analysis",
        AcceptedAt = request.RecordedAt,
    };

    private sealed record Waiting(AnalysisRequested Request, TaskCompletionSource Done);

    [LoggerMessage(LogLevel.Warning, "The analysis of turn {Turn} failed {Times} times ({Reason}) and is tried again.")]
    private partial void TriedAgain(Guid turn, int times, string reason);

    [LoggerMessage(LogLevel.Error, "The analysis of turn {Turn} failed for good ({Reason}); its job says so.")]
    private partial void Failed(Guid turn, string reason);

    [LoggerMessage(LogLevel.Warning, "The database is away ({Reason}): the analysis of turn {Turn} waits for it.")]
    private partial void DatabaseAway(Guid turn, string reason);
}

/// <summary>An analysis failed at its last try.</summary>
/// <param name="message">How often, and with what kind of failure; nothing of what was said.</param>
public sealed class AnalysisGivenUpException(string message) : Exception(message), ITellable;

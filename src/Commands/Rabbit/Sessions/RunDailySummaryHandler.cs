using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Sums up what the log has when the command is handled, which the read tables may see a moment later.</summary>
internal sealed class RunDailySummaryHandler(CommandStates states, StateReader reader, DailySummaries summaries) : IRequestHandler<Handle<RunDailySummary>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RunDailySummary> request, CancellationToken cancellationToken)
    {
        await summaries.WaitAsync(await reader.Store.ReadWatermarkAsync(cancellationToken), cancellationToken);
        var summary = await summaries.SumUpAsync(request.Command.Date, request.Command.ChildId, cancellationToken);
        return await states.CompleteAsync(request.Context, Decision.Nothing.AndAtAnyVersion("rabbit-daily-summaries", summary).Answer(summary), cancellationToken);
    }
}

using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Sums up what the log has when the command is handled, which the read tables may see a moment later.</summary>
internal sealed class RunDailySummaryHandler(SessionMemory memory, DailySummaries summaries) : IRequestHandler<Handle<RunDailySummary>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RunDailySummary> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        await summaries.WaitAsync(await memory.Store.ReadWatermarkAsync(cancellationToken), cancellationToken);
        var summary = await summaries.SumUpAsync(command.Date, command.ChildId, cancellationToken);
        var append = new StreamAppend("rabbit-daily-summaries", ExpectedVersion.Any, [summary]);
        return await memory.Store.CompleteAsync(context, [append], summary, cancellationToken);
    }
}

using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

internal sealed class RunDailySummaryHandler(SessionMemory memory, DailySummaries summaries) : IRequestHandler<Handle<RunDailySummary>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RunDailySummary> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var summary = await summaries.SumUpAsync(command.Date, command.ChildId, cancellationToken);
        var append = new StreamAppend("rabbit-daily-summaries", ExpectedVersion.Any, [summary]);
        return await memory.Store.CompleteAsync(context, [append], summary, cancellationToken);
    }
}

using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

internal sealed class RunDailySummaryHandler(SessionMemory memory, ISessionIndex index) : IRequestHandler<Handle<RunDailySummary>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RunDailySummary> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var noon = new DateTimeOffset(command.Date, new TimeOnly(12, 0), TimeSpan.Zero);
        var summary = await index.SumUpAsync(command.Date, noon, command.ChildId, cancellationToken);
        var append = new StreamAppend("rabbit-daily-summaries", ExpectedVersion.Any, [summary]);
        var appended = await memory.Store.AppendAsync(new Append([append], context.Metadata, context.Outcome(summary)), cancellationToken);
        return new CommandResult.Completed(appended.Position, summary);
    }
}

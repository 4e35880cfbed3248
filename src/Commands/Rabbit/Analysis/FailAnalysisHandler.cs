using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Analysis;

internal sealed class FailAnalysisHandler(SessionMemory memory) : IRequestHandler<Handle<FailAnalysis>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<FailAnalysis> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await memory.FreshAsync(command.SessionId, cancellationToken);
        if (state.Started is null) return RabbitProblems.SessionNotFound(command.SessionId);
        if (state.Turn(command.TurnId) is not { } turn) return RabbitProblems.TurnNotFound(command.SessionId, command.TurnId);
        if (turn.Words is not null || turn.HasFailed || turn.Recorded.AnalysisJobId is not { } job) return new CommandResult.Completed(0, null);
        var append = new StreamAppend(state.Stream, state.Expected, [new AnalysisFailed(state.SessionId, command.TurnId, job, command.Error)]);
        return await memory.Store.CompleteAsync(context, [append], null, cancellationToken);
    }
}

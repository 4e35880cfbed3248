using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Boost.GitHub.Collecting.Runs;

/// <summary>Runs a collector. A run that is repeated after an interruption resumes after the marks.</summary>
internal sealed class RunCollectorHandler(StateCache cache, StateReader reader, GitHubApi api, GitHubOptions options, IEnumerable<ICollector> collectors) : IRequestHandler<Handle<RunCollector>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RunCollector> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await reader.LoadAsync(new CollectorRunState(command.Collector), cancellationToken);
        // The run has ended, or another was asked for.
        if (state.Open?.Id != command.RunId) return new CommandResult.Completed(0);
        var session = new ApiSession(api, options);
        var run = new CollectorRun(state, session, reader, cache, context);
        try
        {
            await collectors.Single(c => c.Name == command.Collector).CollectAsync(run, cancellationToken);
        }
        catch (GitHubApiException e)
        {
            run.Note(e.Message);
        }
        var ended = new CollectorRunEnded(command.RunId, command.Collector, session.Requests, run.Entries, run.Notes);
        var append = new Append([new StreamAppend(state.Stream, ExpectedVersion.Exactly(state.Version), [ended])], context.Metadata.NotBefore(state));
        return new CommandResult.Completed((await reader.Store.AppendAsync(append, cancellationToken)).Position);
    }
}

/// <summary>Ends a run whose retries are exhausted.</summary>
internal sealed class FailCollectorHandler(CommandStates states) : IRequestHandler<Handle<FailCollector>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<FailCollector> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var state = await states.LoadAsync(new CollectorRunState(command.Collector), cancellationToken);
        var decision = state.Open?.Id == command.RunId ? Decision.Of(state, new CollectorRunEnded(command.RunId, command.Collector, 0, 0, [command.Error])) : Decision.Nothing;
        return await states.CompleteAsync(request.Context, decision, cancellationToken);
    }
}

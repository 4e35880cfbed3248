using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Commands.Pulse.Weeks;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Days;

/// <summary>Clears days and the weeks they touch. Weeks after them are left as they are: regenerate them if their trend should follow.</summary>
internal sealed class ClearHandler(PulseLog log) : IRequestHandler<Handle<Clear>, CommandResult>
{
    private const int Page = 200;

    public async Task<CommandResult> Handle(Handle<Clear> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var community = await log.CommunityAsync(command.CommunityId, cancellationToken);
        if (!community.Exists) return new CommandResult.Rejected(Problems.CommunityNotFound(command.CommunityId));
        var scope = community.Scope.Source(command.SourceId);
        if (!(await log.SourceAsync(scope, cancellationToken)).Exists)
            return new CommandResult.Rejected(Problems.SourceNotFound(command.CommunityId, command.SourceId));

        List<StreamAppend> appends = [];
        foreach (var page in (await StreamsAsync(scope.DayPrefix, command.From, command.To, cancellationToken)).Chunk(Page))
        {
            foreach (var (stream, facts) in await log.ReadAsync(page, DayDigestState.Types, cancellationToken))
            {
                var state = DayDigestState.Fold(facts);
                var decision = DayDecider.Decide(scope, SourceScope.DateOf(stream), state, command);
                if (decision.Events.Count > 0) appends.Add(new(stream, ExpectedVersion.Exactly(state.Version), decision.Events));
            }
        }
        var days = appends.Count;
        foreach (var page in (await StreamsAsync(scope.WeekPrefix, PulseStreams.WeekOf(command.From), command.To, cancellationToken)).Chunk(Page))
        {
            foreach (var (stream, facts) in await log.ReadAsync(page, null, cancellationToken))
            {
                var state = WeekState.Fold(facts);
                var decision = WeekDecider.Remove(scope, SourceScope.DateOf(stream), state);
                if (decision.Events.Count > 0) appends.Add(new(stream, ExpectedVersion.Exactly(state.Version), decision.Events));
            }
        }
        var weeks = appends.Count - days;
        return await log.Store.CompleteAsync(request.Context, [.. appends, community.Unchanged], new { DaysCleared = days, WeeksRemoved = weeks }, cancellationToken);
    }

    private async Task<IEnumerable<string>> StreamsAsync(string prefix, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        from stream in await log.Store.FindStreamsAsync(prefix, cancellationToken: cancellationToken)
        let date = SourceScope.DateOf(stream)
        where date >= first && date <= last
        select stream;
}

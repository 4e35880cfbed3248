using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pulse.Weeks;

/// <summary>Computes weeks anew, batch by batch. When it is interrupted, what was recorded stays, and the command may be sent again.</summary>
internal sealed class RegenerateWeeklyHandler(PulseLog log, WeekRefresher weeks) : IRequestHandler<Handle<RegenerateWeekly>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RegenerateWeekly> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var community = await log.CommunityAsync(command.CommunityId, cancellationToken);
        if (!community.Exists) return new CommandResult.Rejected(Problems.CommunityNotFound(command.CommunityId));
        var scope = community.Scope.Source(command.SourceId);
        if (!(await log.SourceAsync(scope, cancellationToken)).Exists)
            return new CommandResult.Rejected(Problems.SourceNotFound(command.CommunityId, command.SourceId));

        // Weeks with days, and weeks whose days were cleared but that still have results.
        var from = command.From is { } f ? PulseStreams.WeekOf(f) : DateOnly.MinValue;
        HashSet<DateOnly> wanted = [.. (await log.Store.FindStreamsAsync(scope.DayPrefix, cancellationToken: cancellationToken))
            .Concat(await log.Store.FindStreamsAsync(scope.WeekPrefix, cancellationToken: cancellationToken))
            .Select(s => PulseStreams.WeekOf(SourceScope.DateOf(s)))
            .Where(w => w >= from && w <= (command.To ?? DateOnly.MaxValue))];
        var batches = WeekRefresher.WithFollowers(wanted).Chunk(WeekRefresher.MostWeeks).ToArray();
        long position = 0;
        for (var i = 0; i < batches.Length; i++)
        {
            IReadOnlyList<StreamAppend> streams =
                [.. await weeks.DecideAsync(scope, batches[i], wanted.Contains, command.Force, command.ComparePreviousWeek, cancellationToken), community.Unchanged];
            if (i == batches.Length - 1) return await log.Store.CompleteAsync(request.Context, streams, new { Weeks = wanted.Count }, cancellationToken);
            position = Math.Max(position, (await log.Store.AppendAsync(new Append(streams, request.Context.Metadata), cancellationToken)).Position);
        }
        return new CommandResult.Completed(position, new { Weeks = 0 });
    }
}

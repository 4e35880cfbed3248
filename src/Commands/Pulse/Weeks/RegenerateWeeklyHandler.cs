using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts.Pulse;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Pulse.Weeks;

/// <summary>Recomputes weeks, batch by batch. If it is interrupted, the recorded batches stay, and the command can be sent again.</summary>
internal sealed class RegenerateWeeklyHandler(CommandStates states, StateReader reader, WeekRefresher weeks) : IRequestHandler<Handle<RegenerateWeekly>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RegenerateWeekly> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var at = await SourceContext.LoadAsync(states, command.CommunityId, command.SourceId, cancellationToken);
        if (at.Missing is { } problem) return await states.CompleteAsync(context, problem, cancellationToken);

        // Weeks with days, and weeks that still have results although their days were cleared.
        var (store, scope) = (reader.Store, at.Source.Scope);
        var from = command.From is { } f ? PulseStreams.WeekOf(f) : DateOnly.MinValue;
        HashSet<DateOnly> wanted = [.. (await store.FindStreamsAsync(scope.DayPrefix, cancellationToken: cancellationToken))
            .Concat(await store.FindStreamsAsync(scope.WeekPrefix, cancellationToken: cancellationToken))
            .Select(s => PulseStreams.WeekOf(SourceScope.DateOf(s)))
            .Where(w => w >= from && w <= (command.To ?? DateOnly.MaxValue))];
        var (decision, position) = (Decision.Nothing, 0L);
        foreach (var batch in WeekRefresher.WithDependentWeeks(wanted).Chunk(WeekRefresher.MaxWeeks))
        {
            // Weeks depend on those of the previous batch, which must be in the log by then. The last batch is recorded with the outcome.
            position = Math.Max(position, await states.AppendAsync(context, decision, cancellationToken));
            decision = (await weeks.DecideAsync(scope, batch, wanted.Contains, command.Force, command.ComparePreviousWeek, cancellationToken)).While(at.Community);
        }
        if (decision.IsNothing) decision = Decision.Before(position);
        return await states.CompleteAsync(context, decision.Answer(new { Weeks = wanted.Count }), cancellationToken);
    }
}

internal sealed class RegenerateWeeklyValidator : AbstractValidator<RegenerateWeekly>
{
    public RegenerateWeeklyValidator()
    {
        RuleFor(c => c.CommunityId).NotNull().Slug();
        RuleFor(c => c.SourceId).NotNull().Slug();
        RuleFor(c => c.To).Must((c, to) => c.From is null || to is null || c.From <= to).WithMessage("To must not be before From.");
    }
}

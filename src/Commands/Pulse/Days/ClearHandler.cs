using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Commands.Pulse.Weeks;
using EventSourced.Contracts.Pulse;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Pulse.Days;

/// <summary>Clears days and the weeks they belong to. Later weeks keep their results: regenerate them to update their trend.</summary>
internal sealed class ClearHandler(CommandStates states, StateReader reader) : IRequestHandler<Handle<Clear>, CommandResult>
{
    private const int Page = 200;

    public async Task<CommandResult> Handle(Handle<Clear> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var at = await SourceContext.LoadAsync(states, command.CommunityId, command.SourceId, cancellationToken);
        if (at.Missing is { } problem) return await states.CompleteAsync(request.Context, problem, cancellationToken);
        var scope = at.Source.Scope;
        var days = await DecideAsync(scope.DayPrefix, command.From, command.To, date => new DayDigestState(scope, date), DayDigestState.Types,
            day => DayDecider.Decide(day, command), cancellationToken);
        var weeks = await DecideAsync(scope.WeekPrefix, PulseStreams.WeekOf(command.From), command.To, week => new WeekState(scope, week), null,
            WeekDecider.Remove, cancellationToken);
        var decision = Decision.All([.. days, .. weeks]).While(at.Community).Answer(new { DaysCleared = days.Count, WeeksRemoved = weeks.Count });
        return await states.CompleteAsync(request.Context, decision, cancellationToken);
    }

    /// <summary>The decisions about the days or weeks of a range. Their states are loaded page by page and not cached.</summary>
    private async Task<IReadOnlyList<Decision>> DecideAsync<TState>(
        string prefix, DateOnly first, DateOnly last, Func<DateOnly, TState> stream, IReadOnlyCollection<Type>? types, Func<TState, Decision> decide, CancellationToken cancellationToken)
        where TState : StreamState
    {
        List<Decision> decisions = [];
        var dates = (await reader.Store.FindStreamsAsync(prefix, cancellationToken: cancellationToken)).Select(SourceScope.DateOf).Where(d => d >= first && d <= last);
        foreach (var page in dates.Chunk(Page))
            decisions.AddRange((await reader.LoadAllAsync([.. page.Select(stream)], types, cancellationToken)).Select(decide).Where(d => !d.IsNothing));
        return decisions;
    }
}

internal sealed class ClearValidator : AbstractValidator<Clear>
{
    public ClearValidator()
    {
        RuleFor(c => c.CommunityId).NotNull().Slug();
        RuleFor(c => c.SourceId).NotNull().Slug();
        RuleFor(c => c.To).GreaterThanOrEqualTo(c => c.From).WithMessage("To must not be before From.");
    }
}

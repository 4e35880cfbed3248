using EventSourced.Commands.Text;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Guidance;

/// <summary>Turns suggestions into next steps (specification, 2.7): values outside their range get the default, and what was suggested recently is left out.</summary>
internal static class NextSteps
{
    private const int MaxSteps = 6;

    /// <summary>The steps to record, up to six.</summary>
    /// <param name="suggestions">The suggestions.</param>
    /// <param name="recent">Titles of recent suggestions.</param>
    /// <param name="commandId">The command; a retry gives the same ids.</param>
    public static IReadOnlyList<NextStep> Of(IEnumerable<Suggestion> suggestions, IEnumerable<string> recent, Guid commandId)
    {
        var former = recent.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. suggestions.Select(s => (Title: TitleOf(s), Step: s)).Where(s => s.Title is not null && former.Add(s.Title)).Take(MaxSteps).Select((s, i) => new NextStep(
                DerivedId.Of($"fastest.next_step {commandId} {i}"), s.Title!, Cut(s.Step.Description), Cut(s.Step.Rationale), s.Step.Category ?? NextStepValues.DefaultCategory,
                s.Step.Priority is >= 1 and <= 3 and { } priority ? priority : NextStepValues.DefaultPriority, s.Step.Effort)),
        ];
    }

    // As it is recorded.
    private static string? TitleOf(Suggestion suggestion) =>
        suggestion.Title?.Trim() is { Length: > 0 } title ? TextCut.Head(title, NextStepValues.TitleLength).TrimEnd() : null;

    private static string? Cut(string? text) => text is null ? null : TextCut.Head(text, NextStepValues.TextLength);
}

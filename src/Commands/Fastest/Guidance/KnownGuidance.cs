using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Guidance;

/// <summary>What decisions need to know about the next steps and the decisions of a project.</summary>
internal sealed class KnownGuidance
{
    private const int RecentSteps = 20;

    private readonly Dictionary<Guid, string> _steps = [];
    private readonly List<string> _recent = [];
    private readonly Dictionary<string, ProjectDecision> _decisions = new(StringComparer.Ordinal);

    /// <summary>Titles of the 20 most recent suggestions.</summary>
    public IReadOnlyList<string> RecentTitles => _recent;

    /// <summary>The decisions, in the order in which they were found.</summary>
    public IReadOnlyCollection<ProjectDecision> Decisions => _decisions.Values;

    /// <summary>Status of a next step; null if there is none.</summary>
    public string? StatusOf(Guid nextStepId) => _steps.GetValueOrDefault(nextStepId);

    /// <summary>Whether the project has a decision with this text, in any case.</summary>
    public bool HasDecision(string text) => _decisions.ContainsKey(KeyOf(text));

    public void When(IEvent e)
    {
        switch (e)
        {
            case NextStepsSuggested suggested:
                foreach (var step in suggested.Steps) _steps[step.Id] = NextStepValues.Pending;
                _recent.AddRange(suggested.Steps.Select(s => s.Title));
                if (_recent.Count > RecentSteps) _recent.RemoveRange(0, _recent.Count - RecentSteps);
                break;
            case NextStepStatusSet set:
                _steps[set.NextStepId] = set.Status;
                break;
            case DecisionsExtracted extracted:
                foreach (var decision in extracted.Decisions) _decisions.TryAdd(KeyOf(decision.Decision), decision);
                break;
        }
    }

    /// <summary>What makes two decisions the same.</summary>
    public static string KeyOf(string text) => text.Trim().ToLowerInvariant();
}

using EventSourced.Commands.Deciding;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Legacy;

/// <summary>What a former installation's row is named here. Its id is any text, so the stream has a derived one.</summary>
internal static class LegacyStreams
{
    public static string Job(string jobId) => $"fastest-job-{DerivedId.Of($"fastest.job {jobId}")}";

    public static string Suggestion(string suggestionId) => $"fastest-suggestion-{DerivedId.Of($"fastest.suggestion {suggestionId}")}";
}

/// <summary>An imported job.</summary>
/// <param name="jobId">Its id in the former installation.</param>
internal sealed class JobState(string jobId) : StreamState(LegacyStreams.Job(jobId))
{
    public JobImported? Imported { get; private set; }

    public long Position { get; private set; }

    protected override void When(Fact fact)
    {
        if (fact.Event is JobImported imported) (Imported, Position) = (imported, fact.Position);
    }
}

/// <summary>An imported refactoring suggestion.</summary>
/// <param name="suggestionId">Its id in the former installation.</param>
internal sealed class SuggestionState(string suggestionId) : StreamState(LegacyStreams.Suggestion(suggestionId))
{
    public RefactoringSuggestionImported? Imported { get; private set; }

    public long Position { get; private set; }

    protected override void When(Fact fact)
    {
        if (fact.Event is RefactoringSuggestionImported imported) (Imported, Position) = (imported, fact.Position);
    }
}

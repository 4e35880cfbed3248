namespace EventSourced.Contracts.Boost;

/// <summary>What answers of GitHub's API changed.</summary>
/// <param name="New">Issues and pull requests that were not known.</param>
/// <param name="Changed">Issues and pull requests with another content.</param>
/// <param name="NewComments">Comments that were not known.</param>
/// <param name="ChangedComments">Comments with another content.</param>
/// <param name="Older">Issues, pull requests and comments that are older than what is known, which were ignored.</param>
/// <param name="NewCommits">Commits that were not known.</param>
/// <param name="CompletedCommits">Commits of which more became known.</param>
/// <param name="RepositoryChanges">Facts of the repository that were new: its description, languages, licence.</param>
public sealed record AnswerCounts(
    long New = 0, long Changed = 0, long NewComments = 0, long ChangedComments = 0, long Older = 0, long NewCommits = 0, long CompletedCommits = 0, long RepositoryChanges = 0)
{
    /// <summary>The sum of two.</summary>
    public static AnswerCounts operator +(AnswerCounts one, AnswerCounts other) => new(
        one.New + other.New, one.Changed + other.Changed, one.NewComments + other.NewComments, one.ChangedComments + other.ChangedComments, one.Older + other.Older,
        one.NewCommits + other.NewCommits, one.CompletedCommits + other.CompletedCommits, one.RepositoryChanges + other.RepositoryChanges);
}

using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Issues;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>What an entry of the API's answers says, as the commands and imports that record it take it. One of the members is not null.</summary>
internal sealed record ApiEntry
{
    /// <summary>The repository.</summary>
    public RecordRepository? Repository { get; init; }

    /// <summary>The languages of the repository.</summary>
    public RecordLanguages? Languages { get; init; }

    /// <summary>The licence of the repository.</summary>
    public RecordLicense? License { get; init; }

    /// <summary>An account.</summary>
    public RecordGitHubAccount? Account { get; init; }

    /// <summary>An issue, a pull request, or comments.</summary>
    public NumberFacts? Number { get; init; }

    /// <summary>A commit.</summary>
    public CommitRecord? Commit { get; init; }

    /// <summary>How much text it has, for the size of batches.</summary>
    public int Characters => (Number is not { } n ? 0 : (n.Issue?.Body.Length ?? 0) + (n.PullRequest?.Body.Length ?? 0) + n.Comments.Sum(c => c.Body.Length) + n.ReviewComments.Sum(c => c.Body.Length))
        + (Commit is not { } c ? 0 : c.Comment.Length + (c.Files?.Sum(f => f.Patch.Length + f.Filename.Length) ?? 0));
}

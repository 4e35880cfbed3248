using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Issues;

/// <summary>What one answer of the API says about a number of a repository: an issue, a pull request, or comments on one of them.</summary>
/// <param name="Number">The number.</param>
internal sealed record NumberFacts(int Number)
{
    /// <summary>The issue, or null.</summary>
    public RecordIssue? Issue { get; init; }

    /// <summary>The pull request, or null.</summary>
    public RecordPullRequest? PullRequest { get; init; }

    /// <summary>Whether a list of issues says that it is a pull request, about which it knows too little.</summary>
    public bool IsListedPullRequest { get; init; }

    /// <summary>Comments of its conversation, whether it is an issue or a pull request.</summary>
    public IReadOnlyList<GivenComment> Comments { get; init; } = [];

    /// <summary>Comments on lines of code of a pull request.</summary>
    public IReadOnlyList<GivenComment> ReviewComments { get; init; } = [];

    /// <summary>Where the answer is: the number of its entry in the file.</summary>
    public long Place { get; init; }

    /// <summary>In which of several files it is, as <see cref="Commits.ReadingNotes.File"/>.</summary>
    public string File { get; init; } = "";

    /// <summary>What a command says.</summary>
    public static NumberFacts Of(RecordIssue command) => new(command.Number) { Issue = command, Comments = command.Comments ?? [] };

    /// <inheritdoc cref="Of(RecordIssue)"/>
    public static NumberFacts Of(RecordPullRequest command) =>
        new(command.Number) { PullRequest = command, Comments = command.Comments ?? [], ReviewComments = command.ReviewComments ?? [] };

    /// <summary>Everybody who is mentioned.</summary>
    public IEnumerable<GivenAccount> People => new[] { Issue?.Author, PullRequest?.Author }.OfType<GivenAccount>()
        .Concat(Issue?.Assignees ?? []).Concat(PullRequest?.Assignees ?? []).Concat(Comments.Select(c => c.Author)).Concat(ReviewComments.Select(c => c.Author));
}

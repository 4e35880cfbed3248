using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Issues;

/// <summary>
/// A number of a repository: an issue or a pull request, never both, with its comments. What is newer by its own time wins, so it does not matter in which order the answers of the
/// API are recorded.
/// </summary>
/// <param name="owner">Login of the repository's owner, as shown.</param>
/// <param name="name">Name of the repository, as shown.</param>
/// <param name="number">The number.</param>
internal sealed class NumberState(string owner, string name, int number) : StreamState(BoostStreams.Issue(owner, name, number))
{
    private readonly Dictionary<long, RecordedComment> _comments = [];
    private readonly Dictionary<long, RecordedComment> _reviewComments = [];

    public int Number { get; } = number;

    /// <summary>The issue; null when the number is a pull request, or unknown.</summary>
    public IssueRecorded? Issue { get; private set; }

    /// <summary>The pull request; null when the number is an issue, or unknown.</summary>
    public PullRequestRecorded? PullRequest { get; private set; }

    /// <summary>Why an answer cannot be about this number, or null.</summary>
    public Problem? ProblemOf(NumberFacts said)
    {
        var thing = $"{owner}/{name}#{Number}";
        var known = Issue is { } issue ? $"issue {issue.IssueId} (\"{issue.Title}\")" : PullRequest is { } pull ? $"pull request {pull.PullRequestId} (\"{pull.Title}\")" : null;
        if (known is null) return null;
        var given = said switch
        {
            { Issue: { } i } when Issue?.IssueId != i.IssueId => $"issue {i.IssueId} (\"{i.Title}\")",
            { PullRequest: { } p } when PullRequest?.PullRequestId != p.PullRequestId => $"pull request {p.PullRequestId} (\"{p.Title}\")",
            { IsListedPullRequest: true } when PullRequest is null => "a pull request, by a list of issues",
            { ReviewComments: [var comment, ..] } when PullRequest is null => $"a pull request, by the comment {comment.CommentId} on a line of code",
            _ => null,
        };
        return given is null ? null : new Problem(409, "number_conflict",
            $"{thing} is {known}, and cannot be {given} too: GitHub gives a number and an id once. Check that the answers are of this repository, and not of one that was deleted and made again under its name.");
    }

    /// <summary>The issue after an answer, or null when it says nothing new; also whether it is older than what is known.</summary>
    /// <param name="said">The answer.</param>
    /// <param name="accountId">Account of its author.</param>
    /// <param name="assignees">Accounts that it is assigned to; null for the known ones.</param>
    public (IssueRecorded? After, bool IsOlder) After(RecordIssue said, long accountId, IReadOnlyList<long>? assignees)
    {
        if (IsOlder(said.UpdatedAt, Issue?.UpdatedAt)) return (null, true);
        var after = new IssueRecorded(
            owner, name, Number, said.IssueId, accountId, said.Title, said.Body, said.State, said.StateReason, Utc(said.CreatedAt), Utc(said.UpdatedAt), Utc(said.ClosedAt),
            Set(assignees) ?? Issue?.Assignees ?? [], Names(said.Labels) ?? Issue?.Labels ?? []);
        var isSame = Issue is { } known && known with { Owner = owner, Name = name, Assignees = after.Assignees, Labels = after.Labels } == after
            && known.Assignees.SequenceEqual(after.Assignees) && known.Labels.SequenceEqual(after.Labels);
        return (isSame ? null : after, false);
    }

    /// <summary>The pull request after an answer, or null when it says nothing new; also whether it is older than what is known.</summary>
    /// <inheritdoc cref="After(RecordIssue, long, IReadOnlyList{long}?)"/>
    public (PullRequestRecorded? After, bool IsOlder) After(RecordPullRequest said, long accountId, IReadOnlyList<long>? assignees)
    {
        if (IsOlder(said.UpdatedAt, PullRequest?.UpdatedAt)) return (null, true);
        var state = said is { State: IssueStates.Closed, MergedAt: not null } ? IssueStates.Merged : said.State;
        var after = new PullRequestRecorded(
            owner, name, Number, said.PullRequestId, accountId, said.Title, said.Body, state, said.HeadHash, said.BaseHash, Utc(said.CreatedAt), Utc(said.UpdatedAt), Utc(said.MergedAt),
            Utc(said.ClosedAt), Set(assignees) ?? PullRequest?.Assignees ?? [], Names(said.Labels) ?? PullRequest?.Labels ?? []);
        var isSame = PullRequest is { } known && known with { Owner = owner, Name = name, Assignees = after.Assignees, Labels = after.Labels } == after
            && known.Assignees.SequenceEqual(after.Assignees) && known.Labels.SequenceEqual(after.Labels);
        return (isSame ? null : after, false);
    }

    /// <summary>The comments that are new or have another content, each once, and how many are older than what is known.</summary>
    /// <param name="said">The comments with their authors' accounts.</param>
    /// <param name="areOnCode">Whether they are on lines of code.</param>
    public NewComments CommentsAfter(IEnumerable<(GivenComment Comment, long AccountId)> said, bool areOnCode)
    {
        var known = areOnCode ? _reviewComments : _comments;
        Dictionary<long, RecordedComment> changed = [];
        var older = 0;
        foreach (var (comment, accountId) in said)
        {
            var after = new RecordedComment(comment.CommentId, accountId, comment.Body, areOnCode ? comment.InReplyToId : null, Utc(comment.CreatedAt), Utc(comment.UpdatedAt));
            var before = changed.TryGetValue(comment.CommentId, out var just) ? Summary(just) : known.GetValueOrDefault(comment.CommentId);
            if (IsOlder(after.UpdatedAt, before?.UpdatedAt)) older++;
            else if (Summary(after) != before) changed[comment.CommentId] = after;
        }
        return new([.. changed.Values], changed.Keys.Count(id => !known.ContainsKey(id)), older);
    }

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case IssueRecorded recorded:
                Issue = recorded;
                break;
            case PullRequestRecorded recorded:
                PullRequest = recorded;
                break;
            case IssueCommentsRecorded { Comments: var comments }:
                Keep(comments, _comments);
                break;
            case PullRequestCommentsRecorded { Comments: var comments }:
                Keep(comments, _comments);
                break;
            case ReviewCommentsRecorded { Comments: var comments }:
                Keep(comments, _reviewComments);
                break;
        }
    }

    private static void Keep(IReadOnlyList<RecordedComment> comments, Dictionary<long, RecordedComment> known)
    {
        foreach (var comment in comments) known[comment.CommentId] = Summary(comment);
    }

    // Texts are only compared, and a discussion may be long.
    private static RecordedComment Summary(RecordedComment comment) => comment with { Body = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(comment.Body))) };

    // An answer without a time does not replace one with a time.
    private static bool IsOlder(DateTimeOffset? said, DateTimeOffset? known) => known is { } before && (said is not { } now || now < before);

    private static DateTimeOffset? Utc(DateTimeOffset? time) => time?.ToUniversalTime();

    private static IReadOnlyList<long>? Set(IReadOnlyList<long>? ids) => ids is null ? null : [.. ids.Distinct().Order()];

    private static IReadOnlyList<string>? Names(IReadOnlyList<string>? labels) =>
        labels is null ? null : [.. labels.Select(l => l.Trim()).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>What a list of comments changed.</summary>
/// <param name="Changed">Comments that are new or have another content.</param>
/// <param name="New">How many of them are new.</param>
/// <param name="Older">Comments that are older than what is known, which were ignored.</param>
internal sealed record NewComments(IReadOnlyList<RecordedComment> Changed, int New, int Older);

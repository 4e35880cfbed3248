using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Clang;

/// <summary>Issues, pull requests and commits that come together, each once.</summary>
internal sealed class ClangBatch
{
    // An event is read whole by every projection.
    private const int InOneEvent = 1_000;

    private readonly Dictionary<int, ClangItem> _items = [];
    private readonly Dictionary<string, ClangCommit> _commits = new(StringComparer.Ordinal);

    public int Items => _items.Count;

    public int PullRequests => _items.Values.Count(i => i.IsPullRequest);

    public int Commits => _commits.Count;

    /// <summary>The events of what was added, in the order in which it was first named.</summary>
    public IReadOnlyList<IEvent> Events =>
        [.. _items.Values.Chunk(InOneEvent).Select(i => new ClangItemsRecorded(i)), .. _commits.Values.Chunk(InOneEvent).Select(c => new ClangCommitsRecorded(c))];

    /// <summary>Adds an issue or a pull request.</summary>
    public void Add(ClangItem item)
    {
        item = item with { GithubCreatedAt = item.GithubCreatedAt?.ToUniversalTime(), GithubUpdatedAt = item.GithubUpdatedAt?.ToUniversalTime() };
        _items[item.Number] = _items.GetValueOrDefault(item.Number) is not { } before ? item : new(
            item.Number, before.IsPullRequest || item.IsPullRequest, item.GithubCreatedAt ?? before.GithubCreatedAt, Later(before.GithubUpdatedAt, item.GithubUpdatedAt));
    }

    /// <summary>Adds a commit. False when its hash is none: SHA-1 has 40 digits.</summary>
    public bool Add(ClangCommit commit)
    {
        if (Sha(commit.Sha) is not { } sha) return false;
        var at = commit.GithubCommittedAt?.ToUniversalTime();
        _commits[sha] = new(sha, Later(_commits.GetValueOrDefault(sha)?.GithubCommittedAt, at));
        return true;
    }

    /// <summary>A hash as it is kept, or null.</summary>
    public static string? Sha(string? text) => GitSha.Of(text) is { Length: 40 } sha ? sha : null;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;
}

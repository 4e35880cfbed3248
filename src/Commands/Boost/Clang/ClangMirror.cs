using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Clang;

/// <summary>The latest times of what is recorded of llvm/llvm-project: there the first run of the collector begins.</summary>
internal sealed class ClangMirror() : StreamState(ClangStreams.Mirror)
{
    /// <summary>Latest update of an issue or a pull request; null before the first.</summary>
    public DateTimeOffset? Items { get; private set; }

    /// <summary>Latest commit; null before the first.</summary>
    public DateTimeOffset? Commits { get; private set; }

    protected override void When(Fact fact)
    {
        if (fact.Event is ClangItemsRecorded items) Items = Later(Items, items.Items.Max(i => i.GithubUpdatedAt));
        else if (fact.Event is ClangCommitsRecorded commits) Commits = Later(Commits, commits.Commits.Max(c => c.GithubCommittedAt));
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;
}

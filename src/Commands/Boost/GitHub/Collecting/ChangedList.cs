using System.Text.Json;
using static EventSourced.Commands.Boost.Commits.Formats.JsonMembers;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>How far a list is read that has at its beginning what was changed first.</summary>
/// <param name="since">How far it was read before, or null.</param>
internal sealed class ChangedList(DateTimeOffset? since)
{
    private static readonly DateTimeOffset s_last = DateTimeOffset.MaxValue.AddSeconds(-1);

    private bool _hasEntries;

    /// <summary>Time of the last entry; a request from it on has this entry again.</summary>
    public DateTimeOffset? UpTo { get; private set; } = since;

    /// <summary>One second after the last entry, for a list that was read to its end.</summary>
    public DateTimeOffset? AtEnd => _hasEntries ? UpTo?.AddSeconds(1) : UpTo;

    /// <summary>How far the list is read after a page.</summary>
    /// <param name="page">The page.</param>
    public DateTimeOffset? After(IReadOnlyList<JsonElement> page)
    {
        foreach (var entry in page)
        {
            // A second after it must be a time, too.
            if (Time(entry, "updated_at") is not { } at || at > s_last) continue;
            _hasEntries = true;
            if (UpTo is null || at > UpTo) UpTo = at;
        }
        return UpTo;
    }

    /// <summary>Time of an entry of a list of commits, or null.</summary>
    /// <param name="commit">The entry.</param>
    public static DateTimeOffset? CommittedAt(JsonElement commit) =>
        Member(commit, "commit") is { } inner ? Time(Member(inner, "committer"), "date") ?? Time(Member(inner, "author"), "date") : null;
}

using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Commits;

/// <summary>
/// A commit of a repository. A commit never changes, but sources know more or less of it: what is known is completed, and never replaced by less. So it does not matter in which
/// order the sources are imported.
/// </summary>
/// <param name="owner">Login of the repository's owner, as shown.</param>
/// <param name="name">Name of the repository, as shown.</param>
/// <param name="sha">The commit's hash.</param>
internal sealed class CommitState(string owner, string name, string sha) : StreamState(BoostStreams.Commit(owner, name, sha))
{
    /// <summary>What is known; null before the first record.</summary>
    public CommitRecorded? Known { get; private set; }

    /// <summary>The patches of files whose patch is new, from the same record as the last call of <see cref="After"/>.</summary>
    public IReadOnlyList<RecordedChange> NewPatches { get; private set; } = [];

    /// <summary>What is known after a record, or null when it says nothing new.</summary>
    /// <param name="record">The record.</param>
    /// <param name="accountId">The account of its author.</param>
    /// <param name="now">Its time, when no source says it.</param>
    public CommitRecorded? After(CommitRecord record, long accountId, DateTimeOffset now)
    {
        var files = Files(record);
        var after = Known is { } known
            ? known with
            {
                // A person without a known account never takes the place of an account.
                AccountId = accountId > 0 || known.AccountId < 0 ? accountId : known.AccountId,
                Comment = IsBetter(record.Comment, known.Comment) ? record.Comment : known.Comment,
                CommitAt = record.CommitAt ?? known.CommitAt,
                Parents = known.Parents.Count == 0 ? record.Parents : known.Parents,
                Files = files ?? known.Files,
            }
            : new CommitRecorded(owner, name, sha, accountId, record.Comment, record.CommitAt ?? now, record.Parents, files ?? []);
        var isSame = Known is not null && files is null && after.AccountId == Known.AccountId && after.Comment == Known.Comment && after.CommitAt == Known.CommitAt
            && after.Parents.SequenceEqual(Known.Parents);
        return isSame ? null : after;
    }

    protected override void When(Fact fact)
    {
        if (fact.Event is CommitRecorded recorded) Known = recorded;
    }

    // The files with what is new in the record; null when nothing is.
    private List<FileChange>? Files(CommitRecord record)
    {
        NewPatches = [];
        if (record.Files is not { Count: > 0 } said) return null;
        List<FileChange> files = [.. Known?.Files ?? []];
        var places = files.Select((f, i) => (f.Filename, i)).ToDictionary(f => f.Filename, f => f.i);
        List<RecordedChange> patches = [];
        var isNew = false;
        foreach (var change in said)
        {
            var hash = change.Patch.Length == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(change.Patch)));
            var now = new FileChange(change.Filename, change.Status, change.Additions ?? 0, change.Deletions ?? 0, change.PreviousFilename, hash);
            if (places.TryGetValue(change.Filename, out var place))
            {
                var before = files[place];
                now = Completed(before, now);
                if (now == before) continue;
                if (now.PatchSha256 != before.PatchSha256) patches.Add(change);
                files[place] = now;
            }
            else
            {
                places[change.Filename] = files.Count;
                files.Add(now);
                if (hash is not null) patches.Add(change);
            }
            isNew = true;
        }
        NewPatches = patches;
        return isNew ? files : null;
    }

    private static FileChange Completed(FileChange known, FileChange said) => known with
    {
        Status = known.Status == FileStatus.Changed ? said.Status : known.Status,
        Additions = known is { Additions: 0, Deletions: 0 } ? said.Additions : known.Additions,
        Deletions = known is { Additions: 0, Deletions: 0 } ? said.Deletions : known.Deletions,
        PreviousFilename = known.PreviousFilename ?? (known.Status == said.Status || known.Status == FileStatus.Changed ? said.PreviousFilename : null),
        PatchSha256 = known.PatchSha256 ?? said.PatchSha256,
    };

    // Sources differ in blanks; one that could not read some characters is worse.
    private static bool IsBetter(string said, string known) =>
        said.Length > 0 && Words(said) != Words(known) && (known.Contains('\uFFFD', StringComparison.Ordinal) || !said.Contains('\uFFFD', StringComparison.Ordinal));

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

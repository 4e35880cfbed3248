using EventSourced.Contracts.Boost;

namespace EventSourced.Laws.Tests.Histories.Boost;

/// <summary>Generates a repository with its languages and licences, and commits whose times are in another order than that in which they are recorded.</summary>
internal sealed class RepositoryGenerator(int scope, PeopleGenerator people, Steps steps, Random random)
{
    private static readonly string[] s_languages = ["C++", "CMake", "Shell", "C"];
    private static readonly string[] s_paths = ["README.md", "include/a.hpp", "test/ü \"b\".cpp", "明日", "doc/x", "libs/sub"];
    private static readonly string[] s_statuses = [FileStatus.Added, FileStatus.Modified, FileStatus.Removed, FileStatus.Renamed, FileStatus.Copied, FileStatus.Changed];
    private readonly List<CommitRecorded> _commits = [];

    private string Name => $"repo{scope}";

    private string Stream => $"boost/repo/org{scope}/{Name}";

    public void Record(bool isComplete = false)
    {
        var owner = random.Pick(people.Ids);
        steps.Commit(
            (Stream, [new RepositoryRecorded($"Org{scope}", Name, owner, random.Count(), random.Count(), random.TextOrEmpty(), Time(isComplete), Time(isComplete), Time(isComplete))]),
            ($"boost/owned/{owner}/{Name}", [new RepositoryOwned(owner, $"Org{scope}", Name)]));
    }

    public void Describe()
    {
        steps.Commit(Stream, new RepositoryLanguagesRecorded($"Org{scope}", Name, [.. s_languages.Where(_ => random.OneIn(2)).Select(l => new LanguageSize($"{l} {scope}", random.Size()))]));
        steps.Commit(Stream, new RepositoryLicenseRecorded($"Org{scope}", Name, random.OneIn(3) ? null : new LicenseFacts($"{random.Pick(["MIT License", "Boost Software License 1.0"])} {scope}", random.Pick(["MIT", "BSL-1.0", ""]), random.TextOrEmpty())));
    }

    public void Commit()
    {
        if (_commits.Count > 0 && random.OneIn(4))
        {
            Add(Complete(random.Pick(_commits)));
            return;
        }
        var at = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(random.Next(20));
        Add(new CommitRecorded($"Org{scope}", Name, RandomValues.Sha256($"{random.Next()}")[..40], random.Pick(people.Ids), random.TextOrEmpty(), at, [], []));
        if (!random.OneIn(5)) Add(Complete(_commits[^1]));
    }

    private void Add(CommitRecorded commit)
    {
        _commits.RemoveAll(c => c.Sha == commit.Sha);
        _commits.Add(commit);
        FilePatch[] patches = [.. commit.Files.Where(f => f.PatchSha256 is not null).Select(f => new FilePatch(f.Filename, random.Text(), random.OneIn(3) ? random.Next(1, 1_000) : 0))];
        steps.Commit(
            ($"boost/commit/org{scope}/{Name}/{commit.Sha}", [commit]),
            ($"boost/patches/org{scope}/{Name}/{commit.Sha}", patches.Length == 0 ? [] : [new CommitPatchesRecorded(commit.Owner, commit.Name, commit.Sha, patches)]),
            (Stream, random.OneIn(5) ? [new RepositoryCommitsSeen(commit.Owner, commit.Name, commit.CommitAt)] : []));
    }

    // Another source knows more: other files in addition, and the account.
    private CommitRecorded Complete(CommitRecorded known)
    {
        List<FileChange> files = [.. known.Files];
        foreach (var path in s_paths)
        {
            if (random.OneIn(2) || files.Exists(f => f.Filename == path)) continue;
            var status = random.Pick(s_statuses);
            files.Add(new(
                path, status, random.Count(), random.Count(), status is FileStatus.Renamed or FileStatus.Copied ? random.Pick(s_paths) + (random.OneIn(2) ? "" : ".old") : null,
                random.OneIn(2) ? null : RandomValues.Sha256($"{random.Next()}")));
        }
        return known with { AccountId = random.Pick(people.Ids), Comment = random.Text(), Files = files };
    }

    private DateTimeOffset? Time(bool isGiven) => !isGiven && random.OneIn(4) ? null : steps.Now.AddDays(-random.Next(1_000));
}

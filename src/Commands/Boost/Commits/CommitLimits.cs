using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Commits;

/// <summary>Limits of a commit's texts that are indexed: PostgreSQL refuses longer ones in an index. What exceeds them is left out and noted.</summary>
internal static class CommitLimits
{
    /// <summary>The commit within the limits.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="notes">Takes what is left out.</param>
    public static CommitRecord Apply(CommitRecord commit, ReadingNotes notes) => commit with
    {
        PersonName = Cut(commit.PersonName, commit.Line, notes),
        PersonEmail = Whole(commit.PersonEmail, BoostFields.EmailLength, "addresses that are longer than the limit", commit.Line, notes),
        Account = Apply(commit.Account, commit.Line, notes),
        Files = commit.Files is null || commit.Files.All(f => PathLimit.IsShort(f.Filename) && PathLimit.IsShort(f.PreviousFilename)) ? commit.Files : Files(commit, notes),
    };

    /// <summary>An account within the limits; null when its login is too long.</summary>
    public static RecordGitHubAccount? Apply(RecordGitHubAccount? account, long line, ReadingNotes notes) =>
        account is null || Whole(account.Username, BoostFields.NameLength, "accounts whose login is longer than the limit", line, notes) is null ? null : account with
        {
            DisplayName = Cut(account.DisplayName, line, notes) ?? "",
            AvatarUrl = Whole(account.AvatarUrl, BoostFields.UrlLength, "addresses of pictures that are longer than the limit", line, notes) ?? "",
        };

    private static IReadOnlyList<RecordedChange> Files(CommitRecord commit, ReadingNotes notes)
    {
        List<RecordedChange> files = [];
        foreach (var file in commit.Files!)
        {
            if (!PathLimit.IsShort(file.Filename)) notes.LeaveOut($"files whose path has more than {PathLimit.Bytes} bytes", commit.Line);
            else if (PathLimit.IsShort(file.PreviousFilename)) files.Add(file);
            else
            {
                notes.LeaveOut($"former paths with more than {PathLimit.Bytes} bytes", commit.Line);
                files.Add(file with { PreviousFilename = null });
            }
        }
        return files;
    }

    private static string? Cut(string? name, long line, ReadingNotes notes) => name is null ? null : notes.Cut(name, BoostFields.NameLength, "ends of names that are longer than the limit", line);

    private static string? Whole(string? text, int limit, string reason, long line, ReadingNotes notes)
    {
        if (text is null || text.Length <= limit) return text;
        notes.LeaveOut(reason, line);
        return null;
    }
}

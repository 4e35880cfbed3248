using System.Text.Json;
using EventSourced.Contracts.Boost;
using static EventSourced.Commands.Boost.Commits.Formats.JsonMembers;

namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>Commits as elements of JSON: those of GitHub's API, and those with the members of git.</summary>
/// <param name="notes">Takes what is left out.</param>
internal sealed class CommitElements(ReadingNotes notes)
{
    /// <summary>GitHub's API gives at most so many files of a commit.</summary>
    public const int MostFilesOfApi = 300;

    /// <summary>The commit of an element; null when it is none, which is noted.</summary>
    /// <param name="value">The element.</param>
    /// <param name="number">Its number in the file.</param>
    /// <exception cref="GitHistoryException">It is an error of the API.</exception>
    public CommitRecord? Read(JsonElement value, long number)
    {
        if (value.ValueKind != JsonValueKind.Object) return LeaveOut("entries that are no object", number);
        if (GitSha.Of(TextOf(value, "sha")) is not { } sha)
        {
            // The API answers errors in the place of commits.
            return TextOf(value, "message") is { Length: > 0 } message
                ? throw new GitHistoryException(GitHistoryException.NotAHistory, $"the answer of the API is an error: {message}. Fetch it again.", number)
                : LeaveOut("entries without a valid sha", number);
        }
        try
        {
            return Member(value, "commit") is { } commit ? OfApi(value, commit, sha, number) : OfGit(value, sha, number);
        }
        catch (InvalidOperationException)
        {
            // A text with half of a surrogate pair cannot be read.
            return LeaveOut("entries with text that is no Unicode", number);
        }
    }

    private CommitRecord OfApi(JsonElement value, JsonElement commit, string sha, long number)
    {
        var files = Files(value, number);
        if (files?.Count == MostFilesOfApi)
            notes.Warn($"Commit {sha[..10]} has exactly {MostFilesOfApi} files: GitHub's API gives no more, so that others may be missing. Import a clone of the repository to add them.");
        return Record(value, commit, sha, TextOf(commit, "message") ?? "", files, number) with { Account = Account(Member(value, "author")) ?? Account(Member(value, "committer")) };
    }

    private CommitRecord OfGit(JsonElement value, string sha, long number)
    {
        var files = Files(value, number);
        var record = Record(value, value, sha, TextOf(value, "message") ?? $"{TextOf(value, "subject")}\n\n{TextOf(value, "body")}", files, number);
        // git log lists no files for merges unless it is told how to compare them.
        return files is [] && record.Parents.Count > 1 ? record with { Files = null } : record;
    }

    // The people are members of the commit, which the API wraps.
    private static CommitRecord Record(JsonElement value, JsonElement commit, string sha, string message, IReadOnlyList<RecordedChange>? files, long number)
    {
        var (author, committer) = (Member(commit, "author"), Member(commit, "committer"));
        return new CommitRecord
        {
            Sha = sha,
            Parents = Parents(value),
            Comment = GitText.Comment(GitText.Clean(message)),
            CommitAt = Time(author, "date") ?? Time(committer, "date"),
            PersonName = Filled(author, "name") ?? Filled(committer, "name"),
            PersonEmail = Filled(author, "name") is not null ? Filled(author, "email") : Filled(committer, "email"),
            Files = files,
            Line = number,
        };
    }

    private IReadOnlyList<RecordedChange>? Files(JsonElement value, long number)
    {
        if (List(value, "files") is not { } list) return null;
        List<RecordedChange> files = [];
        Dictionary<string, int> places = [];
        foreach (var item in list.EnumerateArray())
        {
            if (GitText.Clean(TextOf(item, "filename") ?? TextOf(item, "path") ?? "") is not { Length: > 0 } name)
            {
                notes.LeaveOut("files without a name", number);
                continue;
            }
            var previous = TextOf(item, "previous_filename") ?? TextOf(item, "old_path");
            var change = new RecordedChange(
                name, FileStatus.Of(TextOf(item, "status")), Number(item, "additions"), Number(item, "deletions"),
                previous is { Length: > 0 } ? GitText.Clean(previous) : null, GitText.Clean(TextOf(item, "patch") ?? "").Trim());
            if (places.TryAdd(name, files.Count)) files.Add(change);
            else files[places[name]] = change;
        }
        return files;
    }

    private static IReadOnlyList<string> Parents(JsonElement value) => List(value, "parents") is { } parents
        ? [.. parents.EnumerateArray().Select(p => GitSha.Of(p.ValueKind == JsonValueKind.String ? p.GetString() : TextOf(p, "sha"))).OfType<string>()]
        : [];

    private CommitRecord? LeaveOut(string reason, long number)
    {
        notes.LeaveOut(reason, number);
        return null;
    }
}

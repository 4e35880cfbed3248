using System.Runtime.CompilerServices;
using System.Text.Json;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>
/// Commits as JSON: answers of GitHub's API, one commit, a list of commits, or one of these a line; and lines with the members of git (<c>author</c>, <c>subject</c>, <c>body</c>,
/// <c>files</c> with <c>path</c>).
/// </summary>
/// <param name="content">The file.</param>
/// <param name="isList">Whether it begins with a list, which is then read piece by piece.</param>
/// <param name="notes">Takes what is left out.</param>
internal sealed class CommitJson(Stream content, bool isList, ReadingNotes notes) : ICommitFormat
{
    /// <summary>GitHub's API gives at most so many files of a commit.</summary>
    public const int MostFilesOfApi = 300;

    public string Name => "json";

    public async IAsyncEnumerable<CommitRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        await using var values = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(content, topLevelValues: !isList, cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(values, number))
        {
            var value = values.Current;
            if (value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in value.EnumerateArray())
                    if (Read(item, ++number) is { } listed) yield return listed;
            }
            else if (Read(value, ++number) is { } commit) yield return commit;
        }
    }

    private static async ValueTask<bool> MoveAsync(IAsyncEnumerator<JsonElement> values, long number)
    {
        try
        {
            return await values.MoveNextAsync();
        }
        catch (JsonException e)
        {
            throw new GitHistoryException(GitHistoryException.CutOff, $"the JSON is damaged or cut off after {number} commits: {e.Message.Split(" Path:", 2)[0]} Send it again.", number + 1, e);
        }
    }

    private CommitRecord? Read(JsonElement value, long number)
    {
        if (value.ValueKind != JsonValueKind.Object) return LeaveOut("entries that are no object", number);
        if (GitSha.Of(Text(value, "sha")) is not { } sha)
        {
            // The API answers errors in the place of commits.
            return Text(value, "message") is { Length: > 0 } message
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
        return Record(value, commit, sha, Text(commit, "message") ?? "", files, number) with { Account = Account(Member(value, "author")) ?? Account(Member(value, "committer")) };
    }

    private CommitRecord OfGit(JsonElement value, string sha, long number)
    {
        var files = Files(value, number);
        var record = Record(value, value, sha, Text(value, "message") ?? $"{Text(value, "subject")}\n\n{Text(value, "body")}", files, number);
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
            CommitAt = Time(author) ?? Time(committer),
            PersonName = Filled(author, "name") ?? Filled(committer, "name"),
            PersonEmail = Filled(author, "name") is not null ? Filled(author, "email") : Filled(committer, "email"),
            Files = files,
            Line = number,
        };
    }

    private IReadOnlyList<RecordedChange>? Files(JsonElement value, long number)
    {
        if (!value.TryGetProperty("files", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        List<RecordedChange> files = [];
        Dictionary<string, int> places = [];
        foreach (var item in list.EnumerateArray())
        {
            if (GitText.Clean(Text(item, "filename") ?? Text(item, "path") ?? "") is not { Length: > 0 } name)
            {
                notes.LeaveOut("files without a name", number);
                continue;
            }
            var previous = Text(item, "previous_filename") ?? Text(item, "old_path");
            var change = new RecordedChange(
                name, FileStatus.Of(Text(item, "status")), Number(item, "additions"), Number(item, "deletions"),
                previous is { Length: > 0 } ? GitText.Clean(previous) : null, GitText.Clean(Text(item, "patch") ?? "").Trim());
            if (places.TryAdd(name, files.Count)) files.Add(change);
            else files[places[name]] = change;
        }
        return files;
    }

    private static RecordGitHubAccount? Account(JsonElement? account) =>
        account is { } given && given.TryGetProperty("id", out var id) && id.TryGetInt64(out var number) && number > 0 && Filled(given, "login") is { } login
            ? new RecordGitHubAccount(number, login, Filled(given, "name") ?? "", Filled(given, "avatar_url") ?? "", Filled(given, "type") ?? "User")
            : null;

    private static IReadOnlyList<string> Parents(JsonElement value) => value.TryGetProperty("parents", out var parents) && parents.ValueKind == JsonValueKind.Array
        ? [.. parents.EnumerateArray().Select(p => GitSha.Of(p.ValueKind == JsonValueKind.String ? p.GetString() : Text(p, "sha"))).OfType<string>()]
        : [];

    private CommitRecord? LeaveOut(string reason, long number)
    {
        notes.LeaveOut(reason, number);
        return null;
    }

    private static JsonElement? Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member : null;

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static string? Filled(JsonElement? value, string name) => value is { } given && Text(given, name) is { } text && !string.IsNullOrWhiteSpace(text) ? GitText.Clean(text).Trim() : null;

    private static int? Number(JsonElement value, string name) => value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var number) ? Math.Max(0, number) : null;

    private static DateTimeOffset? Time(JsonElement? person) => Filled(person, "date") is { } date ? GitText.Time(date) : null;
}

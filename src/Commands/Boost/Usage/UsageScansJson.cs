using System.Globalization;
using System.Text.Json;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Files;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Scans of a file.</summary>
/// <param name="Scans">The scans, each with its number in the file, in the order of the file.</param>
/// <param name="LeftOut">Entries and members that say nothing usable, by the number of the scan.</param>
internal sealed record ReadScans(IReadOnlyList<(int Number, RecordUsageScan Scan)> Scans, LeftOutNotes LeftOut);

/// <summary>Reads scans of repositories: one as an object, several as an array, or one a line.</summary>
internal static class UsageScansJson
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Code of a file that is no JSON, or is cut off.</summary>
    public const string Invalid = "invalid_usage_scans";

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="BoostFileException">It is no JSON, or is cut off.</exception>
    public static async Task<ReadScans> ReadAsync(byte[] utf8, CancellationToken cancellationToken)
    {
        var leftOut = new LeftOutNotes();
        List<(int, RecordUsageScan)> scans = [];
        await foreach (var (number, value) in JsonEntries.ReadAsync(utf8, Invalid, "scans", cancellationToken))
        {
            try
            {
                if (Scan(value, number, leftOut) is { } scan) scans.Add((number, scan));
            }
            catch (InvalidOperationException)
            {
                // The name of a member has half of a surrogate pair.
                leftOut.Add("entry_is_no_unicode", number);
            }
        }
        return new(scans, leftOut);
    }

    private static RecordUsageScan? Scan(JsonElement value, int number, LeftOutNotes leftOut)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            leftOut.Add("entry_is_no_object", number);
            return null;
        }
        // The answer of a search is either the entry itself, or its member "repository".
        var repository = value.TryGetProperty("repository", out var member) && member.ValueKind == JsonValueKind.Object ? member : value;
        return Repository(repository, number, leftOut) is { } found
            ? found with { Files = Files(value, number, leftOut), ScannedAt = Time(value, "scanned_at", number, leftOut), ChangedSince = Time(value, "changed_since", number, leftOut) }
            : null;
    }

    /// <summary>A scan of a repository that has only the repository; null when it is none.</summary>
    /// <param name="repository">The repository, as a search of GitHub gives it.</param>
    /// <param name="number">Number of the entry, from 1.</param>
    /// <param name="leftOut">Gets what says nothing usable.</param>
    public static RecordUsageScan? Repository(JsonElement repository, int number, LeftOutNotes leftOut)
    {
        if (repository.ValueKind != JsonValueKind.Object || Text(repository, "full_name", number, leftOut) is not { } name || RepositoryKey.Split(name) is null)
        {
            leftOut.Add("scan_without_repository", number);
            return null;
        }
        var owner = JsonMembers.Account(JsonMembers.Member(repository, "owner")) is { } account && name.StartsWith(account.Username + "/", StringComparison.OrdinalIgnoreCase) ? account : null;
        return new RecordUsageScan(
            name, [], null, null,
            Count(repository, "stars", number, leftOut) ?? Count(repository, "stargazers_count", number, leftOut), Count(repository, "forks", number, leftOut) ?? Count(repository, "forks_count", number, leftOut),
            Text(repository, "description", number, leftOut) is { Length: <= BoostFields.TextLength } description ? description : null,
            Time(repository, "pushed_at", number, leftOut), Time(repository, "created_at", number, leftOut), Time(repository, "updated_at", number, leftOut),
            owner?.GithubAccountId, owner?.Type ?? "User", owner?.AvatarUrl is { Length: <= BoostFields.UrlLength } picture ? picture : "");
    }

    private static List<ScannedFile> Files(JsonElement value, int number, LeftOutNotes leftOut)
    {
        List<ScannedFile> files = [];
        if (!value.TryGetProperty("files", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            leftOut.Add("scan_without_files", number);
            return files;
        }
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || Text(item, "path", number, leftOut) is not { Length: > 0 } path) leftOut.Add("file_without_path", number);
            else files.Add(new(path, Text(item, "content", number, leftOut), Time(item, "commit_date", number, leftOut), Headers(item, number, leftOut)));
        }
        return files;
    }

    private static List<string>? Headers(JsonElement item, int number, LeftOutNotes leftOut)
    {
        if (!item.TryGetProperty("headers", out var list) || list.ValueKind == JsonValueKind.Null) return null;
        List<string> headers = [];
        if (list.ValueKind != JsonValueKind.Array) leftOut.Add("headers_are_no_list", number);
        else
            foreach (var header in list.EnumerateArray())
                if (header.ValueKind == JsonValueKind.String) headers.Add(JsonEntries.Text(header));
                else leftOut.Add("headers_are_no_list", number);
        return headers;
    }

    private static string? Text(JsonElement value, string name, int number, LeftOutNotes leftOut)
    {
        if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        if (member.ValueKind == JsonValueKind.String) return JsonEntries.Text(member);
        leftOut.Add($"{name}_is_no_text", number);
        return null;
    }

    private static DateTimeOffset? Time(JsonElement value, string name, int number, LeftOutNotes leftOut)
    {
        if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        if (member.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(JsonEntries.Text(member), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time.ToUniversalTime();
        leftOut.Add($"{name}_is_no_time", number);
        return null;
    }

    private static int? Count(JsonElement value, string name, int number, LeftOutNotes leftOut)
    {
        if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        if (member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var count) && count >= 0) return count;
        leftOut.Add($"{name}_is_no_count", number);
        return null;
    }
}

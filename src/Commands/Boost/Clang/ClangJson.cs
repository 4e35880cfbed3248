using System.Globalization;
using System.Text.Json;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Files;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Clang;

/// <summary>What a file says about llvm/llvm-project.</summary>
/// <param name="Batch">Its issues, pull requests and commits.</param>
/// <param name="LeftOut">Entries that are none, by their number in the file.</param>
internal sealed record ReadClang(ClangBatch Batch, LeftOutNotes LeftOut);

/// <summary>Reads answers of GitHub's API: an entry with <c>sha</c> is a commit, one with <c>number</c> an issue or a pull request.</summary>
internal static class ClangJson
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Code of a file that is no JSON, or is an error of the API.</summary>
    public const string Invalid = "invalid_clang_json";

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="BoostFileException">It is no JSON, or is an error of the API.</exception>
    public static async Task<ReadClang> ReadAsync(byte[] utf8, CancellationToken cancellationToken)
    {
        var (batch, leftOut) = (new ClangBatch(), new LeftOutNotes());
        await foreach (var (number, value) in JsonEntries.ReadAsync(utf8, Invalid, "entries", cancellationToken)) Add(value, batch, number, leftOut);
        return new(batch, leftOut);
    }

    /// <summary>Adds an entry of an answer to a batch.</summary>
    /// <param name="value">The entry.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="number">Number of the entry, from 1.</param>
    /// <param name="leftOut">Gets what is none.</param>
    /// <exception cref="BoostFileException">It is an error of the API.</exception>
    public static void Add(JsonElement value, ClangBatch batch, int number, LeftOutNotes leftOut)
    {
        try
        {
            Entry(value, batch, number, leftOut);
        }
        catch (InvalidOperationException)
        {
            // The name of a member has half of a surrogate pair.
            leftOut.Add("entry_is_no_unicode", number);
        }
    }

    private static void Entry(JsonElement value, ClangBatch batch, int number, LeftOutNotes leftOut)
    {
        if (value.ValueKind != JsonValueKind.Object) leftOut.Add("entry_is_no_object", number);
        else if (value.TryGetProperty("sha", out var sha)) Commit(value, sha, batch, number, leftOut);
        else if (value.TryGetProperty("number", out var itemNumber)) Item(value, itemNumber, batch, number, leftOut);
        else if (value.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String)
            throw new BoostFileException(Invalid, $"Entry {number} is an error of the API: {JsonEntries.Text(message)} Fetch it again.");
        else leftOut.Add("entry_without_number_or_sha", number);
    }

    private static void Item(JsonElement value, JsonElement itemNumber, ClangBatch batch, int number, LeftOutNotes leftOut)
    {
        // A list of pulls has no member "pull_request", but branches.
        var isPull = Has(value, "pull_request") || (Has(value, "head") && Has(value, "base"));
        if (itemNumber.ValueKind == JsonValueKind.Number && itemNumber.TryGetInt32(out var n) && n > 0)
            batch.Add(new ClangItem(n, isPull, Time(value, "created_at", number, leftOut), Time(value, "updated_at", number, leftOut)));
        else leftOut.Add("number_is_not_positive", number);
    }

    private static void Commit(JsonElement value, JsonElement sha, ClangBatch batch, int number, LeftOutNotes leftOut)
    {
        var at = Has(value, "commit") ? Time(value.GetProperty("commit"), number, leftOut) : null;
        if (sha.ValueKind != JsonValueKind.String || !batch.Add(new ClangCommit(JsonEntries.Text(sha), at))) leftOut.Add("sha_has_not_40_digits", number);
    }

    private static DateTimeOffset? Time(JsonElement commit, int number, LeftOutNotes leftOut) =>
        Has(commit, "committer") ? Time(commit.GetProperty("committer"), "date", number, leftOut) : Has(commit, "author") ? Time(commit.GetProperty("author"), "date", number, leftOut) : null;

    private static DateTimeOffset? Time(JsonElement value, string name, int number, LeftOutNotes leftOut)
    {
        if (!value.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        if (member.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(JsonEntries.Text(member), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time.ToUniversalTime();
        leftOut.Add($"{name}_is_no_time", number);
        return null;
    }

    private static bool Has(JsonElement value, string name) => value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object;
}

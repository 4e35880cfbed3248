using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>
/// All that is known of a commit. Recorded again when another source knows more of it: more files, the account of its author, a complete text. It holds no name and no address: they
/// are with the account.
/// </summary>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Sha">The commit's hash, lower-case hex.</param>
/// <param name="AccountId">Account of the author, else of the committer; negative for a person without a known account.</param>
/// <param name="Comment">The message.</param>
/// <param name="CommitAt">When its author wrote it, UTC.</param>
/// <param name="Parents">Hashes of its parents; empty for the first commit of a history, and while unknown.</param>
/// <param name="Files">What it changed against its first parent, all known files, each once; empty while unknown.</param>
[EventName("boost.commit_recorded.v1")]
public sealed record CommitRecorded(
    string Owner, string Name, string Sha, long AccountId, string Comment, DateTimeOffset CommitAt, IReadOnlyList<string> Parents, IReadOnlyList<FileChange> Files) : IEvent;

/// <summary>What a commit changed in a file.</summary>
/// <param name="Filename">Path of the file.</param>
/// <param name="Status">One of <see cref="FileStatus"/>.</param>
/// <param name="Additions">Added lines; 0 for a binary file.</param>
/// <param name="Deletions">Removed lines; 0 for a binary file.</param>
/// <param name="PreviousFilename">Path from which it was renamed or copied, or null.</param>
/// <param name="PatchSha256">SHA-256 of the whole patch, hex, so that the patch is recorded once; null without a patch.</param>
public sealed record FileChange(string Filename, string Status, int Additions, int Deletions, string? PreviousFilename = null, string? PatchSha256 = null);

/// <summary>Patches of a commit. In a stream of their own, because they are large and no decision reads them.</summary>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Sha">The commit.</param>
/// <param name="Patches">The patches.</param>
[EventName("boost.commit_patches_recorded.v1")]
public sealed record CommitPatchesRecorded(string Owner, string Name, string Sha, IReadOnlyList<FilePatch> Patches) : IEvent;

/// <summary>The patch of a file in a commit.</summary>
/// <param name="Filename">Path of the file.</param>
/// <param name="Patch">The patch, up to the limit of the setting.</param>
/// <param name="CutCharacters">How many characters after it were left out.</param>
public sealed record FilePatch(string Filename, string Patch, int CutCharacters);

/// <summary>What can happen to a file in a commit.</summary>
public static class FileStatus
{
    /// <summary>It is new.</summary>
    public const string Added = "added";

    /// <summary>Its content or mode is another.</summary>
    public const string Modified = "modified";

    /// <summary>It is gone.</summary>
    public const string Removed = "removed";

    /// <summary>It has another path.</summary>
    public const string Renamed = "renamed";

    /// <summary>It is a copy of another file.</summary>
    public const string Copied = "copied";

    /// <summary>Anything else, such as a link in place of a file.</summary>
    public const string Changed = "changed";

    /// <summary>The status of a name that GitHub's API uses, or of a letter that git uses.</summary>
    /// <param name="text"><c>added</c>, <c>A</c>, <c>R098</c> …; an unknown one is <see cref="Changed"/>.</param>
    public static string Of(string? text) => text switch
    {
        Added or "A" => Added,
        Modified or "M" => Modified,
        Removed or "D" => Removed,
        Renamed => Renamed,
        Copied => Copied,
        ['R', ..] => Renamed,
        ['C', ..] => Copied,
        // Merges that were compared with several parents, and scores of rewritten files: M093.
        ['M', ..] => Modified,
        _ => Changed,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommitRecorded))]
[JsonSerializable(typeof(CommitPatchesRecorded))]
internal sealed partial class BoostCommitsJson : JsonSerializerContext;

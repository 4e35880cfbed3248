using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Commits;

/// <summary>A commit in the form that all formats are read into.</summary>
internal sealed record CommitRecord
{
    /// <summary>Its hash, lower-case hex.</summary>
    public required string Sha { get; init; }

    /// <summary>The message, without blanks at its end.</summary>
    public required string Comment { get; init; }

    /// <summary>When its author wrote it, UTC; null when the source does not say.</summary>
    public DateTimeOffset? CommitAt { get; init; }

    /// <summary>Hashes of its parents; empty for the first of a history, and while unknown.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>The author's name, else the committer's.</summary>
    public string? PersonName { get; init; }

    /// <summary>The address that belongs to the name.</summary>
    public string? PersonEmail { get; init; }

    /// <summary>The author's account, else the committer's; null when the source knows none.</summary>
    public RecordGitHubAccount? Account { get; init; }

    /// <summary>What it changed against its first parent; null when the source does not say.</summary>
    public IReadOnlyList<RecordedChange>? Files { get; init; }

    /// <summary>Line of the file, or number of the entry.</summary>
    public required long Line { get; init; }
}

/// <summary>What a commit changed in a file, as a source says it.</summary>
/// <param name="Filename">Path of the file.</param>
/// <param name="Status">One of <see cref="FileStatus"/>.</param>
/// <param name="Additions">Added lines; null for a binary file.</param>
/// <param name="Deletions">Removed lines; null for a binary file.</param>
/// <param name="PreviousFilename">Path from which it was renamed or copied, or null.</param>
/// <param name="Patch">The patch; empty when the source has none.</param>
internal sealed record RecordedChange(string Filename, string Status, int? Additions, int? Deletions, string? PreviousFilename = null, string Patch = "");

namespace EventSourced.Contracts.Boost;

/// <summary>Imports commits of a repository: what "git log --raw --numstat" writes, commits as lines of JSON, or answers of GitHub's API; plain or compressed by gzip.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Repository">The repository: <c>owner/name</c>.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
/// <param name="Filename">Recorded name of the file.</param>
/// <param name="FileType">Type of the file. The content decides about its format.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
[Command("boost.register_git_history", Scope = nameof(RegisterGitHistory.Repository))]
public sealed record RegisterGitHistory(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, string Repository, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    [property: Uploaded(UploadValue.Filename)] string Filename, [property: Uploaded(UploadValue.FileType)] string FileType,
    [property: Uploaded(UploadValue.ByteSize)] long ByteSize, [property: Uploaded(UploadValue.Sha256)] string ContentSha256) : ICommand;

/// <summary>Reads a registered file and records its commits, continuing an interrupted import.</summary>
/// <param name="ImportId">The import.</param>
[Command("boost.import_git_history")]
public sealed record ImportGitHistory(Guid ImportId) : IFollowUp;

/// <summary>Records that an import of commits failed after its last retry.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Error">The reason.</param>
[Command("boost.fail_git_history")]
public sealed record FailGitHistory(Guid ImportId, string Error) : ICommand;

/// <summary>Removes old uploads of commits, and ends imports without progress for a week. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("boost.sweep_git_histories")]
public sealed record SweepGitHistories(DateTimeOffset Now) : ICommand;

namespace EventSourced.Contracts.Boost;

/// <summary>
/// Imports answers of GitHub's API about a repository: the repository, its languages and licence, issues, pull requests, comments, comments on lines of code, events and commits. Each
/// file is JSON, plain or compressed by gzip, or an archive of such files; what an answer is, is recognised by its members.
/// </summary>
/// <param name="ImportId">The import.</param>
/// <param name="Repository">The repository: <c>owner/name</c>.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
/// <param name="Filename">Recorded name of the file.</param>
/// <param name="FileType">Type of the file. The content decides about its format.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
[Command("boost.register_github_answers", Scope = nameof(RegisterGitHubAnswers.Repository))]
public sealed record RegisterGitHubAnswers(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, string Repository, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    [property: Uploaded(UploadValue.Filename)] string Filename, [property: Uploaded(UploadValue.FileType)] string FileType,
    [property: Uploaded(UploadValue.ByteSize)] long ByteSize, [property: Uploaded(UploadValue.Sha256)] string ContentSha256) : ICommand;

/// <summary>Reads registered answers and records them, continuing an interrupted import.</summary>
/// <param name="ImportId">The import.</param>
[Command("boost.import_github_answers")]
public sealed record ImportGitHubAnswers(Guid ImportId) : IFollowUp;

/// <summary>Records that an import of answers failed after its last retry.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Error">The reason.</param>
[Command("boost.fail_github_answers")]
public sealed record FailGitHubAnswers(Guid ImportId, string Error) : ICommand;

/// <summary>Removes old uploads of answers, and ends imports without progress for a week. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("boost.sweep_github_answers")]
public sealed record SweepGitHubAnswers(DateTimeOffset Now) : ICommand;

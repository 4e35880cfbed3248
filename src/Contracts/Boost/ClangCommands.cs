namespace EventSourced.Contracts.Boost;

/// <summary>
/// Records issues, pull requests and commits of llvm/llvm-project. What is repeated in one command is merged first. A pull request stays one, and the latest known time of an update or
/// a commit stays. Every command touches the rows that it names, so that an index of them sees them again.
/// </summary>
/// <param name="Items">Issues and pull requests, or null.</param>
/// <param name="Commits">Commits, or null.</param>
[Command("boost.record_clang", "POST clang")]
public sealed record RecordClang(IReadOnlyList<ClangItem>? Items = null, IReadOnlyList<ClangCommit>? Commits = null) : ICommand;

/// <summary>
/// Imports answers of GitHub's API about llvm/llvm-project: pages of <c>issues</c>, <c>pulls</c> and <c>commits</c>, one, several in an array, or one a line.
/// </summary>
/// <param name="ImportId">The import.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
[Command("boost.import_clang", Scope = nameof(ImportClang.ImportId))]
public sealed record ImportClang([property: Uploaded(UploadValue.ImportId)] Guid ImportId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey) : ICommand;

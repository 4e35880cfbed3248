namespace EventSourced.Contracts.Boost;

/// <summary>Records dependencies of libraries in a release. They are only added; names that no library has are counted and skipped.</summary>
/// <param name="Version">The release: <c>boost-1.84.0</c>. One that is unknown is recorded without its date.</param>
/// <param name="Lines">Libraries and what they depend on, by the names of the dependency tool.</param>
[Command("boost.record_dependencies", "POST releases/{version}/dependencies", Scope = nameof(RecordDependencies.Version))]
public sealed record RecordDependencies(string Version, IReadOnlyList<GivenDependencies> Lines) : ICommand;

/// <summary>What a library depends on.</summary>
/// <param name="Library">Name of the library: <c>numeric~ublas</c>.</param>
/// <param name="Dependencies">Names of the others.</param>
public sealed record GivenDependencies(string Library, IReadOnlyList<string> Dependencies);

/// <summary>Imports the dependencies of one release: lines <c>library -&gt; dependency dependency</c> of boostdep, or a YAML file with the mapping <c>dependencies</c>.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
/// <param name="FileType">Type of the file: <c>txt</c> or <c>yml</c>.</param>
/// <param name="Version">The release: <c>boost-1.84.0</c>. One that is unknown is recorded.</param>
/// <param name="CreatedAt">Time of the release's tag, which dates its changes; null when it is recorded already or unknown.</param>
[Command("boost.import_dependencies", Scope = nameof(ImportDependencies.Version))]
public sealed record ImportDependencies(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    [property: Uploaded(UploadValue.FileType)] string FileType, string Version, DateTimeOffset? CreatedAt = null) : ICommand;

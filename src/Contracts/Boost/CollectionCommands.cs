namespace EventSourced.Contracts.Boost;

/// <summary>Asks GitHub what is new in a repository, and records it. How the server is reached is a setting, <c>Boost:GitHub</c>.</summary>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
[Command("boost.collect_repository", "POST repos/{owner}/{name}/collect", Scope = nameof(CollectRepository.Owner))]
public sealed record CollectRepository(string Owner, string Name) : ICommand;

/// <summary>Asks for runs of the collector for the repositories of the setting. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("boost.collect_repositories")]
public sealed record CollectRepositories(DateTimeOffset Now) : ICommand;

/// <summary>Runs the collector for a repository.</summary>
/// <param name="CollectionId">The run.</param>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
[Command("boost.run_collection")]
public sealed record RunCollection(Guid CollectionId, string Owner, string Name) : IFollowUp;

/// <summary>Records that a run of the collector failed after its last retry.</summary>
/// <param name="CollectionId">The run.</param>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Error">The reason.</param>
[Command("boost.fail_collection")]
public sealed record FailCollection(Guid CollectionId, string Owner, string Name, string Error) : ICommand;

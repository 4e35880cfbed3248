using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

[assembly: IgnoredEvent(typeof(GitHubUsernameTaken), "the account's own event has the same data; this one finds an account by its login")]
[assembly: IgnoredEvent(typeof(RepositoryOwned), "the repository's own event has the same data; this one makes sure that its name is unique")]
[assembly: IgnoredEvent(typeof(RepositoryCommitsSeen), "the rows of the commits have their times; a collector goes on from this one")]
[assembly: IgnoredEvent(typeof(GitHistoryRegistered), "GET /imports/{id} reads it; the commits have rows of their own")]
[assembly: IgnoredEvent(typeof(GitHistoryRecorded), "the progress of an import, which GET /imports/{id} reads")]
[assembly: IgnoredEvent(typeof(GitHistoryImported), "GET /imports/{id} reads it; the commits have rows of their own")]
[assembly: IgnoredEvent(typeof(GitHistoryFailed), "GET /imports/{id} reads it")]
[assembly: IgnoredEvent(typeof(LibrariesImported), "the events of the repository and of people have the same data; GET /imports/{id} reads this one")]
[assembly: IgnoredEvent(typeof(DependenciesImported), "the events of the releases have the same data; GET /imports/{id} reads this one")]
[assembly: IgnoredEvent(typeof(GitHubAnswersRegistered), "GET /imports/{id} reads it; what the answers say has rows of its own")]
[assembly: IgnoredEvent(typeof(GitHubAnswersRecorded), "the progress of an import, which GET /imports/{id} reads")]
[assembly: IgnoredEvent(typeof(GitHubAnswersImported), "GET /imports/{id} reads it; what the answers say has rows of its own")]
[assembly: IgnoredEvent(typeof(GitHubAnswersFailed), "GET /imports/{id} reads it")]
[assembly: IgnoredEvent(typeof(CollectionRequested), "the collector reads it; what it collects is imported")]
[assembly: IgnoredEvent(typeof(CollectionEnded), "the collector reads it; what was collected is imported")]
[assembly: IgnoredEvent(typeof(CollectionRecorded), "the collector goes on from it")]

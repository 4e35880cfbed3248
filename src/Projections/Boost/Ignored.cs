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
[assembly: IgnoredEvent(typeof(UsageImported), "the events of the repositories have the same data; GET /imports/{id} reads this one")]
[assembly: IgnoredEvent(typeof(ClangImported), "the events of the mirror have the same data; GET /imports/{id} reads this one")]
[assembly: IgnoredEvent(typeof(ProfileNamed), "the profile's own event has its name; this one finds profiles by a name")]

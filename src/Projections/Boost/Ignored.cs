using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

[assembly: IgnoredEvent(typeof(GitHubUsernameTaken), "the account's own event has the same data; this one finds an account by its login")]

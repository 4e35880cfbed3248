namespace EventSourced.Contracts.Boost;

/// <summary>Records how many repositories in a language were created at GitHub, by year. Years that are not named keep their counts.</summary>
/// <param name="Language">Name of the language: <c>C++</c>.</param>
/// <param name="Years">The counts, each year once.</param>
[Command("boost.record_created_repos", "POST languages/{language}/created-repos", Scope = nameof(RecordCreatedRepos.Language))]
public sealed record RecordCreatedRepos(string Language, IReadOnlyList<CreatedRepos> Years) : ICommand;

using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>Records how many repositories in a language were created at GitHub, by year. Years that are not named keep their counts.</summary>
/// <param name="Language">Name of the language: <c>C++</c>.</param>
/// <param name="Years">The counts, each year once.</param>
[Command("boost.record_created_repos", "POST languages/{language}/created-repos", Scope = nameof(RecordCreatedRepos.Language))]
public sealed record RecordCreatedRepos(string Language, IReadOnlyList<CreatedRepos> Years) : ICommand;

/// <summary>Counts of repositories in a language that are new, or differ from those before.</summary>
/// <param name="Language">Name of the language.</param>
/// <param name="Years">The counts.</param>
[EventName("boost.created_repos_recorded.v1")]
public sealed record CreatedReposRecorded(string Language, IReadOnlyList<CreatedRepos> Years) : IEvent;

/// <summary>How many repositories in a language were created in a year.</summary>
/// <param name="Year">The year.</param>
/// <param name="AllRepos">All repositories.</param>
/// <param name="SignificantRepos">Those with more than ten stars.</param>
public sealed record CreatedRepos(int Year, int AllRepos, int SignificantRepos);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreatedReposRecorded))]
internal sealed partial class BoostLanguagesJson : JsonSerializerContext;

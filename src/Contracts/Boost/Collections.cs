using System.Text.Json.Serialization;

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

/// <summary>A run of the collector for a repository was asked for.</summary>
/// <param name="CollectionId">The run.</param>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
[EventName("boost.collection_requested.v1")]
public sealed record CollectionRequested(Guid CollectionId, string Owner, string Name) : IEvent;

/// <summary>A run of the collector has asked GitHub. What it got is imported like an uploaded file.</summary>
/// <param name="CollectionId">The run.</param>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="ImportId">The import of what it got; null when nothing has changed.</param>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="Entries">Entries that it got.</param>
/// <param name="Notes">What somebody should know: a limit that ended it, a new name of the repository, an error.</param>
[EventName("boost.collection_ended.v1")]
public sealed record CollectionEnded(Guid CollectionId, string Owner, string Name, Guid? ImportId, int Requests, long Entries, IReadOnlyList<string> Notes) : IEvent;

/// <summary>What a run of the collector got is recorded: the next one resumes from here.</summary>
/// <param name="Owner">Login of the repository's owner, as it was asked for.</param>
/// <param name="Name">Name of the repository, as it was asked for.</param>
/// <param name="UpTo">How far the lists are recorded.</param>
[EventName("boost.collection_recorded.v1")]
public sealed record CollectionRecorded(string Owner, string Name, CollectedUpTo UpTo) : IEvent;

/// <summary>How far the lists of a repository are recorded: the next run asks for what was changed since then.</summary>
/// <param name="Issues">Issues and pull requests, in one list; null before the first.</param>
/// <param name="Comments">Comments of issues and pull requests.</param>
/// <param name="ReviewComments">Comments on lines of code.</param>
/// <param name="Commits">Commits.</param>
/// <param name="Tags">Tags of answers, by path, by which the next run asks whether they have changed.</param>
public sealed record CollectedUpTo(
    DateTimeOffset? Issues, DateTimeOffset? Comments, DateTimeOffset? ReviewComments, DateTimeOffset? Commits, IReadOnlyList<AnswerTag> Tags);

/// <summary>Tag of an answer of the API.</summary>
/// <param name="Path">Its path: <c>repos/boostorg/beast</c>.</param>
/// <param name="Tag">The tag.</param>
public sealed record AnswerTag(string Path, string Tag);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CollectionRequested))]
[JsonSerializable(typeof(CollectionEnded))]
[JsonSerializable(typeof(CollectionRecorded))]
internal sealed partial class BoostCollectionsJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>JSON of Boost events in the log: snake_case members, nulls omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GitHubAccountRecorded))]
[JsonSerializable(typeof(GitHubUsernameTaken))]
[JsonSerializable(typeof(UnknownPersonNamed))]
[JsonSerializable(typeof(EmailAdded))]
public sealed partial class BoostEventsJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Operations;

/// <summary>JSON of the events of operations in the log: snake_case members, nulls omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventSkipped))]
[JsonSerializable(typeof(AdminActed))]
public sealed partial class OperationsEventsJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Operations;

/// <summary>JSON of the events of operations as the log stores it: snake_case members, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventSkipped))]
[JsonSerializable(typeof(AdminActed))]
public sealed partial class OperationsEventsJson : JsonSerializerContext;

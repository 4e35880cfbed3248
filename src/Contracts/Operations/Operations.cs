using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Operations;

/// <summary>An administrator decided that a read table skips an event that it cannot process. Every later build of the table skips the event too.</summary>
/// <param name="Table">Qualified name of the read table.</param>
/// <param name="Position">Position of the skipped event.</param>
/// <param name="Reason">The administrator's reason.</param>
[EventName("operations.event_skipped.v1")]
public sealed record EventSkipped(string Table, long Position, string Reason) : IEvent;

/// <summary>An administrator acted on read tables: the audit log. Actor and time are in the event's metadata.</summary>
/// <param name="Action">The action: <c>pause</c>, <c>resume</c>, <c>retry</c>, <c>rebuild</c>, <c>verify</c>, <c>rollback</c>, <c>release</c>, <c>replay</c>, <c>drop_replay</c>, <c>cancel</c>.</param>
/// <param name="Targets">Tables or other targets of the action.</param>
/// <param name="Detail">Further options of the request, for people; null if there are none.</param>
[EventName("operations.admin_acted.v1")]
public sealed record AdminActed(string Action, IReadOnlyList<string> Targets, string? Detail) : IEvent;

/// <summary>The streams of operations.</summary>
public static class OperationsStreams
{
    /// <summary>Every <see cref="EventSkipped"/>, of all tables.</summary>
    public const string Skips = "operations/skips";

    /// <summary>Every <see cref="AdminActed"/>.</summary>
    public const string Audit = "operations/audit";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventSkipped))]
[JsonSerializable(typeof(AdminActed))]
internal sealed partial class OperationsJson : JsonSerializerContext;

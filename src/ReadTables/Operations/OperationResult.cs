using System.Text.Json;

namespace EventSourced.ReadTables.Operations;

/// <summary>The result of an operation.</summary>
/// <param name="Succeeded">Whether it succeeded for all tables.</param>
/// <param name="Details">The result, for the operation's row.</param>
/// <param name="Error">What failed; null when nothing did.</param>
internal sealed record OperationResult(bool Succeeded, object Details, string? Error)
{
    public string Json => JsonSerializer.Serialize(Details, OperationRequest.Json);
}

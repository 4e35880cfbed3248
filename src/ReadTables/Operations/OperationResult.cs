using System.Text.Json;

namespace EventSourced.ReadTables.Operations;

/// <summary>How long work ended.</summary>
/// <param name="Succeeded">Whether all that was asked is done.</param>
/// <param name="Details">What came out, for the operation's row.</param>
/// <param name="Error">What did not succeed; null when all did.</param>
internal sealed record OperationResult(bool Succeeded, object Details, string? Error)
{
    public string Json => JsonSerializer.Serialize(Details, OperationRequest.Json);
}

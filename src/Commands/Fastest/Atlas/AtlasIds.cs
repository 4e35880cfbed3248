using EventSourced.Contracts;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>Ids of edges, chunks and links: derived from the project and the content, so that an index of the same tree has the same ids (§6).</summary>
internal static class AtlasIds
{
    // No part has a NUL, so different parts never give one name.
    public static string Of(Guid projectId, string kind, params ReadOnlySpan<string?> parts) => DerivedId.Of($"fastest.atlas_{kind}/{projectId}/{string.Join('\0', parts!)}").ToString();
}

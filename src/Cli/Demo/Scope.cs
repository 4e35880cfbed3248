using EventSourced.Cli.Client;

namespace EventSourced.Cli.Demo;

/// <summary>Communities and sources that an import needs.</summary>
internal static class Scope
{
    public static async Task<bool> HasCommunityAsync(ApiClient api, string community, CancellationToken cancellation) =>
        (await api.RowsAsync("pulse.communities", [("community_id", community)], null, cancellation)).Rows.Count > 0;

    public static async Task<bool> HasSourceAsync(ApiClient api, string community, string source, CancellationToken cancellation) =>
        (await api.RowsAsync("pulse.chat_sources", [("community_id", community), ("source_id", source)], null, cancellation)).Rows.Count > 0;

    /// <summary>Creates what is missing; true for what it created.</summary>
    public static async Task<(bool Community, bool Source)> EnsureAsync(
        ApiClient api, string community, string communityName, string communityDescription, string source, string sourceName, string sourceDescription, CancellationToken cancellation)
    {
        long? position = null;
        var newCommunity = !await HasCommunityAsync(api, community, cancellation);
        if (newCommunity)
        {
            position = (await api.CommandAsync(
                "api/pulse/communities", new { community_id = community, name = communityName, description = communityDescription }, cancellation)).Position;
        }
        var newSource = newCommunity || !await HasSourceAsync(api, community, source, cancellation);
        if (newSource)
        {
            position = (await api.CommandAsync(
                "api/pulse/sources", new { community_id = community, source_id = source, name = sourceName, description = sourceDescription }, cancellation)).Position;
        }
        // Whoever asks next reads what was written here.
        if (position is { } written) await api.RowsAsync("pulse.chat_sources", [("community_id", community), ("limit", "1")], written, cancellation);
        return (newCommunity, newSource);
    }
}

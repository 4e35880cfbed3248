using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>An export with what decisions over it need around it.</summary>
/// <param name="Export">The export.</param>
/// <param name="Community">Its community; one that does not exist when the export is unknown.</param>
/// <param name="Scope">Its source in the present life of the community, or null while none is assigned.</param>
/// <param name="Source">The state of that source.</param>
internal sealed record ExportContext(ExportState Export, CommunityState Community, SourceScope? Scope, SourceState? Source);

/// <summary>Loads exports with their surroundings.</summary>
internal static class PulseLogExports
{
    public static async Task<ExportState> ExportAsync(this PulseLog log, Guid exportId, CancellationToken cancellationToken) =>
        ExportState.Fold(await log.ReadAsync(PulseStreams.Export(exportId), cancellationToken));

    /// <summary>Loads an export, its community and its source, or <paramref name="sourceId"/> in place of it.</summary>
    public static async Task<ExportContext> ExportContextAsync(this PulseLog log, Guid exportId, string? sourceId, CancellationToken cancellationToken)
    {
        var export = await log.ExportAsync(exportId, cancellationToken);
        if (export.Registered is not { } registered) return new(export, CommunityState.Fold("", []), null, null);
        var community = await log.CommunityAsync(registered.CommunityId, cancellationToken);
        if ((sourceId ?? export.SourceId) is not { } id || !community.Owns(export.Position)) return new(export, community, null, null);
        var scope = community.Scope.Source(id);
        return new(export, community, scope, await log.SourceAsync(scope, cancellationToken));
    }
}

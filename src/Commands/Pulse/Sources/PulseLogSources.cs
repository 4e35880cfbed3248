using EventSourced.Commands.Pulse.Communities;

namespace EventSourced.Commands.Pulse.Sources;

/// <summary>Loads sources.</summary>
internal static class PulseLogSources
{
    public static async Task<SourceState> SourceAsync(this PulseLog log, SourceScope source, CancellationToken cancellationToken) =>
        SourceState.Fold(await log.ReadAsync(source.Stream, cancellationToken));
}

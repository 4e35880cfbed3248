using EventSourced.EventStore.Settings;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>What the API accepts as an upload, in section <c>Pulse</c> of the configuration.</summary>
[SettingsSection("Pulse", SettingsReaders.Api)]
public sealed record ExportUploadOptions
{
    /// <summary>Most bytes of an upload.</summary>
    public long MaxUploadBytes { get; init; } = 4L * 1024 * 1024 * 1024;
}

using EventSourced.EventStore.Settings;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Limits of uploads at the API, in section <c>Pulse</c> of the configuration.</summary>
[SettingsSection("Pulse", SettingsReaders.Api)]
public sealed record ExportUploadOptions
{
    /// <summary>Maximum size of an upload in bytes.</summary>
    public long MaxUploadBytes { get; init; } = 4L * 1024 * 1024 * 1024;
}

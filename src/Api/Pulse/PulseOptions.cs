using EventSourced.EventStore.Settings;

namespace EventSourced.Api.Pulse;

/// <summary>Section <c>Pulse</c> of the configuration.</summary>
[SettingsSection("Pulse", SettingsReaders.Api)]
public sealed record PulseOptions
{
    /// <summary>Community of public reads that name none.</summary>
    public string? DefaultCommunity { get; init; }

    /// <summary>Source of public reads that name none.</summary>
    public string? DefaultSource { get; init; }

    /// <summary>Whether anyone may read the daily digests; else only an admin.</summary>
    public bool PublicDailyDigests { get; init; }
}

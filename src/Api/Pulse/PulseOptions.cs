using EventSourced.EventStore.Settings;

namespace EventSourced.Api.Pulse;

/// <summary>Section <c>Pulse</c> of the configuration.</summary>
[SettingsSection("Pulse", SettingsReaders.Api)]
public sealed record PulseOptions
{
    /// <summary>Default community of public reads.</summary>
    public string? DefaultCommunity { get; init; }

    /// <summary>Default source of public reads.</summary>
    public string? DefaultSource { get; init; }

    /// <summary>Whether anyone may read the daily digests; otherwise only admins may.</summary>
    public bool PublicDailyDigests { get; init; }
}

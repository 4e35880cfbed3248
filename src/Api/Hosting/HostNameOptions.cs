using EventSourced.EventStore.Settings;

namespace EventSourced.Api.Hosting;

/// <summary>Names that the API answers for.</summary>
[SettingsSection("", SettingsReaders.Api)]
public sealed class HostNameOptions
{
    /// <summary>Hosts that requests may name, joined by semicolons; <c>*.example.org</c> and <c>*</c> are allowed. Any other host is refused (400).</summary>
    [DefaultInWords("loopback names when the API listens on loopback only, else all")]
    public string? AllowedHosts { get; set; }
}

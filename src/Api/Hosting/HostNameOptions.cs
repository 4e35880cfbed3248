using EventSourced.EventStore.Settings;

namespace EventSourced.Api.Hosting;

/// <summary>Host names that the API accepts.</summary>
[SettingsSection("", SettingsReaders.Api)]
public sealed class HostNameOptions
{
    /// <summary>Accepted host names, joined by semicolons; <c>*.example.org</c> and <c>*</c> are allowed. Requests for other hosts are refused (400).</summary>
    [DefaultInWords("loopback names when the API listens on loopback only, else all")]
    public string? AllowedHosts { get; set; }
}

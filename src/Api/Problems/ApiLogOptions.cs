using EventSourced.EventStore.Settings;

namespace EventSourced.Api.Problems;

/// <summary>The log of the API.</summary>
[SettingsSection("Api", SettingsReaders.Api)]
public sealed class ApiLogOptions
{
    /// <summary>How often refused requests are logged: one line for each problem code, with the count and an example.</summary>
    public TimeSpan RefusalsLoggedEvery { get; set; } = TimeSpan.FromMinutes(1);
}

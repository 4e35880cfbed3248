using EventSourced.Commands.Modules;
using EventSourced.EventStore.Settings;

namespace EventSourced.Garden;

#region module
/// <summary>A small module with one part of each kind.</summary>
public sealed class GardenModule : IModule
{
    /// <inheritdoc/>
    public string Name => "garden";

    /// <inheritdoc/>
    public void Reactions(ReactionBuilder on) => on.Event<Planted>().Send(e => new Label(e.BedId, e.Name));

    /// <inheritdoc/>
    public void Schedule(ScheduleBuilder every) => every.Cron("* * * * * ?").Send(now => new Water(now));

    /// <inheritdoc/>
    public void Imports(ImportBuilder accept) => accept.Kind<PlantList>("list", ".txt")
        .Into(importId => $"garden/{importId}")
        .AtMost(configuration => configuration.Read<GardenOptions>().MaxListBytes)
        .Shows(ListState.StreamOf, ListState.StatusOf);
}
#endregion

#region settings
/// <summary>Settings of the garden.</summary>
[SettingsSection("Garden", SettingsReaders.Api)]
public sealed record GardenOptions
{
    /// <summary>Maximum size of a list in bytes.</summary>
    public long MaxListBytes { get; init; } = 10_000;
}
#endregion

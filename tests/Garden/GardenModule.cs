using EventSourced.Commands.Modules;

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
        .Into((_, importId, _, _) => Task.FromResult($"garden/{importId}"))
        .AtMost(_ => 10_000)
        .Shows(ListState.StreamOf, ListState.StatusOf);
}
#endregion

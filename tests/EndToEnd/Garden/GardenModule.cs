using EventSourced.Commands.Modules;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.EndToEnd.Garden;

/// <summary>A small module with one part of each kind: nothing else in the repository refers to it.</summary>
public sealed class GardenModule : IModule
{
    /// <inheritdoc/>
    public string Name => "garden";

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration)
    {
    }

    /// <inheritdoc/>
    public void Reactions(ReactionBuilder on) => on.Event<Planted>().Send(e => new Label(e.BedId, e.Name));

    /// <inheritdoc/>
    public void Schedule(ScheduleBuilder every) => every.Cron("* * * * * ?").Send(now => new Water(now));

    /// <inheritdoc/>
    public void Imports(ImportBuilder accept) => accept.Kind<PlantList>("list", ".txt")
        .Into((_, importId, _, _) => Task.FromResult($"garden/{importId}"))
        .AtMost(_ => 10_000)
        .Shows(ListState.StreamOf, events => events.OfType<ListPlanted>().FirstOrDefault() is { } planted
            ? new ImportStatus { State = ImportStates.Completed, Summary = new() { ["plants"] = planted.Plants } }
            : new ImportStatus { State = ImportStates.Queued });
}

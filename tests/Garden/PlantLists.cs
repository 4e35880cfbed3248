using EventSourced.Commands.Deciding;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Garden;

internal sealed class ListState(Guid importId) : StreamState(StreamOf(importId))
{
    public static string StreamOf(Guid importId) => $"garden/list/{importId}";

    public static ImportStatus StatusOf(IReadOnlyList<IEvent> events) => events.OfType<ListPlanted>().FirstOrDefault() is { } planted
        ? new ImportStatus { State = ImportStates.Completed, Summary = new() { ["plants"] = planted.Plants } }
        : new ImportStatus { State = ImportStates.Queued };

    protected override void When(Fact fact)
    {
    }
}

#region handler
/// <summary>A handler class, because it reads from the object store.</summary>
internal sealed class PlantListHandler(CommandStates states, IObjectStore objects) : IRequestHandler<Handle<PlantList>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<PlantList> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        using var list = new StreamReader(await objects.OpenReadAsync(command.ObjectKey, cancellationToken));
        var names = (await list.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var bed = await states.LoadAsync(new BedState(command.BedId), cancellationToken);
        var import = await states.LoadAsync(new ListState(command.ImportId), cancellationToken);
        var decision = bed.Exists
            ? Decision.Of(bed, [.. names.Select(name => new Planted(command.BedId, name))]).And(import, new ListPlanted(command.ImportId, names.Length))
            : BedDecider.Missing(command.BedId);
        return await states.CompleteAsync(request.Context, decision, cancellationToken);
    }
}
#endregion

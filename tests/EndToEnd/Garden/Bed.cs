using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.EventStore;
using FluentValidation;
using MediatR;

namespace EventSourced.EndToEnd.Garden;

/// <summary>A bed with its plants.</summary>
internal sealed class BedState(string bedId) : StreamState($"garden/bed/{bedId}")
{
    public bool Exists { get; private set; }

    public HashSet<string> Unlabelled { get; } = [];

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case BedLaid:
                Exists = true;
                break;
            case Planted planted:
                Unlabelled.Add(planted.Name);
                break;
            case Labelled labelled:
                Unlabelled.Remove(labelled.Name);
                break;
        }
    }
}

internal sealed class BedDecider : IDecider<BedState, LayBed>, IDecider<BedState, Plant>, IDecider<BedState, Label>
{
    public static BedState StreamOf(LayBed command) => new(command.BedId);

    public static BedState StreamOf(Plant command) => new(command.BedId);

    public static BedState StreamOf(Label command) => new(command.BedId);

    public static Decision Decide(BedState state, LayBed command, CommandContext context) => state.Exists ? Decision.Nothing : Decision.Of(state, new BedLaid(command.BedId));

    public static Decision Decide(BedState state, Plant command, CommandContext context) => state.Exists
        ? Decision.Of(state, new Planted(command.BedId, command.Name))
        : new Problem(404, "bed_not_found", $"There is no bed \"{command.BedId}\". Lay it out with garden.lay_bed.");

    public static Decision Decide(BedState state, Label command, CommandContext context) =>
        state.Unlabelled.Contains(command.Name) ? Decision.Of(state, new Labelled(command.BedId, command.Name)) : Decision.Nothing;
}

internal sealed class PlantValidator : AbstractValidator<Plant>
{
    public PlantValidator() => RuleFor(c => c.Name).NotEmpty();
}

internal sealed class GardenState() : StreamState("garden/waterings")
{
    protected override void When(Fact fact)
    {
    }
}

internal sealed class GardenDecider : IDecider<GardenState, Water>
{
    public static GardenState StreamOf(Water command) => new();

    public static Decision Decide(GardenState state, Water command, CommandContext context) => Decision.Of(state, new Watered(command.Now));
}

internal sealed class ListState(Guid importId) : StreamState(StreamOf(importId))
{
    public static string StreamOf(Guid importId) => $"garden/list/{importId}";

    protected override void When(Fact fact)
    {
    }
}

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
        return await states.CompleteAsync(request.Context, Decision.Of(bed, [.. names.Select(name => new Planted(command.BedId, name))])
            .And(import, new ListPlanted(command.ImportId, names.Length)), cancellationToken);
    }
}

using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using FluentValidation;

namespace EventSourced.Garden;

#region stream
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
        : Missing(command.BedId);

    public static Decision Decide(BedState state, Label command, CommandContext context) =>
        state.Unlabelled.Contains(command.Name) ? Decision.Of(state, new Labelled(command.BedId, command.Name)) : Decision.Nothing;

    public static Problem Missing(string bedId) => new(404, "bed_not_found", $"There is no bed \"{bedId}\". Lay it out with garden.lay_bed.");
}

internal sealed class PlantValidator : AbstractValidator<Plant>
{
    public PlantValidator() => RuleFor(c => c.Name).NotEmpty();
}
#endregion

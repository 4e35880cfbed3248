using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;

namespace EventSourced.Garden;

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

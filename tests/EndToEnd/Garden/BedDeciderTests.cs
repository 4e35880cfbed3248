using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Garden;

namespace EventSourced.EndToEnd.Garden;

#region test
/// <summary>Decisions about beds, without a database.</summary>
public sealed class BedDeciderTests
{
    private static readonly CommandContext s_context = new(Guid.Empty, "tester", DateTimeOffset.UnixEpoch, null);

    [Fact]
    public void A_bed_is_planted_after_it_was_laid_out()
    {
        var bed = new BedState("north").After(new BedLaid("north"));
        Assert.Equal([new Planted("north", "bean")], BedDecider.Decide(bed, new Plant("north", "bean"), s_context).Events);
        Assert.Equal("bed_not_found", BedDecider.Decide(new BedState("south"), new Plant("south", "bean"), s_context).Problem?.Code);
    }

    [Fact]
    public void A_plant_gets_one_label()
    {
        var bed = new BedState("north").After(new BedLaid("north"), new Planted("north", "bean"));
        Assert.Equal([new Labelled("north", "bean")], BedDecider.Decide(bed, new Label("north", "bean"), s_context).Events);
        Assert.True(BedDecider.Decide(bed.After(new Labelled("north", "bean")), new Label("north", "bean"), s_context).IsNothing);
    }
}
#endregion

/// <summary>Declarations of the garden.</summary>
public sealed class GardenDeclarationTests
{
    [Fact]
    public void A_permission_of_the_module_allows_its_command()
    {
        var plant = GardenProgram.Modules.Commands.Find("garden.plant")!;
        Assert.True(plant.IsAllowedBy([GardenPermission.Plant]));
        Assert.False(plant.IsAllowedBy([]));
        Assert.False(GardenProgram.Modules.Commands.Find("garden.lay_bed")!.IsAllowedBy([GardenPermission.Plant]));
    }
}

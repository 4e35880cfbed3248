using EventSourced.Cli.Rabbit;
using EventSourced.EndToEnd.Kills;
using EventSourced.Projections;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Rabbit;

/// <summary>What the workload of Rabbit finds at the end of a run.</summary>
public sealed class RabbitWorkloadTests
{
    [Fact]
    public async Task A_missing_turn_is_a_violation()
    {
        await using var tables = await ProjectionWorld.CreateAsync("talk_workload", ReadTableSet.Catalog);
        var nemesis = NemesisParts.World(tables.Source);
        var talk = new RabbitWorkload(nemesis);
        var cancellation = TestContext.Current.CancellationToken;
        await talk.CheckAsync(cancellation);
        Assert.Empty(nemesis.Tally.Faults(Assert.Single(talk.Promises)));

        var turn = Guid.NewGuid();
        talk.Note(new SentTurn(Guid.NewGuid(), turn, 4, NemesisParts.Completed("rabbit.record_turn", [])));
        Assert.Equal("1 of 1 turns are not analysed", await talk.PendingAsync(cancellation));
        await talk.CheckAsync(cancellation);

        Assert.Equal(
            [$"turn {turn} has 0 rows instead of 1", $"turn {turn} has 0 completed analyses instead of 1", $"turn {turn} has 0 words instead of 4"], nemesis.Tally.Faults(talk.Promises[0]));
    }
}

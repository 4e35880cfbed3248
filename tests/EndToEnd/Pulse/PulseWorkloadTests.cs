using EventSourced.Cli.Pulse;
using EventSourced.EndToEnd.Kills;
using EventSourced.Projections;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Pulse;

/// <summary>What the workload of Pulse finds at the end of a run.</summary>
public sealed class PulseWorkloadTests
{
    [Fact]
    public async Task An_upload_without_its_export_is_a_violation()
    {
        await using var tables = await ProjectionWorld.CreateAsync("chat_workload", ReadTableSet.Catalog);
        var nemesis = NemesisParts.World(tables.Source);
        var chats = new PulseWorkload(nemesis);
        var cancellation = TestContext.Current.CancellationToken;
        await chats.CheckAsync(cancellation);
        Assert.Empty(nemesis.Tally.Faults(Assert.Single(chats.Promises)));

        chats.Note(new ImportedChat("garden", "main", [new UploadedPart(NemesisParts.Completed("pulse.register_export", new() { ["export_id"] = "e1" }), 9)]) { Messages = 9 });
        Assert.Equal("1 uploads are not in pulse.exports", await chats.PendingAsync(cancellation));
        await chats.CheckAsync(cancellation);
        Assert.Contains("its export e1 is not in pulse.exports", Assert.Single(nemesis.Tally.Faults(chats.Promises[0])), StringComparison.Ordinal);
    }
}

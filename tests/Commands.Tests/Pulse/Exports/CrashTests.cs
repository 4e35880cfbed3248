using EventSourced.Commands.Pulse.Exports;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>A worker that dies at any step, and another that goes on.</summary>
public sealed class CrashTests(PulseWorld world) : IClassFixture<PulseWorld>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_import_that_dies_at_any_append_ends_as_if_nothing_had_happened(bool afterCommit)
    {
        var text = Chats.Text(Chats.Lines(45, 5));
        var undisturbed = await world.NewSourceAsync();
        var expected = await world.StateAsync(undisturbed, await world.ImportAsync(undisturbed, text));

        var deaths = 0;
        for (var k = 1; ; k++)
        {
            Assert.True(k < 100, "It takes more and more appends.");
            var scope = await world.NewSourceAsync();
            var export = await world.RegisterAsync(scope, text);
            var dying = new DyingStore(world.Store, k, afterCommit);
            var run = await Record.ExceptionAsync(() => world.OtherWorker(dying).DrainAsync(scope.CommunityId, scope.SourceId));
            if (dying.IsDead)
            {
                deaths++;
                Assert.IsType<DeadException>(run);
                await world.OtherWorker(world.Store).DrainAsync(scope.CommunityId, scope.SourceId);
            }
            Assert.Equal(expected, await world.StateAsync(scope, export));
            Assert.Equal(1, (await world.ExportAsync(export)).Attempt);
            if (!dying.IsDead) break;
        }
        // Started, scanned, 12 batches of days, weeks started, a batch of weeks, completed.
        Assert.True(deaths >= 16, $"It died {deaths} times only.");
    }

    [Fact]
    public async Task An_import_that_dies_again_and_again_ends_as_if_nothing_had_happened()
    {
        var text = Chats.Text(Chats.Lines(45, 5));
        var undisturbed = await world.NewSourceAsync();
        var expected = await world.StateAsync(undisturbed, await world.ImportAsync(undisturbed, text));
        var scope = await world.NewSourceAsync();
        var export = await world.RegisterAsync(scope, text);
        for (var k = 0; (await world.ExportAsync(export)).Stage != ExportStage.Completed; k++)
        {
            Assert.True(k < 100, "It does not get any further.");
            await Record.ExceptionAsync(() => world.OtherWorker(new DyingStore(world.Store, 2 + k % 2, k % 3 == 0)).DrainAsync(scope.CommunityId, scope.SourceId));
        }
        Assert.Equal(expected, await world.StateAsync(scope, export));
    }
}

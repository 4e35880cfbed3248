using EventSourced.Commands.Pulse.Exports;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>A worker crashes at any step, and another one continues.</summary>
public sealed class CrashTests(PulseWorld world) : IClassFixture<PulseWorld>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_import_that_crashes_at_any_append_gives_the_same_result(bool afterCommit)
    {
        var text = Chats.Text(Chats.Lines(45, 5));
        var undisturbed = await world.NewSourceAsync();
        var expected = await world.StateAsync(undisturbed, await world.ImportAsync(undisturbed, text));

        var crashes = 0;
        for (var k = 1; ; k++)
        {
            Assert.True(k < 100, "The number of appends does not end.");
            var scope = await world.NewSourceAsync();
            var export = await world.RegisterAsync(scope, text);
            var crashing = new CrashingStore(world.Store, k, afterCommit);
            var run = await Record.ExceptionAsync(() => world.OtherWorker(crashing).DrainAsync(scope.CommunityId, scope.SourceId));
            if (crashing.HasCrashed)
            {
                crashes++;
                Assert.IsType<CrashException>(run);
                await world.OtherWorker(world.Store).DrainAsync(scope.CommunityId, scope.SourceId);
            }
            Assert.Equal(expected, await world.StateAsync(scope, export));
            Assert.Equal(1, (await world.ExportAsync(export)).Attempt);
            if (!crashing.HasCrashed) break;
        }
        // Started, scanned, 12 batches of days, weeks started, a batch of weeks, completed.
        Assert.True(crashes >= 16, $"It crashed only {crashes} times.");
    }

    [Fact]
    public async Task An_import_that_crashes_repeatedly_gives_the_same_result()
    {
        var text = Chats.Text(Chats.Lines(45, 5));
        var undisturbed = await world.NewSourceAsync();
        var expected = await world.StateAsync(undisturbed, await world.ImportAsync(undisturbed, text));
        var scope = await world.NewSourceAsync();
        var export = await world.RegisterAsync(scope, text);
        for (var k = 0; (await world.ExportAsync(export)).Stage != ExportStage.Completed; k++)
        {
            Assert.True(k < 100, "The import makes no progress.");
            await Record.ExceptionAsync(() => world.OtherWorker(new CrashingStore(world.Store, 2 + k % 2, k % 3 == 0)).DrainAsync(scope.CommunityId, scope.SourceId));
        }
        Assert.Equal(expected, await world.StateAsync(scope, export));
    }
}

using EventSourced.Workers.Consumers;

namespace EventSourced.Workers.Tests;

public sealed class CommandsInProgressTests
{
    [Fact]
    public async Task Follow_ups_yield_while_many_commands_are_in_progress()
    {
        var commands = new CommandsInProgress();
        var taken = Enumerable.Range(1, CommandsInProgress.BusyCount).Select(_ => commands.Take()).ToList();
        var waiting = commands.WaitUntilFewAsync(orWhen: () => false, CancellationToken.None);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        taken[0].Dispose();
        await waiting.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        Assert.True(commands.WaitUntilFewAsync(orWhen: () => false, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Overdue_follow_ups_yield_no_longer()
    {
        var commands = new CommandsInProgress();
        for (var i = 0; i < CommandsInProgress.BusyCount; i++) commands.Take();
        var isOverdue = false;
        var waiting = commands.WaitUntilFewAsync(() => isOverdue, CancellationToken.None);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        isOverdue = true;
        await waiting.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
    }
}

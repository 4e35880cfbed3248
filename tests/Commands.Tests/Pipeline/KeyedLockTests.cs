using EventSourced.Commands.Pipeline;

namespace EventSourced.Commands.Tests.Pipeline;

public sealed class KeyedLockTests
{
    [Fact]
    public async Task One_key_lets_one_in_at_a_time_in_the_order_of_coming_and_another_key_does_not_wait()
    {
        var keys = new KeyedLock();
        var first = await keys.EnterAsync("a", default);
        var second = keys.EnterAsync("a", default).AsTask();
        var third = keys.EnterAsync("a", default).AsTask();

        (await keys.EnterAsync("b", default)).Dispose();
        Assert.False(second.IsCompleted);
        first.Dispose();
        var entered = await second.WaitAsync(TimeSpan.FromMinutes(3));
        Assert.False(third.IsCompleted);
        entered.Dispose();
        (await third.WaitAsync(TimeSpan.FromMinutes(3))).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_holds_up_nobody()
    {
        var keys = new KeyedLock();
        var first = await keys.EnterAsync("a", default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keys.EnterAsync("a", new CancellationToken(true)).AsTask());
        first.Dispose();

        (await keys.EnterAsync("a", default).AsTask().WaitAsync(TimeSpan.FromMinutes(3))).Dispose();
    }
}

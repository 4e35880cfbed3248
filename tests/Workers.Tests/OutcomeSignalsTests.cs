using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Commands.Bus;
using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests;

/// <summary>Signals to the process whose caller waits for a command.</summary>
public sealed class OutcomeSignalsTests
{
    [Fact]
    public async Task A_caller_is_answered_by_a_signal_of_the_worker_without_a_poll_of_the_ledger()
    {
        await using var world = await WorkersWorld.OpenAsync();
        await world.StartWorkerAsync();
        // Its clock stands still, so that it never polls.
        var ledger = new CommandLedger(world.Database.DataSource, world.Options, new StoppedClock());
        var caller = await world.StartCallerAsync(ledger);
        var address = caller.GetRequiredService<ProcessSignals>().Address;
        // The second of each name is rejected.
        foreach (var (name, status) in ((string, string)[])[("a", CommandStatus.Completed), ("a", CommandStatus.Rejected), ("b", CommandStatus.Completed), ("b", CommandStatus.Rejected)])
        {
            var envelope = await world.AcceptAsync(new Make(name));
            var waiting = ledger.WaitAsync(envelope.CommandId, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
            await caller.GetRequiredService<ICommandSender>().SendAsync(envelope with { IsAccepted = true, ReplyTo = address }, TestContext.Current.CancellationToken);
            var progress = await waiting.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            var stored = (await world.Ledger.FindAsync(envelope.CommandId, TestContext.Current.CancellationToken))!;
            Assert.Equal(status, stored.Status);
            Assert.Equal((stored.Status, stored.Position), (progress.Status, progress.Position));
            Assert.True(JsonNode.DeepEquals(Parse(stored.Result), Parse(progress.Result)));
            // It was not read from the ledger.
            Assert.IsNotType<CommandRecord>(progress);
        }
    }

    [Fact]
    public async Task A_command_that_ended_before_its_caller_waits_is_answered_as_well()
    {
        await using var world = await WorkersWorld.OpenAsync(memory: true);
        var ledger = new CommandLedger(world.Database.DataSource, world.Options, new StoppedClock()) { OutcomesAreSignalled = true };
        foreach (var isTold in (bool[])[true, false])
        {
            var envelope = await world.AcceptAsync(new Make("early"));
            await world.Ledger.FinishAsync(new CommandOutcome(envelope.CommandId, CommandStatus.Completed, null), 7, TestContext.Current.CancellationToken);
            ledger.OutcomesStored([new SignalledOutcome(envelope.CommandId, isTold ? new CommandProgress(envelope.CommandId, CommandStatus.Completed, 7, null) : null)]);
            var waiting = ledger.WaitAsync(envelope.CommandId, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
            var progress = await waiting.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.Equal((CommandStatus.Completed, 7, null), (progress.Status, progress.Position, progress.Result));
            Assert.Equal(isTold, progress is not CommandRecord);
        }
    }

    [Fact]
    public async Task Nobody_but_a_receiver_of_the_command_can_signal_its_outcome()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var ledger = new CommandLedger(world.Database.DataSource, world.Options, new StoppedClock());
        var caller = await world.StartCallerAsync(ledger);
        var address = ReplyAddress.TryParse(caller.GetRequiredService<ProcessSignals>().Address)!;
        var (forged, real) = (await world.AcceptAsync(new Make("forged")), await world.AcceptAsync(new Make("real")));
        var waiting = ledger.WaitAsync(forged.CommandId, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        var other = ledger.WaitAsync(real.CommandId, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);

        // A login of the database sees the names of addresses, but not their keys.
        foreach (var (id, key) in ((Guid, ReplyAddress)[])[(forged.CommandId, ReplyAddress.Create()), (real.CommandId, address)])
        {
            await using var notify = world.Database.DataSource.CreateCommand("select pg_notify('es_outcomes', $1)");
            var outcome = new SignalledOutcome(id, new CommandProgress(id, CommandStatus.Completed, 7, null));
            notify.Parameters.AddWithValue($"{address.Name} {key.Seal(JsonSerializer.Serialize(outcome))}");
            await notify.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        // Notifications arrive in order.
        Assert.Equal(7, (await other.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).Position);
        Assert.False(waiting.IsCompleted);
        Assert.Null(ReplyAddress.TryParse(Guid.NewGuid().ToString("N")));
    }

    private static JsonNode? Parse(string? json) => json is null ? null : JsonNode.Parse(json);

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

        private sealed class Never : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

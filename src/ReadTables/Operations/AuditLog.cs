using EventSourced.Contracts;
using EventSourced.Contracts.Operations;
using EventSourced.EventStore;

namespace EventSourced.ReadTables.Operations;

/// <summary>Writes into the log what administrators do: who, when, what and why.</summary>
/// <param name="store">The log.</param>
/// <param name="time">Clock.</param>
public sealed class AuditLog(IEventStore store, TimeProvider time)
{
    /// <summary>Records an action.</summary>
    /// <param name="action">What, see <see cref="AdminActed"/>.</param>
    /// <param name="targets">To which tables, or what else.</param>
    /// <param name="detail">What was asked besides, or null.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task ActedAsync(string action, IReadOnlyList<string> targets, string? detail, string actor, CancellationToken cancellationToken = default) =>
        AppendAsync(OperationsStreams.Audit, new AdminActed(action, targets, detail), actor, cancellationToken);

    /// <summary>Records that a table goes on without an event.</summary>
    internal Task SkippedAsync(EventSkipped skip, string actor, CancellationToken cancellationToken) => AppendAsync(OperationsStreams.Skips, skip, actor, cancellationToken);

    private Task AppendAsync(string stream, IEvent e, string actor, CancellationToken cancellationToken)
    {
        var command = Guid.CreateVersion7();
        return store.AppendAsync(new Append(
            [new StreamAppend(stream, ExpectedVersion.Any, [e])],
            new EventMetadata(command, actor, time.GetUtcNow(), command.ToString(), command.ToString(), System.Diagnostics.Activity.Current?.Id)), cancellationToken);
    }
}

using EventSourced.Contracts;
using EventSourced.Contracts.Operations;
using EventSourced.EventStore;

namespace EventSourced.ReadTables.Operations;

/// <summary>Records the actions of administrators in the log: who, when, what and why.</summary>
/// <param name="store">The log.</param>
/// <param name="time">Clock.</param>
public sealed class AuditLog(IEventStore store, TimeProvider time)
{
    /// <summary>Records an action.</summary>
    /// <param name="action">The action: see <see cref="AdminActed"/>.</param>
    /// <param name="targets">The tables or other objects.</param>
    /// <param name="detail">Details, or null.</param>
    /// <param name="actor">Who acted.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task ActedAsync(string action, IReadOnlyList<string> targets, string? detail, string actor, CancellationToken cancellationToken = default) =>
        AppendAsync(OperationsStreams.Audit, new AdminActed(action, targets, detail), actor, cancellationToken);

    /// <summary>Records that a table skips an event.</summary>
    internal Task SkippedAsync(EventSkipped skip, string actor, CancellationToken cancellationToken) => AppendAsync(OperationsStreams.Skips, skip, actor, cancellationToken);

    private Task AppendAsync(string stream, IEvent e, string actor, CancellationToken cancellationToken)
    {
        var command = Guid.CreateVersion7();
        return store.AppendAsync(new Append(
            [new StreamAppend(stream, ExpectedVersion.Any, [e])],
            new EventMetadata(command, actor, time.GetUtcNow(), command.ToString(), command.ToString(), System.Diagnostics.Activity.Current?.Id)), cancellationToken);
    }
}

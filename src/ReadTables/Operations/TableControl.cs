using EventSourced.Contracts.Operations;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.ReadTables.Operations;

/// <summary>
/// Actions of administrators on the projection of a table. The audit event is appended before the change is committed, so that there is no change without an
/// audit event; a crash between the two leaves an audit event without a change.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="catalog">The tables.</param>
/// <param name="audit">Records who did it.</param>
/// <param name="time">Clock.</param>
public sealed class TableControl(NpgsqlDataSource source, ReadTableCatalog catalog, AuditLog audit, TimeProvider time)
{
    private const string Paused = "paused";

    /// <summary>Pauses a table and those derived from it. The owner of its lane notices within about a second.</summary>
    /// <param name="table">The table.</param>
    /// <param name="actor">Who requests it.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">The table is derived, or not running.</exception>
    public async Task PauseAsync(TableDefinition table, string actor, string? reason = null, CancellationToken cancellationToken = default)
    {
        var family = TableFamily.Of(catalog, table);
        await using var change = await BeginAsync(family, cancellationToken);
        change.Expect(TableState.Running);
        await change.SetAsync(TableState.Running, Paused, $"Paused by {actor} at {time.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm:ss}Z{(reason is null ? "." : $": {reason}")}", cancellationToken);
        await AuditAsync("pause", family, actor, reason, cancellationToken);
        await change.CommitAsync(cancellationToken);
    }

    /// <summary>Resumes a table that an administrator paused.</summary>
    /// <param name="table">The table.</param>
    /// <param name="actor">Who requests it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">The table is derived, not paused, or paused at a dead letter.</exception>
    public async Task ResumeAsync(TableDefinition table, string actor, CancellationToken cancellationToken = default)
    {
        var family = TableFamily.Of(catalog, table);
        await using var change = await BeginAsync(family, cancellationToken);
        change.Expect(Paused);
        if (change.DeadLetter is { } letter)
        {
            throw new QueryException(409, "dead_letter",
                $"{table.QualifiedName} is paused at position {letter}, which it could not apply. Retry it when the cause is fixed, or skip {letter} with a reason.");
        }
        await SetRunningAsync(change, cancellationToken);
        await AuditAsync("resume", family, actor, null, cancellationToken);
        await change.CommitAsync(cancellationToken);
    }

    /// <summary>Retries the event that a table could not apply.</summary>
    /// <param name="table">The table.</param>
    /// <param name="actor">Who requests it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">The table is derived, not paused, or has no dead letter.</exception>
    /// <returns>Position of the dead letter.</returns>
    public async Task<long> RetryAsync(TableDefinition table, string actor, CancellationToken cancellationToken = default)
    {
        var family = TableFamily.Of(catalog, table);
        await using var change = await BeginAsync(family, cancellationToken);
        change.Expect(Paused);
        var letter = change.DeadLetter
            ?? throw new QueryException(409, "no_dead_letter", $"{table.QualifiedName} has no dead letter to retry. It was paused by hand: resume it.");
        await SetRunningAsync(change, cancellationToken);
        await AuditAsync("retry", family, actor, $"position {letter}", cancellationToken);
        await change.CommitAsync(cancellationToken);
        return letter;
    }

    /// <summary>Skips the event that a table could not apply. Every later build of the table skips it too, and a previous generation that includes it cannot become live again.</summary>
    /// <param name="table">The table.</param>
    /// <param name="position">Position of the dead letter.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who requests it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">The table is derived, or this is not its dead letter.</exception>
    public async Task SkipAsync(TableDefinition table, long position, string reason, string actor, CancellationToken cancellationToken = default)
    {
        var family = TableFamily.Of(catalog, table);
        await using var change = await BeginAsync(family, cancellationToken);
        if (change.DeadLetter != position)
        {
            throw new QueryException(409, "not_a_dead_letter",
                $"Position {position} is not a dead letter of {table.QualifiedName}: {(change.DeadLetter is { } letter ? $"its dead letter is {letter}" : "it has none")}. Only an event that a table could not apply can be skipped.");
        }
        change.Expect(Paused);
        await change.RemoveDeadLetterAsync(position, cancellationToken);
        await change.MarkSkippedAsync(position, cancellationToken);
        await SetRunningAsync(change, cancellationToken);
        await audit.SkippedAsync(new EventSkipped(table.QualifiedName, position, reason), actor, cancellationToken);
        await change.CommitAsync(cancellationToken);
    }

    private static Task SetRunningAsync(StateChange change, CancellationToken cancellationToken) => change.SetAsync(Paused, TableState.Running, null, cancellationToken);

    private async Task<StateChange> BeginAsync(TableFamily family, CancellationToken cancellationToken) => await StateChange.BeginAsync(source, family, cancellationToken);

    private Task AuditAsync(string action, TableFamily family, string actor, string? detail, CancellationToken cancellationToken) =>
        audit.ActedAsync(action, [family.Table.QualifiedName], detail, actor, cancellationToken);
}

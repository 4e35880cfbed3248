using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;
using MediatR;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Queries over the read table <c>pulse.exports</c> that find the exports for scheduled sweeps.</summary>
internal static class ExportHints
{
    public const int MaxExports = 1_000;

    /// <summary>Exports that failed, and queued or running ones that have not changed since a time; most urgent first.</summary>
    public static readonly TableHint ForRequeue = new("pulse.exports", "export_id", """
        (status = 'failed' and error_message like '[retry %' and error_message not like '[retry 5/5]%' and raw_deleted_at is null)
        or (status in ('queued', 'processing', 'weekly_processing') and updated_at <= $1)
        """, "updated_at");

    /// <summary>Exports whose raw object has expired and is not deleted yet.</summary>
    public static readonly TableHint ExpiredRaw = new("pulse.exports", "export_id",
        "raw_delete_after <= $1 and raw_deleted_at is null and status in ('completed', 'failed')", "raw_delete_after");

    /// <summary>Exports whose raw object has a given key.</summary>
    public static readonly TableLookup ByObject = new("pulse.exports", "export_id", "object_key");
}

/// <summary>Queues exports again, one by one. An export that changes concurrently is left to the next sweep.</summary>
internal sealed class RequeueExportsHandler(CommandStates states, StateReader reader, ITableHints hints) : IRequestHandler<Handle<RequeueExports>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RequeueExports> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var (queued, failed, position) = (0, 0, 0L);
        foreach (var id in await hints.FindAsync(ExportHints.ForRequeue, command.Now - ExportDecider.StuckAfter, ExportHints.MaxExports, cancellationToken))
        {
            var decision = ExportDecider.Decide(await ExportContext.LoadAsync(reader, id, null, cancellationToken), command);
            if (await states.TryAppendAsync(context, decision, cancellationToken) is not { } at) continue;
            position = at;
            if (decision.Events.OfType<ExportFailed>().Any()) failed++;
            else queued++;
        }
        return await states.CompleteAsync(context, Decision.Before(position).Answer(new { Queued = queued, Failed = failed }), cancellationToken);
    }
}

/// <summary>
/// Removes raw objects whose retention has ended, and uploads that no event refers to. The object is removed before the event is recorded, so that an interruption can
/// never leave an object that no later sweep finds.
/// </summary>
internal sealed class RemoveExpiredRawObjectsHandler(CommandStates states, StateReader reader, ITableHints hints, RawObjects raw, OrphanedUploads unknown)
    : IRequestHandler<Handle<RemoveExpiredRawObjects>, CommandResult>
{
    // Protects an upload of the same bytes whose export is being registered.
    private static readonly TimeSpan BeingRegistered = TimeSpan.FromHours(1);

    public async Task<CommandResult> Handle(Handle<RemoveExpiredRawObjects> request, CancellationToken cancellationToken)
    {
        var (now, context) = (request.Command.Now, request.Context);
        var (removed, position) = (0, 0L);
        foreach (var id in await hints.FindAsync(ExportHints.ExpiredRaw, now, ExportHints.MaxExports, cancellationToken))
        {
            var loaded = await ExportContext.LoadAsync(reader, id, null, cancellationToken);
            if (!loaded.Exists || loaded.Export.RawDeleted || ExportDecider.NeedsRaw(loaded.Export, loaded.Source, now)) continue;
            if (!await raw.ReleaseAsync(loaded.Export.Registered!.ObjectKey, id, now, now - BeingRegistered, cancellationToken)) continue;
            if (await states.TryAppendAsync(context, ExportDecider.RawDeleted(loaded), cancellationToken) is not { } at) continue;
            position = at;
            removed++;
        }
        var result = new { Removed = removed, Unknown = await unknown.SweepAsync(now, cancellationToken) };
        return await states.CompleteAsync(context, Decision.Before(position).Answer(result), cancellationToken);
    }
}

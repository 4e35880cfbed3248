using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>An export with the states that decisions about it need.</summary>
/// <param name="Community">Its community; a nonexistent one when the export is unknown.</param>
/// <param name="Source">Its source in the current incarnation of the community; null while none is assigned.</param>
/// <param name="Export">The export.</param>
internal sealed record ExportContext(CommunityState Community, SourceState? Source, ExportState Export)
{
    /// <summary>Whether the export exists in the current incarnation of its community.</summary>
    public bool Exists => Export.Exists && Community.Owns(Export.Position);

    /// <summary>Loads an export, its community and its source, or the source <paramref name="sourceId"/> if it is given.</summary>
    public static async ValueTask<ExportContext> LoadAsync(IStateSource states, Guid exportId, string? sourceId, CancellationToken cancellationToken)
    {
        var export = await states.LoadAsync(new ExportState(exportId), cancellationToken);
        if (export.Registered is not { } registered) return new(new CommunityState(""), null, export);
        var community = await states.LoadAsync(new CommunityState(registered.CommunityId), cancellationToken);
        if ((sourceId ?? export.SourceId) is not { } id || !community.Owns(export.Position)) return new(community, null, export);
        return new(community, await states.LoadAsync(new SourceState(community.Scope.Source(id)), cancellationToken), export);
    }
}

/// <summary>Decides about exports, except for the steps of their processing.</summary>
internal sealed class ExportDecider : IJointDecider<ExportContext, AssignSource>
{
    /// <summary>How often an export is tried before an admin must act.</summary>
    public const int MaxTries = 5;

    /// <summary>Error code for an upload that was made for an earlier incarnation of the community.</summary>
    public const string CommunityRecreated = "community_recreated";

    /// <summary>How long an export may show no progress before it is queued again.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(30);

    public static readonly TimeSpan KeptAfterCompletion = TimeSpan.FromHours(72);

    public static readonly TimeSpan KeptAfterFailure = TimeSpan.FromHours(168);

    public static ValueTask<ExportContext> LoadAsync(IStateSource source, AssignSource command, CancellationToken cancellationToken) =>
        ExportContext.LoadAsync(source, command.ExportId, command.SourceId, cancellationToken);

    public static Decision Decide(ExportContext states, AssignSource command, CommandContext context)
    {
        var (community, source, export) = states;
        if (!states.Exists) return PulseProblems.ExportNotFound(command.ExportId);
        if (export.Stage != ExportStage.PendingSource)
            return new Problem(409, "source_already_assigned", $"Export {command.ExportId} already belongs to source \"{export.SourceId}\". Upload the file again to import it elsewhere.");
        if (source is not { Exists: true }) return PulseProblems.SourceNotFound(community.CommunityId, command.SourceId);
        return Decision.Of(export, new ExportSourceAssigned(command.ExportId, command.SourceId))
            .And(source, new ExportQueued(community.CommunityId, command.SourceId, command.ExportId, 1, QueueReasons.SourceAssigned))
            .While(community).Answer(new { command.ExportId, Status = "queued" });
    }

    public static Decision Decide(ExportContext states, RegisterExport command)
    {
        var (community, source, export) = states;
        if (export.Stage != ExportStage.Unknown)
            return new Problem(409, "export_exists", $"Export {command.ExportId} is already registered. Upload the file under a new id.");
        if (!community.Exists) return PulseProblems.CommunityNotFound(command.CommunityId);
        if (!community.Scope.MayOwn(command.ObjectKey))
            return new Problem(409, CommunityRecreated, $"The file of export {command.ExportId} was uploaded for a community \"{command.CommunityId}\" that has been deleted and created again since. Upload the file again.");
        if (source is { Exists: false }) return PulseProblems.SourceNotFound(command.CommunityId, command.SourceId!);
        var registered = Decision.Of(export, new ExportRegistered(command.ExportId, command.CommunityId, command.SourceId, command.ObjectKey, command.Filename, command.FileType,
            command.ByteSize, command.ContentSha256, command.DeleteAfterProcessing, command.DateOrder));
        // Sources are deleted only with their community, and concurrent uploads must not conflict.
        if (source is not null)
            registered = registered.AndAtAnyVersion(source.Stream, new ExportQueued(command.CommunityId, command.SourceId!, command.ExportId, 1, QueueReasons.Uploaded));
        return registered.While(community).Answer(new { command.ExportId, Status = source is null ? "pending_source" : "queued" });
    }

    public static Decision Decide(ExportContext states, bool rawExists, ReplayExport command)
    {
        var (_, source, export) = states;
        if (!states.Exists) return PulseProblems.ExportNotFound(command.ExportId);
        if (source is null)
            return new Problem(409, "source_not_assigned", $"Export {command.ExportId} has no source yet. Assign one with pulse.assign_source: that queues it.");
        if (source.IsQueued(command.ExportId))
            return new Problem(409, "export_in_progress", $"Export {command.ExportId} is queued or being processed. Replay it when it has completed or failed.");
        if (export.RawDeleted || !rawExists)
            return new Problem(409, "raw_object_missing", $"The raw file of export {command.ExportId} has been removed. Upload it again as a new export.");
        return Queue(states, QueueReasons.Replay).Answer(new { command.ExportId, Status = "queued" });
    }

    public static Decision Decide(ExportContext states, DeleteExport command)
    {
        var (community, source, export) = states;
        if (export.Stage == ExportStage.Deleted) return Decision.Nothing;
        if (!states.Exists) return PulseProblems.ExportNotFound(command.ExportId);
        if (export.IsRunning)
            return new Problem(409, "export_processing", $"Export {command.ExportId} is being processed. Delete it when it has completed or failed.");
        var deleted = Decision.Of(export, new ExportDeleted(command.ExportId)).While(community);
        return source is null ? deleted
            : deleted.And(source, source.IsQueued(command.ExportId) ? [new ExportDequeued(community.CommunityId, export.SourceId!, command.ExportId)] : []);
    }

    /// <summary>Decides about one export in the scheduled sweep: an export that failed with a recoverable error or that shows no progress is queued again.</summary>
    public static Decision Decide(ExportContext states, RequeueExports command)
    {
        var (community, source, export) = states;
        if (!states.Exists || source?.LastOf(export.ExportId) is not { } last) return Decision.Nothing;
        if (!source.IsQueued(last.ExportId))
            return export is { Stage: ExportStage.Failed, RawDeleted: false, Failure.Recoverable: true } && last.Tries < MaxTries
                ? Queue(states, QueueReasons.Retry)
                : Decision.Nothing;
        // Only the first export of the queue can be stuck; the others wait for it.
        if (source.Queue[0].ExportId != last.ExportId) return Decision.Nothing;
        var lastProgress = export.LastRecordedAt > last.QueuedAt ? export.LastRecordedAt : last.QueuedAt;
        if (command.Now - lastProgress < StuckAfter) return Decision.Nothing;
        if (last.Tries < MaxTries) return Queue(states, QueueReasons.Retry);
        var failed = Failed(export, command.Now, "stuck",
            $"Processing stopped without a result {MaxTries} times. Check the workers' log, then replay the export.", recoverable: false);
        return Decision.Of(export, failed).And(source, new ExportDequeued(community.CommunityId, export.SourceId!, export.ExportId)).While(community);
    }

    /// <summary>Records that the raw object of an export was removed because its retention ended.</summary>
    public static Decision RawDeleted(ExportContext states) => Decision.Of(states.Export, new ExportRawDeleted(states.Export.ExportId)).While(states.Community);

    /// <summary>Ends an attempt that failed.</summary>
    public static Decision Fail(CommunityState community, ExportState export, DateTimeOffset now, string code, string error, bool recoverable) =>
        End(community, export, Failed(export, now, code, error, recoverable));

    /// <summary>Ends an attempt that processed all days and weeks.</summary>
    public static Decision Complete(CommunityState community, ExportState export, DateTimeOffset now) =>
        End(community, export, new ExportCompleted(export.ExportId, export.Registered!.DeleteAfterProcessing ? now + KeptAfterCompletion : null));

    /// <summary>Whether the export still needs its raw object.</summary>
    public static bool NeedsRaw(ExportState export, SourceState? source, DateTimeOffset now) =>
        export is { Exists: true, RawDeleted: false }
        && (source?.IsQueued(export.ExportId) == true || export.RawDeleteAfter is null || export.RawDeleteAfter > now);

    private static ExportFailed Failed(ExportState export, DateTimeOffset now, string code, string error, bool recoverable) =>
        new(export.ExportId, code, error, recoverable, export.Registered!.DeleteAfterProcessing ? now + KeptAfterFailure : null);

    // The queue may grow concurrently: the expected version of the export's own stream is sufficient.
    private static Decision End(CommunityState community, ExportState export, IEvent end) =>
        Decision.Of(export, end).AndAtAnyVersion(community.Scope.Source(export.SourceId!).Stream, new ExportDequeued(community.CommunityId, export.SourceId!, export.ExportId));

    private static Decision Queue(ExportContext states, string reason)
    {
        var (community, source, export) = states;
        var attempt = (source!.LastOf(export.ExportId)?.Attempt ?? 0) + 1;
        return Decision.Of(export).And(source, new ExportQueued(community.CommunityId, export.SourceId!, export.ExportId, attempt, reason)).While(community);
    }
}

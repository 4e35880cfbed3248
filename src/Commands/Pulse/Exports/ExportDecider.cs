using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>An export with the streams that decisions over it rest on.</summary>
/// <param name="Community">Its community; one that does not exist when the export is unknown.</param>
/// <param name="Source">Its source in the present life of the community; null while none is assigned.</param>
/// <param name="Export">The export.</param>
internal sealed record ExportContext(CommunityState Community, SourceState? Source, ExportState Export)
{
    /// <summary>Whether the export exists in the present life of its community.</summary>
    public bool Exists => Export.Exists && Community.Owns(Export.Position);

    /// <summary>Loads an export, its community and its source, or <paramref name="sourceId"/> in place of it.</summary>
    public static async ValueTask<ExportContext> LoadAsync(IStateSource states, Guid exportId, string? sourceId, CancellationToken cancellationToken)
    {
        var export = await states.LoadAsync(new ExportState(exportId), cancellationToken);
        if (export.Registered is not { } registered) return new(new CommunityState(""), null, export);
        var community = await states.LoadAsync(new CommunityState(registered.CommunityId), cancellationToken);
        if ((sourceId ?? export.SourceId) is not { } id || !community.Owns(export.Position)) return new(community, null, export);
        return new(community, await states.LoadAsync(new SourceState(community.Scope.Source(id)), cancellationToken), export);
    }
}

/// <summary>Decides over the life of an export outside of its processing.</summary>
internal sealed class ExportDecider : IJointDecider<ExportContext, AssignSource>
{
    /// <summary>How often an export is tried before an admin has to look.</summary>
    public const int MostTries = 5;

    /// <summary>Code of the refusal of an upload that was made for another life of the community.</summary>
    public const string ObjectOfOtherLife = "community_recreated";

    /// <summary>After how long without a sign of life an export is queued again.</summary>
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
            return new Problem(409, "source_already_assigned", $"Export {command.ExportId} belongs to source \"{export.SourceId}\" already. Upload the file again to import it elsewhere.");
        if (source is not { Exists: true }) return PulseProblems.SourceNotFound(community.CommunityId, command.SourceId);
        return Decision.Of(export, new ExportSourceAssigned(command.ExportId, command.SourceId))
            .And(source, new ExportQueued(community.CommunityId, command.SourceId, command.ExportId, 1, QueueReasons.SourceAssigned))
            .While(community).Answer(new { command.ExportId, Status = "queued" });
    }

    public static Decision Decide(ExportContext states, RegisterExport command)
    {
        var (community, source, export) = states;
        if (export.Stage != ExportStage.Unknown)
            return new Problem(409, "export_exists", $"Export {command.ExportId} is registered already. Upload the file under a new id.");
        if (!community.Exists) return PulseProblems.CommunityNotFound(command.CommunityId);
        if (!community.Scope.MayOwn(command.ObjectKey))
            return new Problem(409, ObjectOfOtherLife, $"The file of export {command.ExportId} was uploaded for a community \"{command.CommunityId}\" that was deleted and created anew since. Upload it again.");
        if (source is { Exists: false }) return PulseProblems.SourceNotFound(command.CommunityId, command.SourceId!);
        var registered = Decision.Of(export, new ExportRegistered(command.ExportId, command.CommunityId, command.SourceId, command.ObjectKey, command.Filename, command.FileType,
            command.ByteSize, command.ContentSha256, command.DeleteAfterProcessing, command.DateOrder));
        // Sources only go with their community, and uploads must not wait for each other.
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
            return new Problem(409, "export_in_progress", $"Export {command.ExportId} waits or is being processed. Replay it when it has completed or failed.");
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

    /// <summary>What a clock does about one export: queue again what failed for a passing reason and what gives no sign of life.</summary>
    public static Decision Decide(ExportContext states, RequeueExports command)
    {
        var (community, source, export) = states;
        if (!states.Exists || source?.LastOf(export.ExportId) is not { } last) return Decision.Nothing;
        if (!source.IsQueued(last.ExportId))
            return export is { Stage: ExportStage.Failed, RawDeleted: false, Failure.Recoverable: true } && last.Tries < MostTries
                ? Queue(states, QueueReasons.Retry)
                : Decision.Nothing;
        // Those behind the first wait for it; it alone can be stuck.
        if (source.Queue[0].ExportId != last.ExportId) return Decision.Nothing;
        var sign = export.LastRecordedAt > last.QueuedAt ? export.LastRecordedAt : last.QueuedAt;
        if (command.Now - sign < StuckAfter) return Decision.Nothing;
        if (last.Tries < MostTries) return Queue(states, QueueReasons.Retry);
        var failed = Failed(export, command.Now, "stuck",
            $"Processing stopped without an answer {MostTries} times. Look at the workers' log, then replay the export.", recoverable: false);
        return Decision.Of(export, failed).And(source, new ExportDequeued(community.CommunityId, export.SourceId!, export.ExportId)).While(community);
    }

    /// <summary>The raw object of an export is gone: its time was over.</summary>
    public static Decision RawDeleted(ExportContext states) => Decision.Of(states.Export, new ExportRawDeleted(states.Export.ExportId)).While(states.Community);

    /// <summary>The end of an attempt that failed.</summary>
    public static Decision Fail(CommunityState community, ExportState export, DateTimeOffset now, string code, string error, bool recoverable) =>
        End(community, export, Failed(export, now, code, error, recoverable));

    /// <summary>The end of an attempt that did all days and weeks.</summary>
    public static Decision Complete(CommunityState community, ExportState export, DateTimeOffset now) =>
        End(community, export, new ExportCompleted(export.ExportId, export.Registered!.DeleteAfterProcessing ? now + KeptAfterCompletion : null));

    /// <summary>Whether the export still needs its raw object.</summary>
    public static bool NeedsRaw(ExportState export, SourceState? source, DateTimeOffset now) =>
        export is { Exists: true, RawDeleted: false }
        && (source?.IsQueued(export.ExportId) == true || export.RawDeleteAfter is null || export.RawDeleteAfter > now);

    private static ExportFailed Failed(ExportState export, DateTimeOffset now, string code, string error, bool recoverable) =>
        new(export.ExportId, code, error, recoverable, export.Registered!.DeleteAfterProcessing ? now + KeptAfterFailure : null);

    // The queue may grow meanwhile: the version of the export's own stream is fence enough.
    private static Decision End(CommunityState community, ExportState export, IEvent end) =>
        Decision.Of(export, end).AndAtAnyVersion(community.Scope.Source(export.SourceId!).Stream, new ExportDequeued(community.CommunityId, export.SourceId!, export.ExportId));

    private static Decision Queue(ExportContext states, string reason)
    {
        var (community, source, export) = states;
        var attempt = (source!.LastOf(export.ExportId)?.Attempt ?? 0) + 1;
        return Decision.Of(export).And(source, new ExportQueued(community.CommunityId, export.SourceId!, export.ExportId, attempt, reason)).While(community);
    }
}

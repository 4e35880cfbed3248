using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>What the decider of exports answers: events of the export, events of its source's queue, or why not.</summary>
internal readonly record struct ExportDecision(IReadOnlyList<IEvent> Export, IReadOnlyList<IEvent> Source, Problem? Problem)
{
    public static ExportDecision Nothing { get; } = new([], [], null);

    public bool IsNothing => Problem is null && Export.Count == 0 && Source.Count == 0;

    public static implicit operator ExportDecision(Problem problem) => new([], [], problem);
}

/// <summary>Decides over the life of an export outside of its processing.</summary>
internal static class ExportDecider
{
    /// <summary>How often an export is tried before an admin has to look.</summary>
    public const int MostTries = 5;

    /// <summary>Code of the refusal of an upload that was made for another life of the community.</summary>
    public const string ObjectOfOtherLife = "community_recreated";

    /// <summary>After how long without a sign of life an export is queued again.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(30);

    public static readonly TimeSpan KeptAfterCompletion = TimeSpan.FromHours(72);

    public static readonly TimeSpan KeptAfterFailure = TimeSpan.FromHours(168);

    public static ExportDecision Decide(CommunityState community, SourceState? source, ExportState export, RegisterExport command)
    {
        if (export.Stage != ExportStage.Unknown)
            return new Problem(409, "export_exists", $"Export {command.ExportId} is registered already. Upload the file under a new id.");
        if (!community.Exists) return Problems.CommunityNotFound(command.CommunityId);
        if (!community.Scope.MayOwn(command.ObjectKey))
            return new Problem(409, ObjectOfOtherLife, $"The file of export {command.ExportId} was uploaded for a community \"{command.CommunityId}\" that was deleted and created anew since. Upload it again.");
        if (source is { Exists: false }) return Problems.SourceNotFound(command.CommunityId, command.SourceId!);
        return new(
            [new ExportRegistered(command.ExportId, command.CommunityId, command.SourceId, command.ObjectKey, command.Filename, command.FileType,
                command.ByteSize, command.ContentSha256, command.DeleteAfterProcessing, command.DateOrder)],
            command.SourceId is null ? [] : [new ExportQueued(command.CommunityId, command.SourceId, command.ExportId, 1, QueueReasons.Uploaded)],
            null);
    }

    public static ExportDecision Decide(CommunityState community, SourceState source, ExportState export, AssignSource command)
    {
        if (!export.Exists || !community.Owns(export.Position)) return Problems.ExportNotFound(command.ExportId);
        if (export.Stage != ExportStage.PendingSource)
            return new Problem(409, "source_already_assigned", $"Export {command.ExportId} belongs to source \"{export.SourceId}\" already. Upload the file again to import it elsewhere.");
        if (!source.Exists) return Problems.SourceNotFound(community.CommunityId, command.SourceId);
        return new(
            [new ExportSourceAssigned(command.ExportId, command.SourceId)],
            [new ExportQueued(community.CommunityId, command.SourceId, command.ExportId, 1, QueueReasons.SourceAssigned)],
            null);
    }

    public static ExportDecision Decide(CommunityState community, SourceState? source, ExportState export, bool rawExists, ReplayExport command)
    {
        if (!export.Exists || !community.Owns(export.Position)) return Problems.ExportNotFound(command.ExportId);
        if (source is null)
            return new Problem(409, "source_not_assigned", $"Export {command.ExportId} has no source yet. Assign one with pulse.assign_source: that queues it.");
        if (source.IsQueued(command.ExportId))
            return new Problem(409, "export_in_progress", $"Export {command.ExportId} waits or is being processed. Replay it when it has completed or failed.");
        if (export.RawDeleted || !rawExists)
            return new Problem(409, "raw_object_missing", $"The raw file of export {command.ExportId} has been removed. Upload it again as a new export.");
        return Queue(community, source, export, QueueReasons.Replay);
    }

    public static ExportDecision Decide(CommunityState community, SourceState? source, ExportState export, DeleteExport command)
    {
        if (export.Stage == ExportStage.Deleted) return ExportDecision.Nothing;
        if (!export.Exists || !community.Owns(export.Position)) return Problems.ExportNotFound(command.ExportId);
        if (export.IsRunning)
            return new Problem(409, "export_processing", $"Export {command.ExportId} is being processed. Delete it when it has completed or failed.");
        return new(
            [new ExportDeleted(command.ExportId)],
            source?.IsQueued(command.ExportId) == true ? [new ExportDequeued(community.CommunityId, export.SourceId!, command.ExportId)] : [],
            null);
    }

    /// <summary>What a clock does about one export: queue again what failed for a passing reason and what gives no sign of life.</summary>
    public static ExportDecision Decide(CommunityState community, SourceState source, ExportState export, RequeueExports command)
    {
        if (!export.Exists || !community.Owns(export.Position) || source.LastOf(export.Registered!.ExportId) is not { } last)
            return ExportDecision.Nothing;
        if (!source.IsQueued(last.ExportId))
            return export is { Stage: ExportStage.Failed, RawDeleted: false, Failure.Recoverable: true } && last.Tries < MostTries
                ? Queue(community, source, export, QueueReasons.Retry)
                : ExportDecision.Nothing;
        // Those behind the first wait for it; it alone can be stuck.
        if (source.Queue[0].ExportId != last.ExportId) return ExportDecision.Nothing;
        var sign = export.LastRecordedAt > last.QueuedAt ? export.LastRecordedAt : last.QueuedAt;
        if (command.Now - sign < StuckAfter) return ExportDecision.Nothing;
        if (last.Tries < MostTries) return Queue(community, source, export, QueueReasons.Retry);
        return Fail(community, export, command.Now, "stuck",
            $"Processing stopped without an answer {MostTries} times. Look at the workers' log, then replay the export.", recoverable: false);
    }

    /// <summary>The end of an attempt that failed.</summary>
    public static ExportDecision Fail(CommunityState community, ExportState export, DateTimeOffset now, string code, string error, bool recoverable)
    {
        var registered = export.Registered!;
        return new(
            [new ExportFailed(registered.ExportId, code, error, recoverable, registered.DeleteAfterProcessing ? now + KeptAfterFailure : null)],
            [new ExportDequeued(community.CommunityId, export.SourceId!, registered.ExportId)],
            null);
    }

    /// <summary>The end of an attempt that did all days and weeks.</summary>
    public static ExportDecision Complete(CommunityState community, ExportState export, DateTimeOffset now)
    {
        var registered = export.Registered!;
        return new(
            [new ExportCompleted(registered.ExportId, registered.DeleteAfterProcessing ? now + KeptAfterCompletion : null)],
            [new ExportDequeued(community.CommunityId, export.SourceId!, registered.ExportId)],
            null);
    }

    /// <summary>Whether the export still needs its raw object.</summary>
    public static bool NeedsRaw(ExportState export, SourceState? source, DateTimeOffset now) =>
        export is { Exists: true, RawDeleted: false }
        && (source?.IsQueued(export.Registered!.ExportId) == true || export.RawDeleteAfter is null || export.RawDeleteAfter > now);

    private static ExportDecision Queue(CommunityState community, SourceState source, ExportState export, string reason)
    {
        var id = export.Registered!.ExportId;
        return new([], [new ExportQueued(community.CommunityId, export.SourceId!, id, (source.LastOf(id)?.Attempt ?? 0) + 1, reason)], null);
    }
}

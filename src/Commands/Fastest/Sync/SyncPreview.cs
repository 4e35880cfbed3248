using System.Globalization;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>What a sync would do, for its user (specification, 2.4).</summary>
/// <param name="PreviewId">Names it when it is executed; null when there is nothing to do, because then it is not stored.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="MainWorkspaceId">The main workspace.</param>
/// <param name="WorkspaceSnapshotId">Head of the workspace.</param>
/// <param name="MainSnapshotId">Head of the main workspace.</param>
/// <param name="BaseSnapshotId">The base of the merge; null when the two have nothing in common.</param>
/// <param name="Summary">In a sentence.</param>
/// <param name="FilesToAdd">How many entries are copied from main.</param>
/// <param name="FilesToUpdate">How many files are merged or need a decision.</param>
/// <param name="FilesUnchanged">How many paths stay as they are.</param>
/// <param name="AutoActions">What needs no decision.</param>
/// <param name="Decisions">What the user has to decide about.</param>
/// <param name="ExpiresAt">Until when it can be executed, ISO-8601 UTC; null when it is not stored.</param>
public sealed record SyncPreview(
    string? PreviewId, Guid WorkspaceId, Guid MainWorkspaceId, string WorkspaceSnapshotId, string MainSnapshotId, string? BaseSnapshotId, string Summary,
    int FilesToAdd, int FilesToUpdate, int FilesUnchanged, IReadOnlyList<SyncAction> AutoActions, IReadOnlyList<SyncQuestion> Decisions, string? ExpiresAt)
{
    /// <summary>How long a preview can be executed.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(30);

    /// <summary>The summary of a sync without anything to do.</summary>
    public const string InSync = "Your workspace is already in sync with main.";

    internal static SyncPreview Of(SyncPrepared prepared, bool isStored)
    {
        var (copies, merges, conflicts) = (prepared.Copies, prepared.Merges, prepared.Conflicts);
        return new(
            isStored ? prepared.PreviewId : null, prepared.WorkspaceId, prepared.MainWorkspaceId, prepared.WorkspaceSnapshotId, prepared.MainSnapshotId, prepared.BaseSnapshotId,
            isStored ? string.Create(CultureInfo.InvariantCulture, $"{copies.Count} from main, {merges.Count} merged, {conflicts.Count} to decide about.") : InSync,
            copies.Count, merges.Count + conflicts.Count, prepared.FilesUnchanged,
            [.. copies.Select(c => new SyncAction(c.Path, SyncAction.CopyFromMain, c.Hash)), .. merges.Select(m => new SyncAction(m.Path, SyncAction.Merged, m.Hash))],
            [.. conflicts.Select(c => new SyncQuestion(c.Main.Path, c.Reason, [SyncChoice.UseMain, SyncChoice.UseWorkspace], SyncChoice.UseMain))],
            isStored ? IsoTime.Of(prepared.ExpiresAt) : null);
    }
}

/// <summary>What a sync does with a path without a decision.</summary>
/// <param name="Path">The path.</param>
/// <param name="Action"><c>copy_from_main</c> or <c>merged</c>: the lines of both sides were merged.</param>
/// <param name="Hash">The blob with the new content; null for a directory or symbolic link.</param>
public sealed record SyncAction(string Path, string Action, string? Hash)
{
    /// <summary>Main's entry is taken over.</summary>
    public const string CopyFromMain = "copy_from_main";

    /// <summary>The lines of both sides were merged.</summary>
    public const string Merged = "merged";
}

/// <summary>A path that the user has to decide about.</summary>
/// <param name="Path">The path.</param>
/// <param name="Reason">Why, in a word.</param>
/// <param name="Options"><c>use_main</c> and <c>use_workspace</c>; the latter keeps a deleted file deleted.</param>
/// <param name="Recommended">The recommended option.</param>
public sealed record SyncQuestion(string Path, string Reason, IReadOnlyList<string> Options, string Recommended);

using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Imports;

/// <summary>The status of an import of a tree. It has one event: an import that cannot end well is a rejected command.</summary>
internal static class ManifestImportStatus
{
    public static ImportStatus Of(IReadOnlyList<IEvent> events)
    {
        var imported = events.OfType<ManifestImported>().First();
        return new ImportStatus
        {
            State = ImportStates.Completed,
            Summary = new()
            {
                ["project_id"] = imported.ProjectId.ToString(),
                ["workspace_id"] = imported.WorkspaceId.ToString(),
                ["snapshot_id"] = imported.SnapshotId,
                ["manifest_hash"] = imported.ManifestHash,
                ["new"] = imported.IsNew,
                ["files"] = imported.Files,
                ["directories"] = imported.Directories,
                ["symlinks"] = imported.Symlinks,
                ["bytes"] = imported.Bytes,
            },
            LeftOut = [.. imported.LeftOut.Select(left => new ImportLeftOut(left.Reason, left.Count, left.Lines))],
            Warnings = imported.IsNew ? [] : ["The workspace has a snapshot of this tree under this label already; nothing new was recorded. Give another label to record the tree again."],
        };
    }
}

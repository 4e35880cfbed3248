using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Bench.Fastest;

/// <summary>
/// Events of Fastest. Of ten, three are snapshots and three move the pointers of their workspaces, two are changes without a snapshot, one is a heartbeat, one a drift report.
/// </summary>
internal static class TreesEvents
{
    private const int Users = 50, Projects = 500, Workspaces = 4;
    private static readonly string[] s_paths = [.. Enumerable.Range(0, 40).Select(i => $"src/part{i / 8}/file{i}.cs")];

    /// <summary>The event of a number.</summary>
    /// <param name="i">The number.</param>
    public static IEvent Of(int i)
    {
        // Without users, whose events are encrypted: the bench has no keys.
        if (i < Projects) return new ProjectCreated(Id(2, i), Id(1, i % Users), $"project {i}");
        if ((i -= Projects) < Projects * Workspaces) return new WorkspaceCreated(Id(3, i), Id(2, i % Projects), $"workspace {i / Projects}", null, null, null);
        var (workspace, project) = (Id(3, i / 10 % (Projects * Workspaces)), Id(2, i / 10 % Projects));
        return (i % 10) switch
        {
            0 or 2 or 4 => new SnapshotRegistered(project, $"snap-{i}", Hash(i), [], workspace, "cli", null),
            1 or 3 or 5 => new WorkspaceHeadMoved(workspace, $"snap-{i - 1}", Hash(i - 1)),
            6 or 7 => new WorkspaceManifestMoved(workspace, Hash(i)),
            8 => new WorkspaceSeen(workspace),
            _ => new DriftCompared(Id(4, i), workspace, project, project, $"snap-{i - 5}", null, s_paths[..3], s_paths[3..5], s_paths[5..38], s_paths[38..]),
        };
    }

    private static string Hash(int i) => $"{i:x64}";

    private static Guid Id(byte kind, int i) => new(i, 0, 0, kind, 0, 0, 0, 0, 0, 0, 1);
}

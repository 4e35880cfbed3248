using EventSourced.Commands.Pipeline;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>Why a sync is refused (specification, 2.4).</summary>
internal static class SyncProblems
{
    private const string PrepareAgain = "Prepare the sync again: POST /v1/workspaces/{id}/sync/prepare.";

    public static Problem NoMain { get; } = new(400, "no_main_workspace", "The project has no main workspace to sync with. Set one with PUT /v1/projects/{id}/main-workspace.");

    public static Problem IsMain { get; } = FastestProblems.InvalidOperation("This is the main workspace. Sync another workspace with it.");

    public static Problem Expired { get; } = new(404, "preview_expired", $"You have no such preview: it has expired, or was executed. {PrepareAgain}");

    public static Problem OtherUser { get; } = new(403, "forbidden", $"The preview was prepared by somebody else. {PrepareAgain}");

    public static Problem OtherWorkspace { get; } = FastestProblems.InvalidOperation($"The preview is one of another workspace. {PrepareAgain}");

    public static Problem NoSnapshot(string workspace) => new(400, "no_snapshot", $"The workspace {workspace} has no snapshot. Push a snapshot of it first.");

    public static Problem NoManifest(string hash) => new(404, "not_found", $"The manifest {hash} is not stored. Upload it with PUT /v1/blobs/manifests/{hash}, then prepare the sync again.");

    public static Problem Undecided(IReadOnlyList<string> paths) => new(
        400, "missing_decisions", $"{paths.Count} paths need a decision: send use_main or use_workspace for each path in decisions.", new Dictionary<string, string[]> { ["decisions"] = [.. paths] });

    public static Problem NoConflict(string path) => FastestProblems.Invalid("decisions", $"The preview does not ask for a decision about {path}. Leave it out.");

    public static Problem Invalid(string reason) => new(422, "manifest_invalid", $"The new tree cannot be stored, and nothing was changed: {reason}");

    public static Problem Changed(string what) => new(409, "concurrent_modification", $"{what} since the preview was made. {PrepareAgain}");
}

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>Ids of previews: the workspace and the command that prepared it. So a preview of another workspace is recognised without a look-up.</summary>
internal static class PreviewIds
{
    private const int Digits = 32;

    /// <summary>Length of an id.</summary>
    public const int Length = 2 * Digits + 1;

    public static string Of(Guid workspaceId, Guid commandId) => $"{workspaceId:N}-{commandId:N}";

    /// <summary>The workspace of a preview; null for a text that is no id of one.</summary>
    public static Guid? WorkspaceOf(string previewId) =>
        previewId.Length == Length && previewId[Digits] == '-' && Guid.TryParseExact(previewId[..Digits], "N", out var workspace) ? workspace : null;
}

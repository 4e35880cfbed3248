using EventSourced.Commands.Fastest.Merging;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>Why somebody has to decide about a path, in words that clients distinguish.</summary>
internal static class SyncReasons
{
    /// <summary>A blob of the file is not stored, so its lines cannot be compared.</summary>
    public const string NotStored = "not_stored";

    /// <summary>The workspace has a folder where main has a file, or the reverse.</summary>
    public const string PathTaken = "path_taken";

    /// <summary>The reason of a conflict of trees.</summary>
    public static string Of(MergeStep conflict) => conflict switch
    {
        { Rule: 3 } => "deleted_in_workspace",
        { Base: null } => "added_on_both_sides",
        _ => "not_a_file",
    };

    /// <summary>The reason of a conflict of lines.</summary>
    public static string Of(MergeConflict conflict) => conflict switch
    {
        MergeConflict.SameLines => "same_lines",
        MergeConflict.LineEnds => "line_ends",
        MergeConflict.Binary => "binary",
        MergeConflict.TooLarge => "too_large",
        _ => "too_many_changes",
    };
}

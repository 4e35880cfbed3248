namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>Why a file has no chunk, in words that clients distinguish. With <see cref="IgnoredPath"/> and <see cref="PathTooLong"/> it is no concept either.</summary>
internal static class AtlasSkips
{
    /// <summary>The first part of its path is hidden or holds built files.</summary>
    public const string IgnoredPath = "ignored_path";

    /// <summary>Its path is too long.</summary>
    public const string PathTooLong = "path_too_long";

    /// <summary>Its extension or its content is that of a binary file.</summary>
    public const string Binary = "binary";

    /// <summary>It is larger than <see cref="AtlasChunks.MaxBytes"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>It has nothing but spaces.</summary>
    public const string Blank = "blank";

    /// <summary>Its blob is not stored, as in an imported tree.</summary>
    public const string NotStored = "not_stored";

    /// <summary>The requested number of files was reached before it.</summary>
    public const string OverMaxFiles = "over_max_files";
}

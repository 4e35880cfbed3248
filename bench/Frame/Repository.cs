namespace EventSourced.Bench.Frame;

/// <summary>The checkout that this program was built in.</summary>
internal static class Repository
{
    /// <summary>The folder of EventSourced.sln; null for a program that was copied elsewhere.</summary>
    public static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "EventSourced.sln"))) return folder.FullName;
        return null;
    }
}

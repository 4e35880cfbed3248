namespace EventSourced.Cli.Running;

/// <summary>The checkout in which this program was built.</summary>
internal static class Repository
{
    /// <summary>The folder of EventSourced.sln; null for a program that was copied elsewhere.</summary>
    public static string? Root { get; } = Find();

    public static string Require(string what) =>
        Root ?? throw new CliException($"{what} needs the repository: run it by the script `es` of a checkout.");

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventSourced.sln"))) return folder.FullName;
        }
        return null;
    }
}

namespace EventSourced.Commands.Tests;

/// <summary>Files of the repository that tests read where they are.</summary>
internal static class RepositoryFile
{
    /// <summary>The path of a file.</summary>
    /// <param name="parts">Folders and name, from the root of the repository.</param>
    public static string PathOf(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EventSourced.sln"))) folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
        return Path.Combine([folder.FullName, .. parts]);
    }
}

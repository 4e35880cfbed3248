namespace EventSourced.Testing;

/// <summary>Real inputs outside the repository, whose facts were counted without our code: <c>ES_SHARED_DATA</c>, or <c>../shared/data</c> beside the repository.</summary>
public static class SharedFolder
{
    /// <summary>Why a test without its inputs is skipped.</summary>
    public const string Absent = "No shared data: set ES_SHARED_DATA, or put the folder ../shared/data beside the repository.";

    /// <summary>A folder of the inputs; null when there is none.</summary>
    /// <param name="name">Its name, such as <c>whatsapp</c>.</param>
    public static string? Find(string name)
    {
        var data = Environment.GetEnvironmentVariable("ES_SHARED_DATA");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); data is null && folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventSourced.sln"))) data = Path.Combine(folder.FullName, "..", "shared", "data");
        }
        var found = Path.Combine(data ?? "", name);
        return Directory.Exists(found) ? found : null;
    }
}

using System.Text.Json;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

/// <summary>Real conversations outside the repository; their expected facts were counted without this reader.</summary>
internal static class SharedConversations
{
    public static string? Folder { get; } = Find();

    /// <summary>File names, or one empty name if the folder does not exist, so that the test can report why it is skipped.</summary>
    public static TheoryData<string> Cases
    {
        get
        {
            var cases = new TheoryData<string>();
            string[] expected = Folder is null ? [] : Directory.GetFiles(Folder, "*.expected.json", SearchOption.AllDirectories);
            foreach (var facts in expected.Order(StringComparer.Ordinal))
                cases.Add(Path.GetRelativePath(Folder!, facts[..^".expected.json".Length]));
            if (cases.Count == 0) cases.Add("");
            return cases;
        }
    }

    public static (string Path, JsonElement Facts) Open(string relative)
    {
        if (relative.Length == 0)
            Assert.Skip("No shared data: set ES_SHARED_DATA, or put the folder ../shared/data beside the repository.");
        var path = Path.Combine(Folder!, relative);
        return (path, JsonDocument.Parse(File.ReadAllBytes(path + ".expected.json")).RootElement);
    }

    private static string? Find()
    {
        var data = Environment.GetEnvironmentVariable("ES_SHARED_DATA");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); data is null && folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventSourced.sln"))) data = Path.Combine(folder.FullName, "..", "shared", "data");
        }
        var conversations = Path.Combine(data ?? "", "conversations");
        return Directory.Exists(conversations) ? conversations : null;
    }
}

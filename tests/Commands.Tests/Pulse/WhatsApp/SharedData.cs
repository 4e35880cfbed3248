using System.Text.Json;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

/// <summary>Real exports outside the repository; their expected facts were counted without this parser.</summary>
internal static class SharedData
{
    public static string? WhatsAppFolder { get; } = Find();

    public static IEnumerable<string> ExpectedFiles =>
        WhatsAppFolder is null ? [] : Directory.EnumerateFiles(WhatsAppFolder, "*.expected.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>File names, or one empty name if the folder does not exist, so that the test can report why it is skipped.</summary>
    public static TheoryData<string> Cases
    {
        get
        {
            var cases = new TheoryData<string>();
            foreach (var file in ExpectedFiles)
            {
                if (File.Exists(DataFile(file))) cases.Add(Path.GetRelativePath(WhatsAppFolder!, file));
            }
            if (cases.Count == 0) cases.Add("");
            return cases;
        }
    }

    public static void SkipWhenAbsent(string relative)
    {
        if (relative.Length == 0)
            Assert.Skip("No shared data: set ES_SHARED_DATA, or put the folder ../shared/data beside the repository.");
    }

    public static string DataFile(string expectedFile) => expectedFile[..^".expected.json".Length];

    public static JsonElement Facts(string relative) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(WhatsAppFolder!, relative))).RootElement;

    private static string? Find()
    {
        var data = Environment.GetEnvironmentVariable("ES_SHARED_DATA");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); data is null && folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventSourced.sln"))) data = Path.Combine(folder.FullName, "..", "shared", "data");
        }
        var whatsApp = Path.Combine(data ?? "", "whatsapp");
        return Directory.Exists(whatsApp) ? whatsApp : null;
    }
}

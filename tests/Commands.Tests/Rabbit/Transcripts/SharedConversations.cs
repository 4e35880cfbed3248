using System.Text.Json;
using EventSourced.Testing;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

/// <summary>Real conversations outside the repository; their expected facts were counted without this reader.</summary>
internal static class SharedConversations
{
    public static string? Folder { get; } = SharedFolder.Find("conversations");

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
            Assert.Skip(SharedFolder.Absent);
        var path = Path.Combine(Folder!, relative);
        return (path, JsonDocument.Parse(File.ReadAllBytes(path + ".expected.json")).RootElement);
    }
}

using System.Text.Json;
using EventSourced.Testing;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

/// <summary>Real exports outside the repository; their expected facts were counted without this parser.</summary>
internal static class SharedData
{
    public static string? WhatsAppFolder { get; } = SharedFolder.Find("whatsapp");

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
            Assert.Skip(SharedFolder.Absent);
    }

    public static string DataFile(string expectedFile) => expectedFile[..^".expected.json".Length];

    public static JsonElement Facts(string relative) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(WhatsAppFolder!, relative))).RootElement;
}

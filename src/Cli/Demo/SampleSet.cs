using System.Text.Json;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Demo;

/// <summary>The samples and what is known about them: <c>samples/expected.json</c>.</summary>
internal sealed record SampleSet
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required SampleCommunity Community { get; init; }

    public required IReadOnlyList<SampleSource> Sources { get; init; }

    public required IReadOnlyList<SampleConversation> Conversations { get; init; }

    public static SampleSet Load()
    {
        var folder = Folder;
        var file = Path.Combine(folder, "expected.json");
        return File.Exists(file)
            ? JsonSerializer.Deserialize<SampleSet>(File.ReadAllText(file), s_json)!
            : throw new CliException($"{file} is missing: check out the folder samples.");
    }

    public static string PathOf(SampleFile file) => Path.Combine(Folder, "pulse", file.File);

    public static string PathOf(SampleConversation conversation) => Path.Combine(Folder, "rabbit", conversation.File);

    private static string Folder => Path.Combine(Repository.Require("The demo"), "samples");
}

/// <summary>The community of the samples.</summary>
internal sealed record SampleCommunity(string CommunityId, string Name, string Description);

/// <summary>A chat, and what all its exports together hold.</summary>
internal sealed record SampleSource(
    string SourceId, string Name, string Description, long Messages, int Authors, int Days, string FirstDay, string LastDay,
    IReadOnlyList<SampleFile> Files, IReadOnlyList<SampleWeek> Weeks);

/// <summary>An export, and what it holds when it is imported after those before it.</summary>
internal sealed record SampleFile(string File, long Messages, int Days, string FirstDay, string LastDay, int WeeksTouched, long NewMessages);

/// <summary>A week that is summarised.</summary>
internal sealed record SampleWeek(string WeekStart, int TotalMessages, int UniqueSenders);

/// <summary>A conversation of a child, and what it holds. Words are only known where the text has no transcriber's codes.</summary>
internal sealed record SampleConversation(string File, string ChildId, int Turns, int Sessions, int? Words, int? DistinctWords);

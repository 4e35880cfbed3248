using System.Text.Json;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Guidance;

/// <summary>
/// Suggests next steps without a language model: the features of the brief in their order, then what every project needs. The same brief always gives the same steps;
/// <see cref="NextSteps"/> leaves out what was suggested before.
/// </summary>
internal static class NextStepRules
{
    private static readonly Suggestion[] s_common =
    [
        new("Add automated tests for the main path", "Test what a user does most often, from the first step to the last.", "A change that breaks it is found before a user finds it.", "testing", 2, "medium"),
        new("Build and test every change automatically", "Run the build and the tests on each push.", "Faults are found while the change is still small.", "infrastructure", 2, "small"),
        new("Describe how to set the project up", "Write the commands from a fresh machine to a running system into the README.", "Others can help only if they can run it.", "documentation", 3, "small"),
    ];

    /// <summary>The suggestions, most important first.</summary>
    public static IReadOnlyList<Suggestion> Suggest(ProjectBriefWritten brief)
    {
        var root = JsonSerializer.Deserialize<JsonElement>(brief.Brief);
        var of = brief.Intent == "startup" ? "The brief lists it among the first features." : "The brief lists it as needed.";
        return
        [
            .. Feature("mvp_features", 1, of), .. Feature("must_have", 1, of),
            .. IsFalse("has_users") ? [new Suggestion("Show the project to three target users", Users(), "The brief says that there are no users yet.", "research", 1, "small")] : (Suggestion[])[],
            .. Feature("nice_to_have", 3, "The brief lists it as nice to have."), .. s_common,
        ];

        IEnumerable<Suggestion> Feature(string list, int priority, string why) => Texts(list).Select(text => new Suggestion($"Build: {text}", null, why, "feature", priority, null));
        IEnumerable<string> Texts(string list) => root.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!.Trim()).Where(t => t.Length > 0) : [];
        bool IsFalse(string flag) => root.TryGetProperty(flag, out var value) && value.ValueKind == JsonValueKind.False;
        string? Users() => Texts("target_users").ToList() is { Count: > 0 } users ? $"For example: {string.Join(", ", users)}." : null;
    }
}

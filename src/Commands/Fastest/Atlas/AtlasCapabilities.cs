using System.Text;
using System.Text.Json;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Intelligence;
using EventSourced.Contracts;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>Asks a language model what a product can do (§3.7). <see cref="AtlasGraph"/> shortens its texts and makes their ids.</summary>
internal static class AtlasCapabilities
{
    private const int MaxTokens = 1_500;
    private const int MaxPaths = 300, MaxDecisions = 30;

    private const string Instruction = """
        You describe what a software product can do. From its files and decisions, name 3 to 8 capabilities as its users would.
        Answer with JSON only: {"capabilities": [{"name": "at most 120 characters", "description": "at most 400 characters"}]}
        """;

    /// <summary>The capabilities; none when the model answers nothing.</summary>
    /// <exception cref="ModelServiceException">The model failed, or answered something else.</exception>
    public static async Task<IReadOnlyList<AtlasCapability>> AskAsync(
        ILanguageModel model, FileTree tree, IReadOnlyList<AtlasDecision> decisions, CancellationToken cancellationToken)
    {
        var request = new ModelRequest([new("system", Instruction), new("user", Describe(tree, decisions))], MaxTokens, IsJson: true);
        return await model.CompleteAsync(request, cancellationToken) is not { } answer ? []
            : Parse(answer) ?? throw new ModelServiceException($"the language model {model.Name} did not answer with a list of capabilities. Index again, or choose another model.");
    }

    /// <summary>The capabilities of an answer; null if it has another structure.</summary>
    internal static IReadOnlyList<AtlasCapability>? Parse(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return [.. json.RootElement.GetProperty("capabilities").EnumerateArray().Select(item => new AtlasCapability(
                Storable.Replace(item.GetProperty("name").GetString() ?? ""),
                item.TryGetProperty("description", out var description) && description.GetString() is { } text ? Storable.Replace(text) : null))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static string Describe(FileTree tree, IReadOnlyList<AtlasDecision> decisions)
    {
        var text = new StringBuilder("Files:\n");
        foreach (var path in AtlasGraph.FilesOf(tree).Take(MaxPaths)) text.Append(path).Append('\n');
        if (decisions.Count > 0) text.Append("Decisions:\n");
        foreach (var decision in decisions.Take(MaxDecisions)) text.Append(decision.Text).Append('\n');
        return text.ToString();
    }
}

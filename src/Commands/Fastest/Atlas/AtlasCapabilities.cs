using System.Text;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Intelligence;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>Asks a language model what a product can do (§3.7). <see cref="AtlasGraph"/> shortens its texts and makes their ids.</summary>
internal static class AtlasCapabilities
{
    private const int MaxTokens = 1_500;
    private const int MaxText = 1_000;
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
        return await model.CompleteAsync(request, cancellationToken) is { } answer ? Read(answer) : [];
    }

    private static IReadOnlyList<AtlasCapability> Read(string answer) =>
    [
        .. ModelJson.Items(answer, "capabilities").Select(item => new AtlasCapability(item.Text("name", MaxText) ?? "", item.Text("description", MaxText))),
    ];

    private static string Describe(FileTree tree, IReadOnlyList<AtlasDecision> decisions)
    {
        var text = new StringBuilder("Files:\n");
        foreach (var path in AtlasGraph.FilesOf(tree).Take(MaxPaths)) text.Append(path).Append('\n');
        if (decisions.Count > 0) text.Append("Decisions:\n");
        foreach (var decision in decisions.Take(MaxDecisions)) text.Append(decision.Text).Append('\n');
        return text.ToString();
    }
}

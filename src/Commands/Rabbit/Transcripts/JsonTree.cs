using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>A tree of messages from a chat with a language model: <c>mapping</c> contains the nodes, <c>current_node</c> is the end of the current branch.</summary>
/// <param name="Messages">The messages from the root to the current node, with the index of their nodes in the mapping. They replaced the other branches.</param>
/// <param name="Others">Number of messages in other branches.</param>
/// <param name="Fault">The reason why the branch does not lead to a root, or null.</param>
internal sealed record JsonTree(IReadOnlyList<(int Node, JsonElement Message)> Messages, int Others, string? Fault)
{
    /// <summary>The tree of an object, or null if it is none.</summary>
    public static JsonTree? Of(JsonElement value)
    {
        if (!value.TryGetProperty("mapping", out var mapping) || mapping.ValueKind != JsonValueKind.Object) return null;
        if (JsonName.Find(value, "current_node") is not { } id) return null;
        var nodes = new Dictionary<string, (int Index, JsonElement Node)>(StringComparer.Ordinal);
        var (messages, index) = (0, 0);
        foreach (var node in mapping.EnumerateObject())
        {
            nodes[node.Name] = (index++, node.Value);
            if (Message(node.Value) is not null) messages++;
        }
        var branch = new List<(int, JsonElement)>();
        var met = new HashSet<string>(StringComparer.Ordinal);
        string? fault = null;
        while (true)
        {
            if (!nodes.TryGetValue(id, out var node)) fault = met.Count == 0 ? "current_node is not in mapping" : "a parent is not in mapping";
            else if (!met.Add(id)) fault = "the parents run in a circle";
            if (fault is not null) break;
            if (Message(node.Node) is { } message) branch.Add((node.Index, message));
            if (node.Node.ValueKind != JsonValueKind.Object || JsonName.Find(node.Node, "parent") is not { } parent) break;
            id = parent;
        }
        branch.Reverse();
        return new(branch, messages - branch.Count, fault);
    }

    private static JsonElement? Message(JsonElement node) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object ? message : null;
}

using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>A tree of messages as chats with language models are exported: <c>mapping</c> has the nodes, <c>current_node</c> is the end of the branch that counts.</summary>
/// <param name="Messages">The messages from the root to the current node, with the places of their nodes in the mapping. Other branches were replaced by these.</param>
/// <param name="Others">Messages of other branches.</param>
/// <param name="Fault">Why the branch does not lead to a root; null where it does.</param>
internal sealed record JsonTree(IReadOnlyList<(int Node, JsonElement Message)> Messages, int Others, string? Fault)
{
    /// <summary>The tree of an object, or null when it is none.</summary>
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

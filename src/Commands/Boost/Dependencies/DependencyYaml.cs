using EventSourced.Commands.Boost.Libraries;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>Reads the YAML form: a mapping <c>dependencies</c> of components, each with the list of those that it depends on. Other parts of the file are about builds.</summary>
internal static class DependencyYaml
{
    private const string Section = "dependencies";

    public static IReadOnlyList<DependencyLine> Read(string text)
    {
        var root = Load(text);
        if (root is not YamlMappingNode file || !file.Children.TryGetValue(new YamlScalarNode(Section), out var section) || section is not YamlMappingNode components)
            throw new BoostFileException(DependencyFile.Invalid, $"The file has no mapping \"{Section}\" of libraries. Give a file such as dependencies-1.84.0.yml, or lines \"library -> dependency\".");
        return [.. components.Children.Select(c => new DependencyLine(Name(c.Key), [.. Names(c.Value).Distinct(StringComparer.Ordinal)], (int)c.Key.Start.Line))];
    }

    private static IEnumerable<string> Names(YamlNode list) => list switch
    {
        YamlSequenceNode names => names.Children.Select(Name),
        YamlScalarNode { Value: null or "" or "~" or "null" } => [],
        _ => throw Fault(list, "a list of names"),
    };

    private static string Name(YamlNode node) =>
        node is YamlScalarNode { Value: { Length: > 0 } name } && !name.Any(char.IsWhiteSpace) ? name : throw Fault(node, "the name of a library");

    private static YamlNode? Load(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [var document, ..] ? document.RootNode : null;
        }
        catch (YamlException e)
        {
            throw new BoostFileException(DependencyFile.Invalid, $"The file is not valid YAML: line {e.Start.Line}, column {e.Start.Column}. Correct it there.", e);
        }
    }

    private static BoostFileException Fault(YamlNode node, string expected) =>
        new(DependencyFile.Invalid, $"Line {node.Start.Line}, column {node.Start.Column}: here must be {expected}. Give a file such as dependencies-1.84.0.yml.");
}

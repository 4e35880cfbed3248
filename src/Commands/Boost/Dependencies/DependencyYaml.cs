using EventSourced.Commands.Boost.Libraries;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>
/// Reads the YAML form: a mapping <c>dependencies</c> of components, each with the list of those that it depends on. Other parts of the file are about builds. It reads the
/// parser's events one by one: a tree of nodes would be made by recursion, which deeply nested content could exhaust.
/// </summary>
internal static class DependencyYaml
{
    private const string Section = "dependencies";

    public static IReadOnlyList<DependencyLine> Read(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.TryConsume<DocumentStart>(out _) && parser.TryConsume<MappingStart>(out _))
            {
                while (!parser.TryConsume<MappingEnd>(out _))
                {
                    if (parser.TryConsume<Scalar>(out var key) && key.Value == Section && parser.TryConsume<MappingStart>(out _)) return [.. Components(parser)];
                    if (key is null) Skip(parser);
                    Skip(parser);
                }
            }
            throw new BoostFileException(DependencyFile.Invalid, $"The file has no mapping \"{Section}\" of libraries. Give a file such as dependencies-1.84.0.yml, or lines \"library -> dependency\".");
        }
        catch (YamlException e)
        {
            throw new BoostFileException(DependencyFile.Invalid, $"The file is not valid YAML: line {e.Start.Line}, column {e.Start.Column}. Correct it there.", e);
        }
    }

    private static IEnumerable<DependencyLine> Components(Parser parser)
    {
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var line = (int)parser.Current!.Start.Line;
            yield return new(Name(parser), [.. Names(parser).Distinct(StringComparer.Ordinal)], line);
        }
    }

    private static IEnumerable<string> Names(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var nothing))
        {
            if (nothing.Value is not ("" or "~" or "null")) throw Fault(nothing, "a list of names");
            yield break;
        }
        if (!parser.TryConsume<SequenceStart>(out _)) throw Fault(parser.Current!, "a list of names");
        while (!parser.TryConsume<SequenceEnd>(out _)) yield return Name(parser);
    }

    private static string Name(Parser parser) => parser.TryConsume<Scalar>(out var scalar) && scalar.Value is { Length: > 0 } name && !name.Any(char.IsWhiteSpace)
        ? name
        : throw Fault(scalar ?? parser.Current!, "the name of a library");

    private static void Skip(Parser parser)
    {
        var depth = 0;
        do
        {
            depth += parser.Consume<ParsingEvent>().NestingIncrease;
        }
        while (depth > 0);
    }

    private static BoostFileException Fault(ParsingEvent at, string expected) =>
        new(DependencyFile.Invalid, $"Line {at.Start.Line}, column {at.Start.Column}: here must be {expected}. Give a file such as dependencies-1.84.0.yml.");
}

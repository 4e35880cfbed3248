using System.Text;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Contracts;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>Reads the dependencies of one version: lines <c>library -&gt; dependency dependency</c> of the dependency tool, or the YAML form.</summary>
public static class DependencyFile
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Code of a file that cannot be read.</summary>
    public const string Invalid = "invalid_dependencies";

    /// <summary>Type of a file with lines.</summary>
    public const string Text = "txt";

    /// <summary>Type of a YAML file.</summary>
    public const string Yaml = "yml";

    private const string Arrow = "->";

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file of either form.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="isYaml">Whether it is YAML.</param>
    /// <exception cref="BoostFileException">It cannot be read.</exception>
    public static IReadOnlyList<DependencyLine> Read(ReadOnlySpan<byte> utf8, bool isYaml)
    {
        if (Storable.FaultOf(utf8) is { } fault) throw new BoostFileException(Invalid, $"The file cannot be read as text. {fault}");
        var text = s_utf8.GetString(utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8);
        return isYaml ? DependencyYaml.Read(text) : Lines(text);
    }

    /// <summary>Reads lines. Blank lines, and those that begin with <c>#</c>, say nothing.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="BoostFileException">A line has no arrow, or no library before it.</exception>
    public static IReadOnlyList<DependencyLine> Lines(string text)
    {
        List<DependencyLine> lines = [];
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
            var library = arrow < 0 ? "" : line[..arrow].Trim();
            if (library.Length == 0 || library.Any(char.IsWhiteSpace))
                throw new BoostFileException(Invalid, $"Line {number} is not \"library -> dependency dependency\". Give the output of boostdep --list-dependencies for one version.");
            var names = line[(arrow + Arrow.Length)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            lines.Add(new(library, [.. names.Distinct(StringComparer.Ordinal)], number));
        }
        return lines;
    }
}

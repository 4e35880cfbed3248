using System.Text.RegularExpressions;

namespace EventSourced.Commands.Fastest.Detection;

/// <summary>Packages that a Python project names.</summary>
internal static partial class PythonPackages
{
    public const string Project = "pyproject.toml", Requirements = "requirements.txt";

    /// <summary>Names at the beginning of a line or of a quoted text, in lower case and with hyphens. Not all are packages; those that matter are found among them.</summary>
    public static IReadOnlySet<string> Of(IReadOnlyDictionary<string, string> texts) =>
        new[] { Project, Requirements }.Where(texts.ContainsKey).SelectMany(file => texts[file].Split('\n')).Select(line => line.Split('#')[0])
            .SelectMany(line => Name().Matches(line)).Select(match => match.Groups[1].Value.ToLowerInvariant().Replace('_', '-')).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("""(?:^\s*|["'])([A-Za-z0-9][A-Za-z0-9._-]*)""")]
    private static partial Regex Name();
}

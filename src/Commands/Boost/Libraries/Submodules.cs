using System.Text.RegularExpressions;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>A library's submodule of the super-project.</summary>
/// <param name="Name">Its name: <c>ublas</c>.</param>
/// <param name="Path">Where it is: <c>libs/numeric/ublas</c>.</param>
/// <param name="Repository">Key of its repository, <c>boostorg/ublas</c>; null when the address does not tell.</param>
public sealed record LibrarySubmodule(string Name, string Path, string? Repository);

/// <summary>Reads <c>.gitmodules</c> of the super-project. Libraries are the submodules below <c>libs/</c>.</summary>
public static partial class Submodules
{
    /// <summary>Most characters of a file.</summary>
    public const int MaxLength = 1024 * 1024;

    // Relative addresses are relative to github.com/boostorg/boost.
    private const string Organisation = "boostorg";

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <exception cref="BoostFileException">A line is neither a section nor a setting.</exception>
    public static IReadOnlyList<LibrarySubmodule> Read(string text)
    {
        List<LibrarySubmodule> found = [];
        (string Name, string? Path, string? Url)? section = null;
        var number = 0;
        foreach (var line in text.Split('\n').Select(l => l.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (Section().Match(line) is { Success: true } begins)
            {
                End();
                section = (begins.Groups[1].Value, null, null);
            }
            else if (section is { } current && Setting().Match(line) is { Success: true } setting)
            {
                var value = setting.Groups[2].Value.Trim();
                section = setting.Groups[1].Value switch
                {
                    "path" => (current.Name, value, current.Url),
                    "url" => (current.Name, current.Path, value),
                    _ => current,
                };
            }
            else
            {
                throw new BoostFileException("invalid_gitmodules", $".gitmodules: line {number} is neither [submodule \"…\"] nor a setting of one. Give the .gitmodules of the release's tag.");
            }
        }
        End();
        return found;

        void End()
        {
            if (section is { Path: { } path } ended && path.StartsWith("libs/", StringComparison.Ordinal)) found.Add(new(ended.Name, path, RepositoryOf(ended.Url)));
        }
    }

    private static string? RepositoryOf(string? url)
    {
        if (url is null || Address().Match(url) is not { Success: true } match) return null;
        var owner = match.Groups[1].Success ? match.Groups[1].Value : Organisation;
        return $"{owner}/{match.Groups[2].Value}".ToLowerInvariant();
    }

    [GeneratedRegex(@"\A\[submodule ""([^""]+)""\]\z")]
    private static partial Regex Section();

    [GeneratedRegex(@"\A([A-Za-z]+)\s*=\s*(.*)\z")]
    private static partial Regex Setting();

    [GeneratedRegex(@"\A(?:\.\./|(?:[a-z+]+://[^/]+/|[^@/]+@[^:/]+:)([^/]+)/)([^/]+?)(?:\.git)?/?\z")]
    private static partial Regex Address();
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Reads the version of Boost that a build asks for, from the files of CMake, Conan and vcpkg.</summary>
internal static partial class RequiredVersion
{
    private static readonly string[] s_files = ["CMakeLists.txt", "conanfile.txt", "conanfile.py", "vcpkg.json"];

    /// <summary>Whether a file may say the version.</summary>
    /// <param name="path">Path of the file.</param>
    public static bool IsBuildFile(string path) => RankOf(path) >= 0;

    /// <summary>
    /// The first version that build files name, such as <c>1.84.0</c>; empty when none does. The files of CMake come first, then those of Conan and of vcpkg; of several the one
    /// that is nearest to the root.
    /// </summary>
    /// <param name="files">Paths and texts of build files.</param>
    public static string Of(IEnumerable<(string Path, string Text)> files) => files
        .OrderBy(f => RankOf(f.Path)).ThenBy(f => f.Path.Count(c => c == '/')).ThenBy(f => f.Path, StringComparer.Ordinal)
        .Select(f => InText(f.Text) is { Length: > 0 } version ? version : RankOf(f.Path) == s_files.Length - 1 ? OfVcpkg(f.Text) : "").FirstOrDefault(v => v.Length > 0) ?? "";

    private static int RankOf(string path) => Array.IndexOf(s_files, path[(path.LastIndexOf('/') + 1)..]);

    private static string InText(string text)
    {
        foreach (var form in (Regex[])[FindPackage(), SetVersion(), MinimumVersion(), GitTag(), Required(), Archive(), Reference(), Member()])
            if (form.Match(text) is { Success: true } match) return match.Groups[1].Value;
        return "";
    }

    // {"overrides": [{"name": "boost", "version": "1.84.0#1"}], "dependencies": [{"name": "boost-asio", "version>=": "1.84.0"}]}
    private static string OfVcpkg(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            foreach (var list in (string[])["overrides", "dependencies"])
            {
                if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(list, out var entries) || entries.ValueKind != JsonValueKind.Array) continue;
                foreach (var entry in entries.EnumerateArray())
                    if (VersionOf(entry) is { Length: > 0 } version) return version;
            }
        }
        catch (JsonException)
        {
            // A file that vcpkg could not read either names no version.
        }
        return "";
    }

    private static string VersionOf(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String) return "";
        if (name.GetString() is not { } text || !(text == "boost" || text.StartsWith("boost-", StringComparison.Ordinal))) return "";
        return entry.EnumerateObject().Where(m => m.Name.StartsWith("version", StringComparison.Ordinal) && m.Value.ValueKind == JsonValueKind.String)
            .Select(m => Number().Match(m.Value.GetString()!)).Where(m => m.Success).Select(m => m.Value).FirstOrDefault() ?? "";
    }

    [GeneratedRegex(@"find_package\s*\(\s*Boost\s+([0-9]+(?:\.[0-9]+)+)", RegexOptions.IgnoreCase)]
    private static partial Regex FindPackage();

    [GeneratedRegex(@"set\s*\(\s*BOOST_VERSION\s+""?([0-9]+(?:\.[0-9]+)+)", RegexOptions.IgnoreCase)]
    private static partial Regex SetVersion();

    [GeneratedRegex(@"MINIMUM_BOOST_VERSION[\s=""']+([0-9]+(?:\.[0-9]+)+)")]
    private static partial Regex MinimumVersion();

    [GeneratedRegex(@"GIT_TAG\s+""?boost-([0-9]+(?:\.[0-9]+)+)")]
    private static partial Regex GitTag();

    [GeneratedRegex(@"\bBoost\s+([0-9]+(?:\.[0-9]+)+)\s+REQUIRED")]
    private static partial Regex Required();

    [GeneratedRegex(@"\bboost-([0-9]+(?:\.[0-9]+)+)\.tar\.gz")]
    private static partial Regex Archive();

    [GeneratedRegex(@"\bboost/([0-9]+(?:\.[0-9]+)+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"""boost""\s*:\s*""([0-9]+(?:\.[0-9]+)+)")]
    private static partial Regex Member();

    [GeneratedRegex(@"\A[0-9]+(?:\.[0-9]+)+")]
    private static partial Regex Number();
}

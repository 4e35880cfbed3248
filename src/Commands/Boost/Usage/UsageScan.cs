using EventSourced.Commands.Files;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>A file that a scan found, with the headers of Boost that it includes.</summary>
/// <param name="Path">Its path.</param>
/// <param name="CommitDate">Time of its last commit, or null.</param>
/// <param name="Includes">Names of headers, each once.</param>
internal sealed record SourceFile(string Path, DateTimeOffset? CommitDate, IReadOnlyList<string> Includes);

/// <summary>What a scan says about a repository: includes are extracted, and contents are not needed any more.</summary>
/// <param name="Sources">Files that the search found. Files of builds are none, so that they do not make a scan without results look like one with results.</param>
/// <param name="IsEmbedded">Whether the repository has a copy of Boost.</param>
/// <param name="Version">The version that the files name; may be empty.</param>
/// <param name="Notes">What is left out, by the number of the file.</param>
internal sealed record UsageScan(IReadOnlyList<SourceFile> Sources, bool IsEmbedded, string Version, LeftOutNotes Notes)
{
    /// <summary>Reads the files of a scan.</summary>
    /// <param name="files">The files.</param>
    public static UsageScan Of(IReadOnlyList<ScannedFile> files)
    {
        var notes = new LeftOutNotes();
        Dictionary<string, SourceFile> sources = new(StringComparer.Ordinal);
        List<(string Path, string Text)> builds = [];
        var (isEmbedded, version) = (false, "");
        foreach (var (i, file) in files.Index())
        {
            if (!PathLimit.IsShort(file.Path))
            {
                notes.Add("path_is_too_long", i + 1);
                continue;
            }
            var includes = IncludesOf(file, i + 1, notes);
            if (EmbeddedVersion.IsHeader(file.Path))
            {
                isEmbedded = true;
                if (version.Length == 0) version = EmbeddedVersion.Of(file.Content ?? "");
                // It is looked for in every scan, whatever the search finds.
                if (includes.Count == 0) continue;
            }
            else if (RequiredVersion.IsBuildFile(file.Path))
            {
                builds.Add((file.Path, file.Content ?? ""));
                continue;
            }
            sources[file.Path] = sources.GetValueOrDefault(file.Path) is not { } before
                ? new(file.Path, file.CommitDate, includes)
                : new(file.Path, before.CommitDate > file.CommitDate ? before.CommitDate : file.CommitDate ?? before.CommitDate, [.. before.Includes.Union(includes, StringComparer.Ordinal)]);
        }
        return new([.. sources.Values], isEmbedded, version.Length > 0 ? version : RequiredVersion.Of(builds), notes);
    }

    private static List<string> IncludesOf(ScannedFile file, int number, LeftOutNotes notes)
    {
        List<string> names = [.. Includes.In(file.Content ?? "")];
        if (names.Count == 0) names = [.. (file.Headers ?? []).Select(h => h.Trim().Trim('<', '>', '"')).Where(h => h.Length > 0).Distinct(StringComparer.Ordinal)];
        var tooLong = names.RemoveAll(n => !PathLimit.IsShort(n));
        if (tooLong > 0) notes.Add("header_is_too_long", number, tooLong);
        return names;
    }
}

using EventSourced.Contracts.Boost;

namespace EventSourced.Projections.Boost;

/// <summary>What becomes of a file by a commit.</summary>
/// <param name="Filename">Path of the file.</param>
/// <param name="IsDeleted">Whether the commit removes it.</param>
/// <param name="PreviousFilename">Path from which the commit renames it, or null.</param>
internal sealed record FileOutcome(string Filename, bool IsDeleted, string? PreviousFilename);

/// <summary>Values that several tables of Boost compute. If you change the meaning of one, raise the revision of the tables that use it.</summary>
internal static class Rows
{
    public static IEnumerable<LicenseFacts> Current(RepositoryLicenseRecorded e) => e.License is { } license ? [license] : [];

    /// <summary>The usages of a scan: one for each header of a file, and one without a header for those that no library has.</summary>
    public static IEnumerable<(UsingFile File, BoostHeader? Header)> Usages(UsageScanned e)
    {
        foreach (var file in e.Files)
        {
            foreach (var header in file.Headers) yield return (file, header);
            if (file.MissingHeaders.Count > 0) yield return (file, null);
        }
    }

    /// <summary>The files of a commit, and those that were renamed away, unless the commit puts another file in their place.</summary>
    public static IReadOnlyList<FileOutcome> Outcomes(CommitRecorded e)
    {
        var outcomes = new List<FileOutcome>(e.Files.Count);
        foreach (var file in e.Files) outcomes.Add(new(file.Filename, file.Status == FileStatus.Removed, file.Status == FileStatus.Renamed ? file.PreviousFilename : null));
        // Most commits rename nothing.
        HashSet<string>? named = null;
        foreach (var file in e.Files)
        {
            if (file is not { Status: FileStatus.Renamed, PreviousFilename: { } previous }) continue;
            named ??= [.. e.Files.Select(f => f.Filename)];
            if (named.Add(previous)) outcomes.Add(new(previous, true, null));
        }
        return outcomes;
    }
}

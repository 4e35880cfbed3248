using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Decides what a scan says that is new.</summary>
internal static class UsageRecord
{
    /// <summary>The files of a scan that must be read: those that are new, or have a commit since the start of the run.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="changedSince">Start of the run, or null.</param>
    public static IReadOnlyList<SourceFile> Read(UsageState state, UsageScan scan, DateTimeOffset? changedSince) =>
        [.. scan.Sources.Where(f => !(state.Files.ContainsKey(f.Path) && f.CommitDate <= changedSince))];

    /// <summary>The event of a scan; null when the same scan is recorded. It must not be older than the last one.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="read">Its files that are read: <see cref="Read"/>.</param>
    /// <param name="scannedAt">When it began.</param>
    /// <param name="headers">The files of headers.</param>
    public static UsageScanned? Of(UsageState state, UsageScan scan, IReadOnlyList<SourceFile> read, DateTimeOffset scannedAt, IReadOnlyDictionary<string, BoostHeader> headers)
    {
        List<UsingFile> files = [];
        List<MissingHeader> found = [];
        List<EndedUsage> ended = [];
        foreach (var source in read)
        {
            var known = state.Files.GetValueOrDefault(source.Path);
            var file = new UsingFile(
                source.Path, source.CommitDate ?? known?.CommitDate, [.. source.Includes.Where(headers.ContainsKey).Select(n => headers[n]).Distinct()], [.. source.Includes.Where(n => !headers.ContainsKey(n))]);
            if (known is null)
            {
                files.Add(file);
                continue;
            }
            var (before, after) = (ended.Count, found.Count);
            found.AddRange(known.Missing.Except(file.MissingHeaders, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(n => new MissingHeader(source.Path, n)));
            ended.AddRange(Active(known).Except(file.Headers).Select(h => new EndedUsage(source.Path, h)));
            if (IsNew(known, file) || ended.Count > before || found.Count > after) files.Add(file);
        }
        if (scan.Sources.Count > 0) ended.AddRange(Absent(state, scan));

        var isUsed = read.Any(f => f.Includes.Count > 0) || scan.Sources.Except(read).Any(f => state.Files[f.Path].IsUsing);
        var scanned = new UsageScanned(
            state.Repository, scannedAt, scan.Version.Length > 0 ? scan.Version : state.Last?.BoostVersion ?? "", scan.IsEmbedded, isUsed, files, found, ended, DateOnly.FromDateTime(scannedAt.UtcDateTime));
        return files.Count + found.Count + ended.Count == 0 && state.Last is { } last && scanned with { Files = last.Files, Found = last.Found, Ended = last.Ended } == last ? null : scanned;
    }

    private static bool IsNew(KnownFile known, UsingFile file) =>
        known.CommitDate != file.CommitDate
        || file.Headers.Any(h => !known.Headers.TryGetValue(h, out var endedOn) || endedOn is not null)
        || file.MissingHeaders.Any(n => !known.Missing.Contains(n)) || (file.MissingHeaders.Count > 0 && known.MissingEndedOn is not null);

    // Files that the search did not find. Of a file that it found, the headers that it does not include any more ended above, and the missing ones are gone.
    private static IEnumerable<EndedUsage> Absent(UsageState state, UsageScan scan)
    {
        var paths = scan.Sources.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, known) in state.Files.Where(f => !paths.Contains(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            foreach (var header in Active(known)) yield return new(path, header);
            if (known.Missing.Count > 0 && known.MissingEndedOn is null) yield return new(path, null);
        }
    }

    private static IEnumerable<BoostHeader> Active(KnownFile file) => file.Headers.Where(h => h.Value is null).Select(h => h.Key).OrderBy(h => h.Repository, StringComparer.Ordinal).ThenBy(h => h.Filename, StringComparer.Ordinal);
}

using EventSourced.Commands.Boost.Libraries;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>The key of a logged change.</summary>
/// <param name="Client">The library whose dependencies changed.</param>
/// <param name="Dependency">The other library.</param>
/// <param name="Date">Date of the release.</param>
internal readonly record struct LoggedChange(LibraryName Client, LibraryName Dependency, DateOnly Date);

/// <summary>
/// Computes the log of changes of a repository's libraries: a function of the dependencies and dates of all releases, so that the order in which they were recorded does not matter.
/// </summary>
internal static class DependencyLog
{
    /// <summary>
    /// Compares each release with the one before it, of those that list a library of the repository. The first logs nothing, and a release without the repository says nothing
    /// about it. When two releases of one date disagree, the later one counts.
    /// </summary>
    /// <param name="sets">Dependencies of the repository's libraries.</param>
    /// <param name="date">The date of a release.</param>
    public static Dictionary<LoggedChange, bool> Of(DependencySets sets, Func<BoostRelease, DateOnly> date)
    {
        Dictionary<LoggedChange, bool> log = [];
        Dictionary<LibraryName, HashSet<LibraryName>>? before = null;
        foreach (var (release, clients) in sets.ByRelease)
        {
            if (before is not null) Compare(before, clients, date(release), log);
            before = clients;
        }
        return log;
    }

    /// <summary>How a log differs from what is recorded; null when it does not.</summary>
    /// <param name="recorded">Recorded changes.</param>
    /// <param name="log">The log as it must be.</param>
    public static (IEnumerable<DependencyChange> Logged, IEnumerable<DependencyChange> Withdrawn) Difference(IReadOnlyDictionary<LoggedChange, bool> recorded, Dictionary<LoggedChange, bool> log) => (
        log.Where(c => !recorded.TryGetValue(c.Key, out var isAdd) || isAdd != c.Value).Select(Change),
        recorded.Where(c => !log.ContainsKey(c.Key)).Select(Change));

    private static void Compare(
        Dictionary<LibraryName, HashSet<LibraryName>> before, Dictionary<LibraryName, HashSet<LibraryName>> after, DateOnly date, Dictionary<LoggedChange, bool> log)
    {
        foreach (var client in before.Keys.Union(after.Keys))
        {
            IReadOnlySet<LibraryName> was = before.GetValueOrDefault(client) ?? [], now = after.GetValueOrDefault(client) ?? [];
            foreach (var added in now.Where(d => !was.Contains(d))) log[new(client, added, date)] = true;
            foreach (var removed in was.Where(d => !now.Contains(d))) log[new(client, removed, date)] = false;
        }
    }

    private static DependencyChange Change(KeyValuePair<LoggedChange, bool> change) => new(change.Key.Client, change.Key.Dependency, change.Key.Date, change.Value);
}

using EventSourced.Commands.Boost.Libraries;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>Decides what is new about a release and its dependencies, and how the log of changes follows.</summary>
/// <param name="Events">Events of the stream of releases.</param>
/// <param name="NewDependencies">Dependencies that were not recorded before.</param>
/// <param name="Logged">Changes that are logged.</param>
/// <param name="Withdrawn">Changes that are withdrawn.</param>
internal sealed record ReleaseRecord(IReadOnlyList<IEvent> Events, int NewDependencies, int Logged, int Withdrawn)
{
    /// <summary>Compares with what is known. The same again is nothing.</summary>
    /// <param name="state">All releases.</param>
    /// <param name="release">The release.</param>
    /// <param name="createdAt">Time of its tag; null leaves what is known.</param>
    /// <param name="clients">Dependencies in it.</param>
    /// <param name="now">The time.</param>
    public static ReleaseRecord Of(ReleasesState state, BoostRelease release, DateTimeOffset? createdAt, IReadOnlyList<ClientDependencies> clients, DateTimeOffset now)
    {
        List<IEvent> events = [];
        var isKnown = state.Releases.TryGetValue(release, out var known);
        var after = known with { VersionCreatedAt = createdAt ?? known.VersionCreatedAt };
        if (!isKnown || after != known) events.Add(new ReleaseRecorded(release.Tag, after.VersionCreatedAt));

        IReadOnlyList<ClientDependencies> added = [.. clients.Select(c => New(state, release, c)).OfType<ClientDependencies>()];
        if (added.Count > 0)
        {
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            events.Add(new DependenciesRecorded(release.Tag, today, added));
            after = after with { DependenciesOn = after.DependenciesOn ?? today };
        }

        // Repositories with new dependencies, and all of the release when its date moves.
        var touched = added.Select(c => c.Library.Repository).Concat(known.Date != after.Date ? state.RepositoriesIn(release) : []).Distinct(StringComparer.Ordinal);
        List<DependencyChange> logged = [], withdrawn = [];
        foreach (var repository in touched.Order(StringComparer.Ordinal))
        {
            var sets = state.SetsOf(repository).With(release, added.Where(c => c.Library.Repository == repository));
            var log = DependencyLog.Of(sets, r => (r == release ? after : state.Releases[r]).Date!.Value);
            var (more, less) = DependencyLog.Difference(state.LogOf(repository), log);
            logged.AddRange(more);
            withdrawn.AddRange(less);
        }
        if (logged.Count + withdrawn.Count > 0) events.Add(new DependencyChangesLogged(logged, withdrawn));
        return new(events, added.Sum(c => c.Dependencies.Count), logged.Count, withdrawn.Count);
    }

    private static ClientDependencies? New(ReleasesState state, BoostRelease release, ClientDependencies client)
    {
        if (state.SetsOf(client.Library.Repository).Find(release, client.Library) is not { } known) return client;
        IReadOnlyList<LibraryName> added = [.. client.Dependencies.Where(d => !known.Contains(d))];
        return added.Count > 0 ? client with { Dependencies = added } : null;
    }
}

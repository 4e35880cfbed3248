using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>A release, as far as its changes of dependencies need it.</summary>
/// <param name="VersionCreatedAt">Time of its tag, or null.</param>
/// <param name="DependenciesOn">When its dependencies were first recorded, or null.</param>
internal readonly record struct KnownRelease(DateTimeOffset? VersionCreatedAt, DateOnly? DependenciesOn)
{
    /// <summary>The date of its changes: its own, or that of the record while its own is unknown.</summary>
    public DateOnly? Date => VersionCreatedAt is { } time ? DateOnly.FromDateTime(time.UtcDateTime) : DependenciesOn;
}

/// <summary>Releases, the dependencies of each, and the log of their changes.</summary>
internal sealed class ReleasesState() : StreamState(LibraryStreams.Releases)
{
    private static readonly DependencySets s_none = new();

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DependencySets> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<LoggedChange, bool>> _log = new(StringComparer.Ordinal);

    /// <summary>All releases.</summary>
    public Dictionary<BoostRelease, KnownRelease> Releases { get; } = [];

    /// <summary>Dependencies of a repository's libraries, by release.</summary>
    public DependencySets SetsOf(string repository) => _sets.GetValueOrDefault(repository, s_none);

    /// <summary>The logged changes of a repository's libraries.</summary>
    public IReadOnlyDictionary<LoggedChange, bool> LogOf(string repository) => _log.TryGetValue(repository, out var log) ? log : new Dictionary<LoggedChange, bool>();

    /// <summary>The repositories whose libraries a release lists.</summary>
    public IEnumerable<string> RepositoriesIn(BoostRelease release) => _sets.Where(s => s.Value.ByRelease.ContainsKey(release)).Select(s => s.Key);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case ReleaseRecorded recorded:
                var named = BoostRelease.Parse(recorded.Version);
                Releases[named] = Releases.GetValueOrDefault(named) with { VersionCreatedAt = recorded.VersionCreatedAt };
                break;
            case DependenciesRecorded recorded:
                Apply(recorded);
                break;
            case DependencyChangesLogged logged:
                foreach (var change in logged.Withdrawn) LogFor(change.Client.Repository).Remove(Key(change));
                foreach (var change in logged.Logged) LogFor(change.Client.Repository)[Key(change)] = change.IsAdd;
                break;
        }
    }

    private void Apply(DependenciesRecorded recorded)
    {
        var release = BoostRelease.Parse(recorded.Version);
        var known = Releases.GetValueOrDefault(release);
        Releases[release] = known with { DependenciesOn = known.DependenciesOn ?? recorded.RecordedOn };
        foreach (var client in recorded.Clients)
        {
            if (!_sets.TryGetValue(client.Library.Repository, out var sets)) _sets[client.Library.Repository] = sets = new();
            sets.Add(release, Shared(client.Library), client.Dependencies.Select(Shared));
        }
    }

    private Dictionary<LoggedChange, bool> LogFor(string repository) => _log.TryGetValue(repository, out var log) ? log : _log[repository] = [];

    private LoggedChange Key(DependencyChange change) => new(Shared(change.Client), Shared(change.Dependency), change.Date);

    // Few names occur in very many events: each is kept once.
    private LibraryName Shared(LibraryName library) => new(Shared(library.Repository), Shared(library.Name));

    private string Shared(string text) => _texts.TryGetValue(text, out var kept) ? kept : _texts[text] = text;
}

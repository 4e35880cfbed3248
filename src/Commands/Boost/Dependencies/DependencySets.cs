using EventSourced.Commands.Boost.Libraries;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>What the libraries of one repository depend on, by release. A release without any of them is not in it: nothing is known then.</summary>
internal sealed class DependencySets
{
    private readonly SortedDictionary<BoostRelease, Dictionary<LibraryName, HashSet<LibraryName>>> _byRelease;

    public DependencySets() => _byRelease = [];

    private DependencySets(SortedDictionary<BoostRelease, Dictionary<LibraryName, HashSet<LibraryName>>> byRelease) => _byRelease = byRelease;

    /// <summary>The releases in order, each with its libraries and their dependencies.</summary>
    public IReadOnlyDictionary<BoostRelease, Dictionary<LibraryName, HashSet<LibraryName>>> ByRelease => _byRelease;

    /// <summary>The dependencies of a library in a release; null when the release does not list the library.</summary>
    public IReadOnlySet<LibraryName>? Find(BoostRelease release, LibraryName client) => _byRelease.GetValueOrDefault(release)?.GetValueOrDefault(client);

    /// <summary>Adds dependencies.</summary>
    public void Add(BoostRelease release, LibraryName client, IEnumerable<LibraryName> dependencies)
    {
        if (!_byRelease.TryGetValue(release, out var clients)) _byRelease[release] = clients = [];
        if (!clients.TryGetValue(client, out var set)) clients[client] = set = [];
        set.UnionWith(dependencies);
    }

    /// <summary>The sets with more dependencies; these stay as they are.</summary>
    public DependencySets With(BoostRelease release, IEnumerable<ClientDependencies> clients)
    {
        var copy = new DependencySets(new(_byRelease));
        if (_byRelease.TryGetValue(release, out var known)) copy._byRelease[release] = known.ToDictionary(c => c.Key, c => new HashSet<LibraryName>(c.Value));
        foreach (var client in clients) copy.Add(release, client.Library, client.Dependencies);
        return copy;
    }
}

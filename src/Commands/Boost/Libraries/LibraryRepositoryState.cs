using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>A library of a repository, in all releases.</summary>
internal sealed class KnownLibrary
{
    /// <summary>Categories, which it never loses.</summary>
    public HashSet<string> Categories { get; } = new(StringComparer.Ordinal);

    /// <summary>What is known of it in each release.</summary>
    public Dictionary<string, KnownLibraryVersion> Versions { get; } = new(StringComparer.Ordinal);
}

/// <summary>What is known of a library in a release.</summary>
/// <param name="Last">The last record.</param>
internal sealed record KnownLibraryVersion(RecordedLibrary Last)
{
    /// <summary>Authors and maintainers by account.</summary>
    public Dictionary<long, LibraryPerson> People { get; } = [];
}

/// <summary>The libraries of a repository.</summary>
/// <param name="repository">Key of the repository.</param>
internal sealed class LibraryRepositoryState(string repository) : StreamState(LibraryStreams.Libraries(repository))
{
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    public string Repository { get; } = repository;

    /// <summary>Whether the repository has libraries of Boost.</summary>
    public bool IsRegistered { get; private set; }

    /// <summary>Its libraries by name.</summary>
    public Dictionary<string, KnownLibrary> Libraries { get; } = new(StringComparer.Ordinal);

    /// <summary>The library that a file is assigned to, or null.</summary>
    public string? LibraryOf(string filename) => _files.GetValueOrDefault(filename);

    /// <summary>Whether libraries were recorded for a release.</summary>
    public bool Has(string version) => Libraries.Values.Any(l => l.Versions.ContainsKey(version));

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case LibraryRepositoryRegistered:
                IsRegistered = true;
                break;
            case LibrariesRecorded recorded:
                foreach (var library in recorded.Libraries) Apply(recorded.Version, library);
                break;
            case LibraryFilesAssigned assigned:
                foreach (var file in assigned.Filenames) _files[file] = assigned.Library;
                break;
        }
    }

    private void Apply(string version, RecordedLibrary recorded)
    {
        if (!Libraries.TryGetValue(recorded.Name, out var library)) Libraries[recorded.Name] = library = new();
        library.Categories.UnionWith(recorded.Categories);
        var known = new KnownLibraryVersion(recorded);
        if (library.Versions.TryGetValue(version, out var before))
            foreach (var (id, person) in before.People) known.People[id] = person;
        foreach (var person in recorded.People) known.People[person.GithubAccountId] = person;
        library.Versions[version] = known;
    }
}

using EventSourced.Commands.Deciding;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Everything that a description of a repository's libraries may change.</summary>
/// <param name="Repository">The repository's libraries.</param>
/// <param name="People">Streams of authors and maintainers.</param>
internal sealed record LibraryContext(LibraryRepositoryState Repository, NamedPeople People)
{
    public static async ValueTask<LibraryContext> LoadAsync(IStateSource source, string repository, IReadOnlyList<LibraryEntry> entries, CancellationToken cancellationToken) =>
        new(await source.LoadAsync(new LibraryRepositoryState(repository), cancellationToken), await NamedPeople.LoadAsync(source, entries, cancellationToken));

    /// <summary>The decision about a description, and how many libraries it changes.</summary>
    public (Decision Decision, int Changed) Decide(string version, string submodule, IReadOnlyList<LibraryEntry> entries)
    {
        var people = new LibraryPeople(People);
        var record = LibraryRecord.Of(Repository, version, submodule, entries, people);
        var decision = Decision.Of(Repository, record.OfRepository);
        if (record.Names.Count > 0) decision = decision.AndAtAnyVersion(LibraryStreams.Names, record.Names);
        return (people.AppendTo(decision), record.Changed);
    }
}

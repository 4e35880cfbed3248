using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Decides what a description of libraries says that is new.</summary>
/// <param name="OfRepository">Events of the repository's libraries.</param>
/// <param name="Names">Events of new names.</param>
/// <param name="Changed">Libraries about which something is new.</param>
internal sealed record LibraryRecord(IReadOnlyList<IEvent> OfRepository, IReadOnlyList<IEvent> Names, int Changed)
{
    /// <summary>
    /// Compares a description with what is known. Values that are given replace earlier ones, roles and categories are only added; a repeated description says nothing new.
    /// </summary>
    /// <param name="state">The repository's libraries.</param>
    /// <param name="version">The release.</param>
    /// <param name="submodule">Name of the submodule.</param>
    /// <param name="entries">The description.</param>
    /// <param name="people">Finds people.</param>
    public static LibraryRecord Of(LibraryRepositoryState state, string version, string submodule, IReadOnlyList<LibraryEntry> entries, LibraryPeople people)
    {
        List<IEvent> events = [];
        if (!state.IsRegistered) events.Add(new LibraryRepositoryRegistered(state.Repository));
        // Entries of one name are one library, as if they had come one after the other.
        var changed = entries.GroupBy(e => e.LibraryName(submodule), StringComparer.Ordinal)
            .Select(library => Compare(state.Libraries.GetValueOrDefault(library.Key), version, library.Key, [.. library], people)).OfType<RecordedLibrary>().ToList();
        if (changed.Count > 0) events.Add(new LibrariesRecorded(state.Repository, version, changed));
        return new(events, [.. changed.Where(c => !state.Libraries.ContainsKey(c.Name)).Select(c => new LibraryNamed(state.Repository, c.Name))], changed.Count);
    }

    private static RecordedLibrary? Compare(KnownLibrary? library, string version, string name, IReadOnlyList<LibraryEntry> entries, LibraryPeople people)
    {
        var known = library?.Versions.GetValueOrDefault(version);
        var merged = new RecordedLibrary(
            name, entries[^1].Key, Value(e => e.CppVersion, known?.Last.CppVersion), Value(e => e.Description, known?.Last.Description), Value(e => e.Documentation, known?.Last.Documentation),
            [.. Roles(entries, people).Select(p => With(p, known)).Where(p => known?.People.GetValueOrDefault(p.GithubAccountId) != p)],
            [.. entries.SelectMany(e => e.Categories).Distinct(StringComparer.Ordinal).Where(c => library?.Categories.Contains(c) != true)]);
        var isSame = known is not null && merged.People.Count == 0 && merged.Categories.Count == 0
            && merged with { People = known.Last.People, Categories = known.Last.Categories } == known.Last;
        return isSame ? null : merged;

        string Value(Func<LibraryEntry, string?> value, string? before) => entries.Select(value).LastOrDefault(v => v is not null) ?? before ?? "";
    }

    private static IEnumerable<LibraryPerson> Roles(IReadOnlyList<LibraryEntry> entries, LibraryPeople people) =>
        entries.SelectMany(e => e.Authors.Select(a => (Id: people.IdOf(a), IsAuthor: true)).Concat(e.Maintainers.Select(m => (Id: people.IdOf(m), IsAuthor: false))))
            .GroupBy(p => p.Id).Select(p => new LibraryPerson(p.Key, p.Any(r => r.IsAuthor), p.Any(r => !r.IsAuthor)));

    private static LibraryPerson With(LibraryPerson said, KnownLibraryVersion? known) => known?.People.GetValueOrDefault(said.GithubAccountId) is not { } before
        ? said
        : said with { IsAuthor = said.IsAuthor || before.IsAuthor, IsMaintainer = said.IsMaintainer || before.IsMaintainer };
}

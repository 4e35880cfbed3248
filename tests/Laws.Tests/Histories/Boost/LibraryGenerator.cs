using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Laws.Tests.Histories.Boost;

/// <summary>Generates libraries of a repository in several releases with people, categories and files, and dependencies with changes that are logged and withdrawn.</summary>
internal sealed class LibraryGenerator(int scope, PeopleGenerator people, Steps steps, Random random)
{
    private static readonly string[] s_names = ["core", "Math Octonion", "ü \"b\"", "json"];
    private static readonly string[] s_files = ["include/a.hpp", "README.md", "明日", "new.hpp"];
    private readonly HashSet<string> _named = [];
    private readonly HashSet<DependencyChange> _logged = [];

    private string Repository => $"org{scope}/repo{scope}";

    private string Stream => $"boost/libraries/{Repository}";

    public void Register() => steps.Commit(Stream, new LibraryRepositoryRegistered(Repository));

    public void Change()
    {
        switch (random.Next(6))
        {
            case 0:
                steps.Commit("boost/releases", new ReleaseRecorded(Version(), random.OneIn(3) ? null : steps.Now.AddDays(-random.Next(1_000))));
                break;
            case 1 when _named.Count > 0:
                steps.Commit(Stream, new LibraryFilesAssigned(Repository, random.Pick([.. _named]), [.. s_files.Where(_ => random.OneIn(2))]));
                break;
            case 2 when _named.Count > 0:
                Depend();
                break;
            case 3 when _named.Count > 0:
                Log();
                break;
            default:
                Describe();
                break;
        }
    }

    private void Describe()
    {
        RecordedLibrary[] libraries = [.. s_names.Where(_ => random.OneIn(2)).Select(name => new RecordedLibrary(
            name, $"repo{scope}/{name}", random.Pick(["", "11", "20"]), random.TextOrEmpty(), random.TextOrEmpty(),
            [.. people.Ids.Where(_ => random.OneIn(4)).Select(id => new LibraryPerson(id, random.OneIn(2), random.OneIn(2)))],
            [.. ((string[])["IO", "Math", "Concurrent"]).Where(_ => random.OneIn(3)).Select(c => $"{c} {scope}")]))];
        if (libraries.Length == 0) return;
        IEvent[] names = [.. libraries.Where(l => _named.Add(l.Name)).Select(l => new LibraryNamed(Repository, l.Name))];
        steps.Commit((Stream, [new LibrariesRecorded(Repository, Version(), libraries)]), ("boost/library-names", names));
    }

    private void Depend() => steps.Commit("boost/releases", new DependenciesRecorded(
        Version(), DateOnly.FromDateTime(steps.Now.UtcDateTime), [.. _named.Where(_ => random.OneIn(2)).Select(n => new ClientDependencies(Library(n), [.. _named.Where(_ => random.OneIn(2)).Select(Library)]))]));

    // A change that is withdrawn may be logged again, and may become the opposite.
    private void Log()
    {
        DependencyChange[] withdrawn = [.. _logged.Where(_ => random.OneIn(3))];
        DependencyChange[] logged = [.. _named.Where(_ => random.OneIn(2)).Select(n => new DependencyChange(
            Library(random.Pick([.. _named])), Library(n), new DateOnly(2024, 1, 1 + random.Next(3)), random.OneIn(2))).DistinctBy(c => (c.Client, c.Dependency, c.Date))];
        _logged.ExceptWith(withdrawn);
        foreach (var change in logged)
        {
            _logged.RemoveWhere(c => (c.Client, c.Dependency, c.Date) == (change.Client, change.Dependency, change.Date));
            _logged.Add(change);
        }
        steps.Commit("boost/releases", new DependencyChangesLogged(logged, withdrawn));
    }

    private LibraryName Library(string name) => new(Repository, name);

    private string Version() => $"boost-{scope + 1}.{random.Next(4)}.0";
}

using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Files;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>Dependencies whose names were found.</summary>
/// <param name="Clients">Libraries and what they depend on, each library once.</param>
/// <param name="Unresolved">Names that no library has, in order.</param>
/// <param name="LeftOut">Lines that name them.</param>
internal sealed record ResolvedDependencies(IReadOnlyList<ClientDependencies> Clients, IReadOnlyList<string> Unresolved, LeftOutNotes LeftOut)
{
    /// <summary>Finds the libraries of all names. A line of an unknown library is left out, and so is an unknown dependency.</summary>
    public static ResolvedDependencies Of(IEnumerable<DependencyLine> lines, LibraryNameIndex names)
    {
        var found = new Dictionary<string, LibraryName?>(StringComparer.Ordinal);
        var clients = new Dictionary<LibraryName, HashSet<LibraryName>>();
        var leftOut = new LeftOutNotes();
        foreach (var line in lines)
        {
            if (Find(line.Library) is not { } client)
            {
                leftOut.Add("unknown_library", line.Line);
                continue;
            }
            if (!clients.TryGetValue(client, out var dependencies)) clients[client] = dependencies = [];
            foreach (var name in line.Dependencies)
            {
                if (Find(name) is { } dependency) dependencies.Add(dependency);
                else leftOut.Add("unknown_dependency", line.Line);
            }
        }
        return new([.. clients.Select(c => new ClientDependencies(c.Key, [.. c.Value]))], [.. found.Where(f => f.Value is null).Select(f => f.Key).Order(StringComparer.Ordinal)], leftOut);

        LibraryName? Find(string name)
        {
            if (!found.TryGetValue(name, out var library)) found[name] = library = LibraryNames.Candidates(name).Select(names.Find).FirstOrDefault(l => l is not null);
            return library;
        }
    }
}

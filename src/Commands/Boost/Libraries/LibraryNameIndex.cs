using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>The names of all libraries.</summary>
internal sealed class LibraryNameIndex() : StreamState(LibraryStreams.Names)
{
    private readonly Dictionary<string, SortedSet<string>> _repositories = new(StringComparer.Ordinal);

    /// <summary>
    /// The library of a name; null when none has it. Of several, it is that whose repository has the name, else that of the first repository by name: the answer does not depend
    /// on the order in which they became known.
    /// </summary>
    public LibraryName? Find(string name)
    {
        if (!_repositories.TryGetValue(name, out var repositories)) return null;
        var own = repositories.FirstOrDefault(r => r.EndsWith("/" + name, StringComparison.OrdinalIgnoreCase));
        return new LibraryName(own ?? repositories.Min!, name);
    }

    protected override void When(Fact fact)
    {
        if (fact.Event is not LibraryNamed named) return;
        if (!_repositories.TryGetValue(named.Library, out var repositories)) _repositories[named.Library] = repositories = new(StringComparer.Ordinal);
        repositories.Add(named.Repository);
    }
}

using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>The files of libraries, found by how they are included: <c>boost/asio/io.hpp</c> is the file <c>include/boost/asio/io.hpp</c>.</summary>
internal sealed class HeaderIndex
{
    private readonly Dictionary<string, HashSet<BoostHeader>> _byEnd = new(StringComparer.Ordinal);

    /// <summary>Adds a file. Files that are in no folder cannot be found.</summary>
    /// <param name="file">The file.</param>
    public void Add(BoostHeader file)
    {
        if (End(file.Filename) is not { } end) return;
        if (!_byEnd.TryGetValue(end, out var files)) _byEnd[end] = files = [];
        files.Add(file);
    }

    /// <summary>
    /// The file of a header: the one whose path ends with most segments of the name, at least with two, because many headers have the same name in different folders. Of several,
    /// it is the one with the shortest path, then the one with the lowest row id.
    /// </summary>
    /// <param name="name">The name, as it is included.</param>
    public BoostHeader? Find(string name)
    {
        if (End(name) is not { } end || !_byEnd.TryGetValue(end, out var files)) return null;
        for (var suffix = name; ; suffix = suffix[(suffix.IndexOf('/') + 1)..])
        {
            var found = files.Where(f => EndsWith(f.Filename, suffix)).OrderBy(f => f.Filename.Length).ThenBy(f => BoostLibraryRows.File(f.Repository, f.Filename)).FirstOrDefault();
            if (found is not null || suffix == end) return found;
        }
    }

    private static bool EndsWith(string path, string suffix) =>
        path.EndsWith(suffix, StringComparison.Ordinal) && (path.Length == suffix.Length || path[^(suffix.Length + 1)] == '/');

    // The last two segments; null when there is only one.
    private static string? End(string path)
    {
        var last = path.LastIndexOf('/');
        return last <= 0 ? null : path[(path.LastIndexOf('/', last - 1) + 1)..];
    }
}

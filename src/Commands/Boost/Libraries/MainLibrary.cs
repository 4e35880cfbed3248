namespace EventSourced.Commands.Boost.Libraries;

/// <summary>The library that the files of a repository belong to.</summary>
internal static class MainLibrary
{
    /// <summary>The only library; of several the one whose name is that of the repository, without case and signs; null when there is none such.</summary>
    /// <param name="repository">Key of the repository.</param>
    /// <param name="libraries">Names of its libraries.</param>
    public static string? Of(string repository, IReadOnlyCollection<string> libraries)
    {
        if (libraries.Count == 1) return libraries.Single();
        var name = Letters(repository[(repository.IndexOf('/') + 1)..]);
        return libraries.Where(l => Letters(l) == name).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

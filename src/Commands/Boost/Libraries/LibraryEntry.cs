namespace EventSourced.Commands.Boost.Libraries;

/// <summary>A person whom a library names: an author, or a maintainer with an address.</summary>
/// <param name="Name">The name as given; empty when there is only an address.</param>
/// <param name="Email">The address, or null.</param>
public sealed record NamedPerson(string Name, string? Email);

/// <summary>A library as <c>meta/libraries.json</c> describes it. A field that the file does not give is null, and changes nothing.</summary>
public sealed record LibraryEntry
{
    /// <summary>Its key: <c>math/octonion</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its name for people: <c>Math Octonion</c>. The key when the file gives none.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Where its documentation is, relative to the repository.</summary>
    public string? Documentation { get; init; }

    /// <summary>The C++ standard that it needs: <c>11</c>.</summary>
    public string? CppVersion { get; init; }

    /// <summary>Who wrote it.</summary>
    public IReadOnlyList<NamedPerson> Authors { get; init; } = [];

    /// <summary>Who maintains it.</summary>
    public IReadOnlyList<NamedPerson> Maintainers { get; init; } = [];

    /// <summary>Its categories.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>
    /// The name of the library in the tables: the key when it is that of the submodule, else the name. So <c>math</c> has the root library <c>math</c>, and others by their names.
    /// </summary>
    /// <param name="submodule">Name of the submodule.</param>
    public string LibraryName(string submodule) => Key == submodule ? Key : Name;
}

using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.People;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Libraries;

/// <summary>Authors and maintainers of libraries in each release; in the specification <c>BoostLibraryRoleRelationship</c>.</summary>
public sealed record BoostLibraryRoleRelationship : IReadTable<BoostLibraryRoleRelationship>
{
    /// <summary>Derived from library, release and account.</summary>
    public required long Id { get; init; }

    /// <summary>The library in the release.</summary>
    public required long LibraryVersionId { get; init; }

    /// <summary>The account; that of a person without one has a negative number.</summary>
    public required long AccountId { get; init; }

    /// <summary>Whether the person maintains it.</summary>
    public required bool IsMaintainer { get; init; }

    /// <summary>Whether the person wrote it.</summary>
    public required bool IsAuthor { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last became more.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostLibraryRoleRelationship> table)
    {
        table.Key(r => r.Id);
        table.Area("libraries");
        table.Index("ux_boost_library_role_relationship_version_account", r => r.LibraryVersionId, r => r.AccountId).Unique();
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BoostLibraryVersion>(r => r.LibraryVersionId);
        table.References<GithubAccount>(r => r.AccountId);

        table.On<LibrariesRecorded>().Each(e => e.Libraries.SelectMany(l => l.People, (library, person) => (Library: library.Name, Person: person)))
            .Row((e, role) => BoostLibraryRows.Role(e.Repository, role.Library, e.Version, BoostRows.ProfileOf(role.Person.GithubAccountId)))
            .Set(r => r.LibraryVersionId, (e, role) => BoostLibraryRows.LibraryVersion(e.Repository, role.Library, e.Version))
            .Set(r => r.AccountId, (e, role) => BoostRows.Account(role.Person.GithubAccountId))
            .Set(r => r.IsMaintainer, (e, role) => role.Person.IsMaintainer)
            .Set(r => r.IsAuthor, (e, role) => role.Person.IsAuthor);
    }
}

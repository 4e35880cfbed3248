using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Repositories;

/// <summary>Programming languages; in the specification <c>Language</c>.</summary>
public sealed record Language : IReadTable<Language>
{
    /// <summary>Computed from the name.</summary>
    public required long Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Language> table)
    {
        table.Key(r => r.Id);
        table.Index("ux_language_name", r => r.Name).Unique();
        table.Timestamps(created: r => r.CreatedAt, updated: null);

        table.On<RepositoryLanguagesRecorded>().Each(e => e.Languages).Row((e, language) => BoostRows.Language(language.Name))
            .Set(r => r.Name, (e, language) => language.Name);
        table.On<CreatedReposRecorded>().Row(e => BoostRows.Language(e.Language)).Set(r => r.Name, e => e.Language);
    }
}

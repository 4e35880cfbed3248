using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Repositories;

/// <summary>How many repositories were created at GitHub, by language and year; in the specification <c>CreatedReposByLanguage</c>.</summary>
public sealed record CreatedReposByLanguage : IReadTable<CreatedReposByLanguage>
{
    /// <summary>Computed from language and year.</summary>
    public required long Id { get; init; }

    /// <summary>The language.</summary>
    public required long LanguageId { get; init; }

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>All repositories.</summary>
    public required int AllRepos { get; init; }

    /// <summary>Those with more than ten stars.</summary>
    public required int SignificantRepos { get; init; }

    /// <summary>When the counts were first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When they last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<CreatedReposByLanguage> table)
    {
        table.Key(r => r.Id);
        table.Index("ux_created_repos_by_language_language_id_year", r => r.LanguageId, r => r.Year).Unique();
        table.Index("ix_created_repos_by_language_year", r => r.Year);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<Language>(r => r.LanguageId);

        table.On<CreatedReposRecorded>().Each(e => e.Years).Row((e, year) => BoostRows.CreatedRepos(e.Language, year.Year))
            .Set(r => r.LanguageId, (e, year) => BoostRows.Language(e.Language))
            .CopyExcept();
    }
}

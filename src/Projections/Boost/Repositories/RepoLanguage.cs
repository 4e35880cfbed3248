using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Repositories;

/// <summary>Languages of repositories; in the specification <c>RepoLanguage</c>.</summary>
public sealed record RepoLanguage : IReadTable<RepoLanguage>
{
    /// <summary>Computed from repository and language.</summary>
    public required long Id { get; init; }

    /// <summary>The repository.</summary>
    public required long RepoId { get; init; }

    /// <summary>The language.</summary>
    public required long LanguageId { get; init; }

    /// <summary>Bytes in the language, as GitHub's API counts them: the documented name speaks of lines.</summary>
    public required long LineCount { get; init; }

    /// <summary>Since when the repository has had the language without a break.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the languages of the repository last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<RepoLanguage> table)
    {
        table.Key(r => r.Id);
        table.Index("ux_repo_language_repo_id_language_id", r => r.RepoId, r => r.LanguageId).Unique();
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<GithubRepository>(r => r.RepoId);
        table.References<Language>(r => r.LanguageId);

        table.On<RepositoryLanguagesRecorded>().Replace(r => r.RepoId, e => BoostRows.Repository(e.Owner, e.Name))
            .Each(e => e.Languages).Row((e, language) => BoostRows.RepositoryLanguage(e.Owner, e.Name, language.Name))
            .Set(r => r.LanguageId, (e, language) => BoostRows.Language(language.Name))
            .Set(r => r.LineCount, (e, language) => language.Bytes);
    }
}

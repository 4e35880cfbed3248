using EventSourced.Api.Problems;
using EventSourced.Contracts.Boost;
using EventSourced.Projections.Boost.Commits;
using EventSourced.Projections.Boost.Repositories;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.Api.Boost.Repositories;

/// <summary>Repositories and their commits.</summary>
internal sealed class RepositoryReads(NpgsqlDataSource source, ReadTableReader tables)
{
    /// <summary>A page of repositories.</summary>
    /// <param name="limit">Most repositories.</param>
    /// <param name="cursor">Where it begins, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<RepositoryList> ListAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await tables.From<GithubRepository>().OrderBy(r => r.RepoName).PageAsync(limit, cursor, cancellationToken);
        var byId = (await ShapesAsync([.. page.Rows.Select(r => r.Id)], cancellationToken)).ToDictionary(r => r.Id);
        // A rebuild may have swapped the table between the two reads: what is not there any more is left out.
        return new([.. page.Rows.Select(r => byId.GetValueOrDefault(Sql.Text(r.Id))).OfType<RepositoryShape>()], page.Next);
    }

    /// <summary>A repository.</summary>
    /// <param name="owner">Login of the owner, in any case.</param>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ApiException">It is not known.</exception>
    public async Task<RepositoryDetail> ReadAsync(string owner, string name, CancellationToken cancellationToken)
    {
        var id = BoostRows.Repository(owner, name);
        var repository = (await ShapesAsync([id], cancellationToken)).FirstOrDefault() ?? throw NotFound(owner, name);
        var languages = await source.RowsAsync(
            "select l.name, r.line_count from boost.repo_language r join boost.language l on l.id = r.language_id where r.repo_id = $1 order by r.line_count desc, l.name",
            r => new LanguageShape(r.GetString(0), r.GetInt64(1)), cancellationToken, id);
        return new(repository, languages);
    }

    /// <summary>Row id of a repository, and its name as shown.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<(long Id, string Repository)> FindAsync(string owner, string name, CancellationToken cancellationToken)
    {
        var id = BoostRows.Repository(owner, name);
        var rows = await source.RowsAsync(
            "select coalesce(a.username, $2) || '/' || r.repo_name from boost.github_repository r left join boost.github_account a on a.id = r.owner_account_id where r.id = $1",
            r => r.GetString(0), cancellationToken, id, owner);
        return rows.Count > 0 ? (id, rows[0]) : throw NotFound(owner, name);
    }

    /// <summary>Commits of a repository, newest first.</summary>
    /// <param name="owner">Login of the owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="since">Only those that were written at this time or later, or null.</param>
    /// <param name="limit">Most commits.</param>
    /// <param name="cursor">Where the page begins, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<CommitList> CommitsAsync(string owner, string name, DateTimeOffset? since, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var (id, repository) = await FindAsync(owner, name, cancellationToken);
        var query = tables.From<GitCommit>().Where(r => r.RepoId, id);
        if (since is { } from) query = query.Where(r => r.CommitAt, from, FilterOperator.GreaterOrEqual);
        var page = await query.OrderByDescending(r => r.CommitAt).PageAsync(limit, cursor, cancellationToken);
        var more = (await source.RowsAsync("""
            select c.id, a.github_account_id, a.username, a.display_name, f.files, f.additions, f.deletions
            from boost.git_commit c left join boost.github_account a on a.id = c.account_id
                cross join lateral (select count(*) as files, coalesce(sum(additions), 0)::bigint as additions, coalesce(sum(deletions), 0)::bigint as deletions
                    from boost.git_commit_file_change where commit_id = c.id) f
            where c.id = any($1)
            """, r => (Id: r.GetInt64(0), Author: r.AccountOrNull(1), Files: r.GetInt64(4), Additions: r.GetInt64(5), Deletions: r.GetInt64(6)), cancellationToken,
            page.Rows.Select(r => r.Id).ToArray())).ToDictionary(r => r.Id);
        return new(repository, [.. page.Rows.Select(r => more.TryGetValue(r.Id, out var m)
            ? new CommitShape(r.CommitHash, r.Comment, r.CommitAt, m.Author, m.Files, m.Additions, m.Deletions)
            : new CommitShape(r.CommitHash, r.Comment, r.CommitAt, null, 0, 0, 0))], page.Next);
    }

    private Task<List<RepositoryShape>> ShapesAsync(long[] ids, CancellationToken cancellationToken) => source.RowsAsync("""
        select r.id, coalesce(a.username, ''), r.repo_name, r.stars, r.forks, r.description, r.repo_pushed_at, r.repo_created_at, r.repo_updated_at,
            (select l.name from boost.repo_license h join boost.license l on l.id = h.license_id where h.repo_id = r.id order by l.name limit 1),
            (select count(*) from boost.git_commit c where c.repo_id = r.id), i.recorded, i.open, p.recorded, p.open, p.merged
        from boost.github_repository r left join boost.github_account a on a.id = r.owner_account_id
            cross join lateral (select count(*) as recorded, count(*) filter (where state = 'open') as open from boost.issue where repo_id = r.id) i
            cross join lateral (select count(*) as recorded, count(*) filter (where state = 'open') as open, count(*) filter (where state = 'merged') as merged
                from boost.pull_request where repo_id = r.id) p
        where r.id = any($1)
        """, r => new RepositoryShape(
            r.Id(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetInt32(4), r.GetString(5), r.TimeOrNull(6), r.TimeOrNull(7), r.TimeOrNull(8), r.TextOrNull(9),
            r.GetInt64(10), r.GetInt64(11), r.GetInt64(12), r.GetInt64(13), r.GetInt64(14), r.GetInt64(15)), cancellationToken, ids);

    private static ApiException NotFound(string owner, string name) =>
        new(404, "repository_not_found", $"The repository {owner}/{name} is not known. GET /boost/repos lists all names; a renamed repository has both.");
}

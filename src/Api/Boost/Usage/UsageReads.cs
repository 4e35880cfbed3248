using System.Globalization;
using EventSourced.Projections.Boost.Libraries;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.Api.Boost.Usage;

/// <summary>The use of libraries in other repositories.</summary>
internal sealed class UsageReads(NpgsqlDataSource source, ReadTableReader tables)
{
    private const int Top = 10;

    // Active usages of the given libraries.
    private const string Active = """
        with active as (
            select f.library_id, u.repo_id, u.last_commit_date
            from boost.boost_file f join boost.boost_usage u on u.boost_header_id = f.id where f.library_id = any($1) and u.excepted_at is null)
        """;

    /// <summary>A page of libraries with their use.</summary>
    /// <param name="limit">Most libraries.</param>
    /// <param name="cursor">Where it begins, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<LibraryUsageList> LibrariesAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await tables.From<BoostLibrary>().OrderBy(r => r.Name).PageAsync(limit, cursor, cancellationToken);
        var ids = page.Rows.Select(r => r.Id).ToArray();
        var counts = (await source.RowsAsync($"{Active} select library_id, count(*), count(distinct repo_id) from active group by library_id",
            r => (Library: r.GetInt64(0), Usages: r.GetInt64(1), Repositories: r.GetInt64(2)), cancellationToken, ids)).ToDictionary(r => r.Library);
        var top = (await source.RowsAsync($"""
            {Active}, ranked as (
                select library_id, repo_id, usages, row_number() over (partition by library_id order by usages desc, e.full_name) as place, e.full_name
                from (select library_id, repo_id, count(*) as usages from active group by library_id, repo_id) g join boost.boost_external_repository e on e.id = g.repo_id)
            select library_id, full_name, usages from ranked where place <= $2 order by library_id, place
            """, r => (Library: r.GetInt64(0), Repository: new UsingRepositoryShape(r.GetString(1), r.GetInt64(2))), cancellationToken, ids, Top)).ToLookup(r => r.Library, r => r.Repository);
        var years = (await source.RowsAsync($"""
            {Active}, repositories as (select library_id, repo_id, max(last_commit_date) as last_commit_date from active group by library_id, repo_id),
            years as (
                select a.library_id, extract(year from r.repo_created_at at time zone 'UTC')::int as year, 1 as created, 0 as last_committed
                from repositories a join boost.github_repository r on r.id = a.repo_id where r.repo_created_at is not null
                union all
                select library_id, extract(year from last_commit_date at time zone 'UTC')::int, 0, 1 from repositories where last_commit_date is not null)
            select library_id, year, sum(created), sum(last_committed) from years group by library_id, year order by library_id, year
            """, r => (Library: r.GetInt64(0), Year: new UsageYearShape(r.GetInt32(1), r.GetInt64(2), r.GetInt64(3))), cancellationToken, ids)).ToLookup(r => r.Library, r => r.Year);
        return new(
            [.. page.Rows.Select(r => new LibraryUsageShape(
                Sql.Text(r.Id), r.Name, Sql.Text(r.RepoId), counts.GetValueOrDefault(r.Id).Usages, counts.GetValueOrDefault(r.Id).Repositories, [.. top[r.Id]], [.. years[r.Id]]))],
            page.Next);
    }

    /// <summary>A page of headers that files include and that no library has, most frequent first.</summary>
    /// <param name="limit">Most headers.</param>
    /// <param name="cursor">Where it begins, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<MissingHeaderList> MissingHeadersAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        var (files, name) = After(cursor);
        var rows = await source.RowsAsync("""
            select m.header_name, count(*), count(distinct u.repo_id)
            from boost.boost_missing_header_tmp m join boost.boost_usage u on u.id = m.usage_id where u.excepted_at is null
            group by m.header_name having count(*) < $1 or (count(*) = $1 and m.header_name collate "C" > $2) order by count(*) desc, m.header_name collate "C" limit $3
            """, r => new MissingHeaderShape(r.GetString(0), r.GetInt64(1), r.GetInt64(2)), cancellationToken, files, name, limit + 1);
        var next = rows.Count > limit ? $"{Sql.Text(rows[limit - 1].Files)}.{rows[limit - 1].HeaderName}" : null;
        return new([.. rows.Take(limit)], next);
    }

    private static (long Files, string Name) After(string? cursor)
    {
        if (cursor is null) return (long.MaxValue, "");
        return cursor.Split('.', 2) is [var files, var name] && long.TryParse(files, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? (count, name)
            : throw BoostParameters.InvalidCursor();
    }
}

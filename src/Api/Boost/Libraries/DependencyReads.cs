using System.Globalization;
using EventSourced.Api.Problems;
using EventSourced.Projections.Boost.Libraries;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.Api.Boost.Libraries;

/// <summary>Dependencies of libraries in a release, in both directions, and their changes.</summary>
internal sealed class DependencyReads(NpgsqlDataSource source, ReadTableReader tables, LibraryReads libraries)
{
    /// <summary>Longest way from a library that can be asked for. The longest in Boost has some twenty steps.</summary>
    public const int MaxDepth = 64;

    /// <summary>What a library depends on, or what depends on it.</summary>
    /// <param name="name">Name of the library.</param>
    /// <param name="version">The release, or null for the last in which it has dependencies or dependents.</param>
    /// <param name="depth">Longest way: 1 for direct ones.</param>
    /// <param name="isReverse">Whether dependents are asked for.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<DependencyList> ReadAsync(string name, string? version, int depth, bool isReverse, CancellationToken cancellationToken)
    {
        var ids = await libraries.FindAsync(name, cancellationToken);
        var (from, to) = isReverse ? ("dep_library_id", "client_library_id") : ("client_library_id", "dep_library_id");
        var release = version is null ? await LatestAsync(from, ids, cancellationToken) : await ReleaseAsync(version, cancellationToken);
        if (release is not { } found) return new(name, null, depth > 1, [], false);
        // Every pair of library and depth occurs once, so that cycles end at the bound.
        var rows = await source.RowsAsync($"""
            with recursive reached(id, depth) as (
                select d.{to}, 1 from boost.boost_dependency d where d.version_id = $1 and d.{from} = any($2)
                union
                select d.{to}, r.depth + 1 from reached r join boost.boost_dependency d on d.version_id = $1 and d.{from} = r.id where r.depth < $3),
            nearest as (select id, min(depth) as depth from reached group by id)
            select l.id, l.name, l.repo_id, n.depth, n.depth = $3 and exists (
                select from boost.boost_dependency d where d.version_id = $1 and d.{from} = n.id and not exists (select from nearest o where o.id = d.{to}))
            from nearest n join boost.boost_library l on l.id = n.id order by n.depth, l.name, l.id
            """, r => (Library: new ReachedLibrary(r.Id(0), r.GetString(1), r.Id(2), r.GetInt32(3)), HasMore: r.GetBoolean(4)), cancellationToken, found.Id, ids, depth);
        return new(name, found.Version, depth > 1, [.. rows.Select(r => r.Library)], depth > 1 && rows.Any(r => r.HasMore));
    }

    /// <summary>Changes of dependencies, newest first.</summary>
    /// <param name="library">Only those of this library, or null.</param>
    /// <param name="from">First date, or null.</param>
    /// <param name="to">Last date, or null.</param>
    /// <param name="limit">Most changes.</param>
    /// <param name="cursor">Where the page begins, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<DependencyChangeList> ChangesAsync(string? library, DateOnly? from, DateOnly? to, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var ids = library is null ? null : await libraries.FindAsync(library, cancellationToken);
        var before = Before(cursor);
        var rows = await source.RowsAsync("""
            select g.created_at, g.id, c.name, d.name, g.is_add
            from boost.dependency_change_log g join boost.boost_library c on c.id = g.client_library_id join boost.boost_library d on d.id = g.dep_library_id
            where ($1::bigint[] is null or g.client_library_id = any($1)) and g.created_at >= $2 and g.created_at <= $3 and (g.created_at, g.id) < ($4, $5)
            order by g.created_at desc, g.id desc limit $6
            """, r => (Id: r.GetInt64(1), Change: new DependencyChangeShape(r.GetFieldValue<DateOnly>(0), r.GetString(2), r.GetString(3), r.GetBoolean(4))), cancellationToken,
            ids, from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue, before.Date, before.Id, limit + 1);
        var next = rows.Count > limit ? $"{rows[limit - 1].Change.Date:yyyy-MM-dd}.{Sql.Text(rows[limit - 1].Id)}" : null;
        return new([.. rows.Take(limit).Select(r => r.Change)], next);
    }

    private async Task<(long Id, string Version)?> LatestAsync(string column, long[] ids, CancellationToken cancellationToken)
    {
        var rows = await source.RowsAsync($"""
            select v.id, v.version from boost.boost_version v
            where exists (select from boost.boost_dependency d where d.version_id = v.id and d.{column} = any($1)) order by {LibraryReads.VersionOrder} desc limit 1
            """, r => (r.GetInt64(0), r.GetString(1)), cancellationToken, ids);
        return rows.Count > 0 ? rows[0] : null;
    }

    private async Task<(long Id, string Version)?> ReleaseAsync(string version, CancellationToken cancellationToken) =>
        await tables.From<BoostVersion>().Where(r => r.Version, version).FirstAsync(cancellationToken) is { } row
            ? (row.Id, row.Version)
            : throw new ApiException(404, "release_not_found", $"There is no release {version}. GET /api/boost/boost_version lists all.");

    private static (DateOnly Date, long Id) Before(string? cursor)
    {
        if (cursor is null) return (DateOnly.MaxValue, long.MaxValue);
        return cursor.Split('.') is [var date, var id] && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
                ? (day, row)
                : throw BoostParameters.InvalidCursor();
    }
}

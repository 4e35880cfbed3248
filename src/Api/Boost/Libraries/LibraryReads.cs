using EventSourced.Api.Problems;
using EventSourced.Projections.Boost.Libraries;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.Api.Boost.Libraries;

/// <summary>Libraries and their releases.</summary>
internal sealed class LibraryReads(NpgsqlDataSource source, ReadTableReader tables)
{
    /// <summary>SQL that orders releases by their numbers.</summary>
    public const string VersionOrder = "string_to_array(substr(v.version, 7), '.')::int[]";

    /// <summary>A page of libraries.</summary>
    /// <param name="limit">Most libraries.</param>
    /// <param name="cursor">Where it begins, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<LibraryList> LibrariesAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await tables.From<BoostLibrary>().OrderBy(r => r.Name).PageAsync(limit, cursor, cancellationToken);
        var rows = await source.RowsAsync($"""
            select l.id, l.name, l.repo_id, r.repo_name, a.username, count(v.id), (array_agg(v.version order by {VersionOrder} desc) filter (where v.id is not null))[1],
                array(select c.name from boost.boost_library_category_relationship h join boost.boost_library_category c on c.id = h.category_id where h.library_id = l.id order by c.name)
            from boost.boost_library l
                left join boost.github_repository r on r.id = l.repo_id left join boost.github_account a on a.id = r.owner_account_id
                left join boost.boost_library_version lv on lv.library_id = l.id left join boost.boost_version v on v.id = lv.version_id
            where l.id = any($1) group by l.id, l.name, l.repo_id, r.repo_name, a.username
            """, r => new LibraryShape(r.Id(0), r.GetString(1), r.Id(2), r.IsDBNull(3) || r.IsDBNull(4) ? null : $"{r.GetString(4)}/{r.GetString(3)}", r.GetInt64(5), r.TextOrNull(6), r.GetFieldValue<string[]>(7)),
            cancellationToken, page.Rows.Select(r => r.Id).ToArray());
        var byId = rows.ToDictionary(r => r.Id);
        // A rebuild may have swapped the table between the two reads: what is not there any more is left out.
        return new([.. page.Rows.Select(r => byId.GetValueOrDefault(Sql.Text(r.Id))).OfType<LibraryShape>()], page.Next);
    }

    /// <summary>The recorded releases of a library, newest first.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<LibraryVersionList> VersionsAsync(string name, CancellationToken cancellationToken)
    {
        await FindAsync(name, cancellationToken);
        var people = (await source.RowsAsync("""
            select p.library_version_id, a.github_account_id, a.username, p.is_author, p.is_maintainer
            from boost.boost_library l join boost.boost_library_version lv on lv.library_id = l.id join boost.boost_library_role_relationship p on p.library_version_id = lv.id
                join boost.github_account a on a.id = p.account_id
            where l.name = $1 order by a.username, a.github_account_id
            """, r => (Version: r.GetInt64(0), Person: new LibraryPersonShape(r.GetInt64(1), r.GetString(2), r.GetBoolean(3), r.GetBoolean(4))), cancellationToken, name)).ToLookup(p => p.Version, p => p.Person);
        return new(name, await source.RowsAsync($"""
            select lv.id, v.version, v.version_created_at, l.repo_id, lv.key, lv.cpp_version, lv.description, lv.documentation, lv.updated_at
            from boost.boost_library l join boost.boost_library_version lv on lv.library_id = l.id join boost.boost_version v on v.id = lv.version_id
            where l.name = $1 order by {VersionOrder} desc, l.repo_id
            """, r => new LibraryVersionShape(
                r.GetString(1), r.IsDBNull(2) ? null : r.GetFieldValue<DateTimeOffset>(2), r.Id(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7), [.. people[r.GetInt64(0)]],
                r.GetFieldValue<DateTimeOffset>(8)), cancellationToken, name));
    }

    /// <summary>Row ids of the libraries of a name: usually one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ApiException">There is none.</exception>
    public async Task<long[]> FindAsync(string name, CancellationToken cancellationToken)
    {
        var rows = await tables.From<BoostLibrary>().Where(r => r.Name, name).AllAsync(cancellationToken);
        return rows.Count > 0 ? [.. rows.Select(r => r.Id)] : throw new ApiException(404, "library_not_found", $"No library is named \"{name}\". GET /boost/libraries lists all names, which have capitals.");
    }
}

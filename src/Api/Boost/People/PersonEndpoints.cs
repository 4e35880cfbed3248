using System.Globalization;
using EventSourced.Api.Access;
using EventSourced.Api.Problems;
using EventSourced.Api.Queries;
using EventSourced.Projections.Boost.People;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace EventSourced.Api.Boost.People;

/// <summary>Reads of people.</summary>
internal static class PersonEndpoints
{
    public static void MapBoostPeople(this IEndpointRouteBuilder routes) => routes.MapGroup("/boost/people").WithTags("Boost, people")
        .MapGet("/{identity}", PersonAsync).WithSummary("A person by the row id of the identity: profiles, addresses for admins, and what the person did.");

    private static async Task<Ok<PersonShape>> PersonAsync(string identity, HttpContext context, PersonReads reads) => TypedResults.Ok(await reads.FindAsync(
        long.TryParse(identity, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw QueryValues.Invalid($"identity is \"{identity}\"; expected the row id of an identity, which is a number."),
        context.IsAdmin(), context.RequestAborted));
}

/// <summary>People with their profiles.</summary>
internal sealed class PersonReads(NpgsqlDataSource source, ReadTableReader tables)
{
    /// <summary>A person.</summary>
    /// <param name="id">Row id of the identity.</param>
    /// <param name="withEmails">Whether the caller may see addresses.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<PersonShape> FindAsync(long id, bool withEmails, CancellationToken cancellationToken)
    {
        var identity = await tables.From<Identity>().Where(r => r.Id, id).FirstAsync(cancellationToken)
            ?? throw new ApiException(404, "identity_not_found", $"There is no identity {Sql.Text(id)}. GET /api/boost/identity lists all.");
        var profiles = await source.RowsAsync("""
            select p.id, p.type, coalesce(g.github_account_id::text, s.slack_user_id, d.discord_user_id::text, y.external_id), coalesce(g.username, s.username, d.username),
                coalesce(g.display_name, s.display_name, d.display_name, m.display_name, w.display_name, y.display_name, ''),
                array(select e.email from boost.email e where e.base_profile_id = p.id and e.is_active order by e.is_primary desc, e.created_at, e.email)
            from boost.base_profile p
                left join boost.github_account g on g.id = p.id left join boost.slack_user s on s.id = p.id left join boost.discord_profile d on d.id = p.id
                left join boost.mailing_list_profile m on m.id = p.id left join boost.wg21_paper_author_profile w on w.id = p.id left join boost.youtube_speaker y on y.id = p.id
            where p.identity_id = $1 order by p.type, p.id
            """, r => new PersonProfileShape(r.Id(0), r.GetString(1), r.TextOrNull(2), r.TextOrNull(3), r.GetString(4), withEmails ? r.GetFieldValue<string[]>(5) : null), cancellationToken, id);
        var activity = await source.RowsAsync("""
            with profiles as (select id from boost.base_profile where identity_id = $1),
            commits as (select repo_id, commit_at from boost.git_commit where account_id in (select id from profiles)),
            roles as (
                select v.library_id, r.is_author, r.is_maintainer
                from boost.boost_library_role_relationship r join boost.boost_library_version v on v.id = r.library_version_id where r.account_id in (select id from profiles))
            select (select count(*) from commits), (select count(distinct repo_id) from commits), (select min(commit_at) from commits), (select max(commit_at) from commits),
                (select count(*) from boost.github_repository where owner_account_id in (select id from profiles)),
                (select count(distinct library_id) from roles where is_author), (select count(distinct library_id) from roles where is_maintainer),
                (select count(*) from boost.issue where account_id in (select id from profiles)), (select count(*) from boost.pull_request where account_id in (select id from profiles)),
                (select count(*) from boost.issue_comment where account_id in (select id from profiles))
                    + (select count(*) from boost.pull_request_comment where account_id in (select id from profiles))
                    + (select count(*) from boost.pull_request_review where account_id in (select id from profiles))
            """, r => new PersonActivityShape(
                r.GetInt64(0), r.GetInt64(1), r.IsDBNull(2) ? null : r.GetFieldValue<DateTimeOffset>(2), r.IsDBNull(3) ? null : r.GetFieldValue<DateTimeOffset>(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6),
                r.GetInt64(7), r.GetInt64(8), r.GetInt64(9)),
            cancellationToken, id);
        return new(Sql.Text(identity.Id), identity.DisplayName, identity.Description, profiles, activity[0]);
    }
}

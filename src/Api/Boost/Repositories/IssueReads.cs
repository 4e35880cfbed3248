using System.Globalization;
using System.Text;
using Npgsql;

namespace EventSourced.Api.Boost.Repositories;

/// <summary>Which issues or pull requests are asked for.</summary>
/// <param name="State">Only those with this state, or null.</param>
/// <param name="Label">Only those with this label, or null.</param>
/// <param name="Assignee">Only those that are assigned to this login, or null.</param>
/// <param name="Since">Only those that were changed at this time or later, or null.</param>
internal sealed record IssueFilter(string? State, string? Label, string? Assignee, DateTimeOffset? Since);

/// <summary>Issues and pull requests of repositories, the highest number first. The number is the cursor.</summary>
internal sealed class IssueReads(NpgsqlDataSource source, RepositoryReads repositories)
{
    /// <summary>A page of issues.</summary>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="filter">Which.</param>
    /// <param name="limit">Most issues.</param>
    /// <param name="cursor">Where it begins, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IssueList> IssuesAsync(string owner, string name, IssueFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var (id, repository) = await repositories.FindAsync(owner, name, cancellationToken);
        var (sql, values) = Query("issue", "issue_id", "issue", "i.issue_number", """
            i.issue_id, i.title, i.body, i.state, i.state_reason, (select count(*) from boost.issue_comment c where c.issue_id = i.id), i.issue_created_at, i.issue_updated_at, i.issue_closed_at
            """, id, cursor, filter, limit);
        var rows = await source.RowsAsync(sql, r => new IssueShape(
                r.Id(0), r.GetInt32(1), r.Id(7), r.GetString(8), r.GetString(9), r.GetString(10), r.GetString(11), r.AccountOrNull(2), r.GetFieldValue<string[]>(5), r.GetFieldValue<string[]>(6),
                r.GetInt64(12), r.TimeOrNull(13), r.TimeOrNull(14), r.TimeOrNull(15)), cancellationToken, values);
        return new(repository, [.. rows.Take(limit)], rows.Count > limit ? Next(rows[limit - 1].Number) : null);
    }

    /// <summary>A page of pull requests.</summary>
    /// <inheritdoc cref="IssuesAsync"/>
    public async Task<PullRequestList> PullsAsync(string owner, string name, IssueFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var (id, repository) = await repositories.FindAsync(owner, name, cancellationToken);
        var (sql, values) = Query("pull_request", "pr_id", "pr", "i.pr_number", """
            i.pr_id, i.title, i.body, i.state, i.head_hash, i.base_hash, (select count(*) from boost.pull_request_comment c where c.pr_id = i.id),
            (select count(*) from boost.pull_request_review c where c.pr_id = i.id), i.pr_created_at, i.pr_updated_at, i.pr_merged_at, i.pr_closed_at
            """, id, cursor, filter, limit);
        var rows = await source.RowsAsync(sql, r => new PullRequestShape(
                r.Id(0), r.GetInt32(1), r.Id(7), r.GetString(8), r.GetString(9), r.GetString(10), r.GetString(11), r.GetString(12), r.AccountOrNull(2), r.GetFieldValue<string[]>(5),
                r.GetFieldValue<string[]>(6), r.GetInt64(13), r.GetInt64(14), r.TimeOrNull(15), r.TimeOrNull(16), r.TimeOrNull(17), r.TimeOrNull(18)), cancellationToken, values);
        return new(repository, [.. rows.Take(limit)], rows.Count > limit ? Next(rows[limit - 1].Number) : null);
    }

    // The same for both: columns 0 to 6, then those of the table. Only the filters that are given are in the statement: with all of them, PostgreSQL would plan for none.
    private static (string Sql, object?[] Values) Query(string table, string parent, string prefix, string number, string columns, long repository, string? cursor, IssueFilter filter, int limit)
    {
        List<object?> values = [repository, Before(cursor), limit + 1];
        var filters = new StringBuilder();
        Add("i.state = ", filter.State, "");
        Add($"exists (select from boost.{table}_label l where l.{parent} = i.id and l.label_name = ", filter.Label, ")");
        Add($"exists (select from boost.{table}_assignee s join boost.github_account u on u.id = s.account_id where s.{parent} = i.id and lower(u.username) = lower(", filter.Assignee, "))");
        Add($"i.{prefix}_updated_at >= ", filter.Since?.ToUniversalTime(), "");
        return ($"""
            select i.id, {number}, a.github_account_id, a.username, a.display_name,
                array(select l.label_name from boost.{table}_label l where l.{parent} = i.id order by 1),
                array(select u.username from boost.{table}_assignee s join boost.github_account u on u.id = s.account_id where s.{parent} = i.id order by 1),
                {columns}
            from boost.{table} i left join boost.github_account a on a.id = i.account_id
            where i.repo_id = $1 and {number} < $2{filters}
            order by {number} desc limit $3
            """, [.. values]);

        void Add(string condition, object? value, string end)
        {
            if (value is null) return;
            values.Add(value);
            filters.Append(CultureInfo.InvariantCulture, $" and {condition}${values.Count}{end}");
        }
    }

    private static long Before(string? cursor) => cursor is null ? long.MaxValue
        : int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw BoostParameters.InvalidCursor();

    private static string Next(int number) => number.ToString(CultureInfo.InvariantCulture);
}

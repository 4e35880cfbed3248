using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Issues;

/// <summary>Labels of pull requests; in the specification <c>PullRequestLabel</c>.</summary>
public sealed record PullRequestLabel : IReadTable<PullRequestLabel>
{
    /// <summary>Computed from the pull request and the label.</summary>
    public required long Id { get; init; }

    /// <summary>The row of the pull request, not its id at GitHub.</summary>
    public required long PrId { get; init; }

    /// <summary>Name of the label.</summary>
    public required string LabelName { get; init; }

    /// <summary>Since when the pull request has had it without a break, as it was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<PullRequestLabel> table)
    {
        table.Key(r => r.Id);
        table.Area("issues");
        table.Index("ux_pull_request_label_pr_id_label_name", r => r.PrId, r => r.LabelName).Unique();
        table.Index("ix_pull_request_label_label_name", r => r.LabelName);
        table.Timestamps(created: r => r.CreatedAt, updated: null);
        table.References<PullRequest>(r => r.PrId);

        table.On<PullRequestRecorded>().Replace(r => r.PrId, e => BoostIssueRows.PullRequest(e.PullRequestId))
            .Each(e => e.Labels).Row((e, label) => BoostIssueRows.PullRequestLabel(e.PullRequestId, label))
            .Set(r => r.LabelName, (e, label) => label);
    }
}

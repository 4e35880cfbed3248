using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Issues;

/// <summary>Labels of issues; in the specification <c>IssueLabel</c>.</summary>
public sealed record IssueLabel : IReadTable<IssueLabel>
{
    /// <summary>Computed from the issue and the label.</summary>
    public required long Id { get; init; }

    /// <summary>The row of the issue, not its id at GitHub.</summary>
    public required long IssueId { get; init; }

    /// <summary>Name of the label.</summary>
    public required string LabelName { get; init; }

    /// <summary>Since when the issue has had it without a break, as it was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<IssueLabel> table)
    {
        table.Key(r => r.Id);
        table.Area("issues");
        table.Index("ux_issue_label_issue_id_label_name", r => r.IssueId, r => r.LabelName).Unique();
        table.Index("ix_issue_label_label_name", r => r.LabelName);
        table.Timestamps(created: r => r.CreatedAt, updated: null);
        table.References<Issue>(r => r.IssueId);

        table.On<IssueRecorded>().Replace(r => r.IssueId, e => BoostIssueRows.Issue(e.IssueId))
            .Each(e => e.Labels).Row((e, label) => BoostIssueRows.IssueLabel(e.IssueId, label))
            .Set(r => r.LabelName, (e, label) => label);
    }
}

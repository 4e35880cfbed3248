using EventSourced.ReadTables;

namespace EventSourced.Laws.Tracker;

// The regions are shown in docs/read-tables.md, and compared with it by a test.
#region projects
/// <summary>Projects.</summary>
public sealed record Projects : IReadTable<Projects>
{
    /// <summary>The project, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Projects> table)
    {
        table.Key(r => r.Id);
        table.Tenant(r => r.TenantId);
        table.Index("ix_projects_tenant", r => r.TenantId, r => r.Name);
        table.Timestamps(created: r => r.CreatedAt, updated: null);

        table.On<ProjectOpened>().Row(e => e.Id.ToString()).Copy(r => r.TenantId, r => r.Name);
        table.On<ProjectDeleted>().Delete(e => e.ProjectId.ToString());
    }
}
#endregion

#region milestones
/// <summary>Milestones of projects.</summary>
public sealed record Milestones : IReadTable<Milestones>
{
    /// <summary>The milestone, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Milestones> table)
    {
        table.Key(r => r.Id);
        table.References<Projects>(r => r.ProjectId).Cascade();

        table.On<MilestoneSet>().Row(e => e.Id.ToString()).CopyExcept();
        table.On<MilestonesDropped>().Each(e => e.Ids).Delete((e, id) => id.ToString());
    }
}
#endregion

#region issues
/// <summary>Issues of projects. Times are Unix epoch milliseconds, UTC.</summary>
public sealed record Issues : IReadTable<Issues>
{
    /// <summary>The issue, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>1 when everybody may read it, else 0.</summary>
    public required int IsPublic { get; init; }

    /// <summary>The milestone that it is planned for, or null.</summary>
    public string? MilestoneId { get; init; }

    /// <summary>When it was opened, by the tracker's clock.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required long UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Issues> table)
    {
        table.Key(r => r.Id);
        table.Index("ix_issues_public", r => r.ProjectId, r => r.Title).Where(r => r.IsPublic == 1 && r.MilestoneId != null);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<Projects>(r => r.ProjectId).Cascade();
        table.References<Milestones>(r => r.MilestoneId).Along(r => r.ProjectId, p => p.ProjectId).SetNull();

        table.On<IIssueFacts>().Row(e => e.Id.ToString()).CopyExcept(r => r.MilestoneId).At(e => e.NotedAt);
        table.On<IssuePlanned>().Existing(e => e.IssueId.ToString()).Copy(r => r.MilestoneId);
        table.On<IssueDeleted>().Delete(e => e.IssueId.ToString());
    }
}
#endregion

#region labels
/// <summary>Labels of issues.</summary>
[DocumentedName("issue_label")]
public sealed record IssueLabels : IReadTable<IssueLabels>
{
    /// <summary>The issue.</summary>
    public required string IssueId { get; init; }

    /// <summary>The label.</summary>
    [DocumentedName("label")]
    public required string Name { get; init; }

    /// <summary>The issue's project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Its colour.</summary>
    public required string Color { get; init; }

    /// <summary>Since when the issue has had it without a break.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<IssueLabels> table)
    {
        table.Key(r => r.IssueId, r => r.Name);
        table.Timestamps(created: r => r.CreatedAt, updated: null);
        table.References<Issues>(r => r.IssueId).Along(r => r.ProjectId, p => p.ProjectId).Cascade();

        table.On<IssueLabelled>().Replace(r => r.IssueId, e => e.IssueId.ToString())
            .Each(e => e.Labels).Row((e, label) => e.IssueId.ToString(), (e, label) => label.Name)
            .Copy(r => r.ProjectId, r => r.Color);
    }
}
#endregion

#region comments
/// <summary>What was said about issues: only ever added and removed.</summary>
public sealed record Comments : IReadTable<Comments>
{
    /// <summary>The event that brought it.</summary>
    public required long Position { get; init; }

    /// <summary>Place within the event.</summary>
    public required int Number { get; init; }

    /// <summary>The issue.</summary>
    public required string IssueId { get; init; }

    /// <summary>The issue's project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Who said it; null when nobody is known, or no longer.</summary>
    public string? MemberId { get; init; }

    /// <summary>What was said.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Comments> table)
    {
        table.Key(r => r.Position, r => r.Number);
        table.Area("discussion");
        table.References<Issues>(r => r.IssueId).Along(r => r.ProjectId, p => p.ProjectId).Cascade();
        table.References<Members>(r => r.MemberId).SetNull();

        table.On<Commented>().Each(e => e.Texts.Select((text, i) => (Text: text, Number: i))).Insert()
            .Set(r => r.Position, (e, comment, info) => info.Position)
            .Set(r => r.Number, (e, comment) => comment.Number)
            .Set(r => r.Text, (e, comment) => comment.Text)
            .CopyExcept();
    }
}
#endregion

#region members
/// <summary>Members of tenants.</summary>
public sealed record Members : IReadTable<Members>
{
    /// <summary>The member, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The address: no two active members of a tenant have one in common.</summary>
    public required string Email { get; init; }

    /// <summary><c>active</c> or <c>suspended</c>.</summary>
    public required string Status { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Members> table)
    {
        table.Key(r => r.Id);
        table.Tenant(r => r.TenantId);
        table.Index("ux_members_email", r => r.TenantId, r => r.Email).Unique().Where(r => r.Status == "active");

        table.On<MemberJoined>().Row(e => e.Id.ToString()).Set(r => r.Status, e => "active").CopyExcept();
        table.On<AddressesExchanged>().Each(e => e.Members).Existing((e, member) => member.Id.ToString()).Copy(r => r.Email);
        table.On<MemberSuspended>().Existing(e => e.Id.ToString()).Set(r => r.Status, e => "suspended");
        table.On<MemberLeft>().Delete(e => e.Id.ToString());
    }
}
#endregion

#region sizes
/// <summary>How large projects are: derived from <see cref="Issues"/>.</summary>
public sealed record ProjectSizes : IReadTable<ProjectSizes>
{
    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Issues that it has.</summary>
    public required int Issues { get; init; }

    /// <summary>Issues that are planned for a milestone.</summary>
    public required int Planned { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ProjectSizes> table)
    {
        table.Key(r => r.ProjectId);
        table.References<Projects>(r => r.ProjectId);
        table.DerivedFrom<Issues>([i => i.ProjectId], issues => new ProjectSizes
        {
            ProjectId = issues[0].ProjectId,
            Issues = issues.Count,
            Planned = issues.Count(i => i.MilestoneId != null),
        });
    }
}
#endregion

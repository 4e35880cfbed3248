using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.ActionItems;

/// <summary>Runs of action items: a program works on an item until a change passes its checks.</summary>
public sealed record ActionItemRuns : IReadTable<ActionItemRuns>
{
    /// <summary>The run, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Its item.</summary>
    public required string ActionItemId { get; init; }

    /// <summary>The item's workspace.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The workspace's project.</summary>
    public required string ProjectId { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>ready</c>, <c>failed</c> or <c>applied</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How many attempts ended.</summary>
    public required int AttemptCount { get; init; }

    /// <summary>How many attempts it has.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>The tree that it works on; null before it started.</summary>
    public string? BaseManifestHash { get; init; }

    /// <summary>The first three lines of the last report, or null.</summary>
    public string? Summary { get; init; }

    /// <summary>What the last attempt did, or null.</summary>
    public string? Report { get; init; }

    /// <summary>The change of the last attempt, or null.</summary>
    public string? Patch { get; init; }

    /// <summary>The checks of the last attempt, a JSON array of objects with <c>kind</c>, <c>command</c>, <c>success</c> and <c>output</c>; null before the first.</summary>
    public Json? Checks { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Error { get; init; }

    /// <summary>When a program began to work on it, ISO-8601 UTC.</summary>
    public string? StartedAt { get; init; }

    /// <summary>When it became ready or failed, ISO-8601 UTC.</summary>
    public string? CompletedAt { get; init; }

    /// <summary>When it was queued, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When it last changed, ISO-8601 UTC.</summary>
    public required string UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ActionItemRuns> table)
    {
        table.Key(r => r.Id);
        table.References<ActionItems>(r => r.ActionItemId).Along(r => r.WorkspaceId, i => i.WorkspaceId).Along(r => r.ProjectId, i => i.ProjectId).Cascade();
        table.References<Workspaces>(r => r.WorkspaceId).Cascade();
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();
        table.Index("ix_action_item_runs_item", r => r.ActionItemId, r => r.CreatedAt);
        table.Index("ix_action_item_runs_workspace", r => r.WorkspaceId, r => r.CreatedAt);
        table.Index("ix_action_item_runs_status", r => r.Status, r => r.CreatedAt);

        table.On<RunQueued>().Row(e => e.RunId.ToString())
            .Copy(r => r.WorkspaceId, r => r.ProjectId, r => r.MaxAttempts)
            .Set(r => r.ActionItemId, e => e.ItemId.ToString())
            .Set(r => r.Status, e => "queued")
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<RunStarted>().Existing(e => e.RunId.ToString())
            .Copy(r => r.BaseManifestHash)
            .Set(r => r.Status, e => "running")
            .Set(r => r.StartedAt, (e, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<RunAttempted>().Existing(e => e.RunId.ToString())
            .Copy(r => r.Status, r => r.Summary, r => r.Report, r => r.Patch, r => r.Error)
            .Set(r => r.AttemptCount, e => e.Attempt)
            .Set(r => r.Checks, e => Json.Of(e.Checks))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<RunAttempted>(e => e.Status != "running").Existing(e => e.RunId.ToString()).Set(r => r.CompletedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<RunFailed>().Existing(e => e.RunId.ToString())
            .Copy(r => r.Error)
            .Set(r => r.Status, e => "failed")
            .Set(r => r.CompletedAt, (e, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<RunApplied>().Existing(e => e.RunId.ToString())
            .Set(r => r.Status, e => "applied")
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}

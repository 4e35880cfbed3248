using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.ActionItems;

/// <summary>Work that workspaces need.</summary>
public sealed record ActionItems : IReadTable<ActionItems>
{
    /// <summary>The item, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The workspace.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>Its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary><c>test_coverage</c>, <c>security</c>, <c>refactoring</c> or <c>build_failure</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>info</c>, <c>warning</c> or <c>critical</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>What it is, up to 100 characters.</summary>
    public required string Title { get; init; }

    /// <summary>More about it, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Paths of the files that it is about, a JSON array; null for none.</summary>
    public Json? AffectedFiles { get; init; }

    /// <summary>What to ask an assistant for, or null.</summary>
    public string? SuggestedPrompt { get; init; }

    /// <summary>A JSON object with <c>suggestion_type</c>, the kind of a refactoring; null for other items.</summary>
    public Json? Metadata { get; init; }

    /// <summary><c>pending</c>, <c>running</c>, <c>ready</c>, <c>applied</c> or <c>dismissed</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>analysis</c> or <c>deployment</c>.</summary>
    public required string Source { get; init; }

    /// <summary>When it was found, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When its status last changed, ISO-8601 UTC.</summary>
    public required string UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ActionItems> table)
    {
        table.Key(r => r.Id);
        table.References<Workspaces>(r => r.WorkspaceId).Cascade();
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();
        table.Index("ix_action_items_workspace", r => r.WorkspaceId, r => r.CreatedAt);
        table.Index("ix_action_items_project", r => r.ProjectId, r => r.CreatedAt);
        table.Index("ix_action_items_status", r => r.WorkspaceId, r => r.Status);

        table.On<ActionItemsFound>().Each(e => e.Items).Row((e, item) => item.Id.ToString())
            .Copy(r => r.WorkspaceId, r => r.ProjectId, r => r.Type, r => r.Severity, r => r.Title, r => r.Description, r => r.SuggestedPrompt, r => r.Source)
            .Set(r => r.AffectedFiles, (e, item) => item.AffectedFiles.Count == 0 ? null : Json.Of(item.AffectedFiles))
            .Set(r => r.Metadata, (e, item) => Rows.SuggestionType(item.SuggestionType))
            .Set(r => r.Status, (e, item) => "pending")
            .Set(r => r.CreatedAt, (e, item, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, item, info) => Rows.Iso(info.RecordedAt));

        table.On<ActionItemDismissed>().Existing(e => e.ItemId.ToString())
            .Set(r => r.Status, e => "dismissed")
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<RunQueued>().Existing(e => e.ItemId.ToString())
            .Set(r => r.Status, e => "running")
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        // A failed run leaves its item to the next one.
        table.On<RunAttempted>().Existing(e => e.ItemId.ToString())
            .Set(r => r.Status, e => e.Status == "failed" ? "pending" : e.Status)
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<RunFailed>().Existing(e => e.ItemId.ToString())
            .Set(r => r.Status, e => "pending")
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<RunApplied>().Existing(e => e.ItemId.ToString())
            .Set(r => r.Status, e => "applied")
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}

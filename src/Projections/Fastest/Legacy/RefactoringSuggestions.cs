using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Legacy;

/// <summary>Refactoring suggestions of a former installation. Action items have replaced them: only imports write them.</summary>
public sealed record RefactoringSuggestions : IReadTable<RefactoringSuggestions>
{
    /// <summary>Its id in the former installation.</summary>
    public required string Id { get; init; }

    /// <summary>The workspace.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The snapshot that it is about, or null.</summary>
    public string? SnapshotId { get; init; }

    /// <summary>What it is about, in a word.</summary>
    public required string Type { get; init; }

    /// <summary><c>info</c>, <c>warning</c> or <c>critical</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>More about it, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Paths of the files, a JSON array; or null.</summary>
    public Json? AffectedFiles { get; init; }

    /// <summary>What to ask for, or null.</summary>
    public string? SuggestedPrompt { get; init; }

    /// <summary>Its last status; <c>pending</c> if none was imported.</summary>
    public required string Status { get; init; }

    /// <summary>When it was made, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<RefactoringSuggestions> table)
    {
        table.Key(r => r.Id);
        table.References<Workspaces>(r => r.WorkspaceId).Cascade();
        table.Index("ix_refactoring_suggestions_workspace", r => r.WorkspaceId, r => r.CreatedAt);
        table.Index("ix_refactoring_suggestions_workspace_status", r => r.WorkspaceId, r => r.Status);

        table.On<RefactoringSuggestionImported>().Row(e => e.SuggestionId)
            .Copy(r => r.WorkspaceId, r => r.SnapshotId, r => r.Type, r => r.Severity, r => r.Title, r => r.Description, r => r.SuggestedPrompt, r => r.Status)
            .Set(r => r.AffectedFiles, e => e.AffectedFiles == null ? null : Json.Of(e.AffectedFiles))
            .Set(r => r.CreatedAt, e => Rows.Iso(e.CreatedAt));
    }
}

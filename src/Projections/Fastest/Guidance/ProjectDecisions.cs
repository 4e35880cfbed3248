using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Guidance;

/// <summary>Decisions about projects that were found in conversations.</summary>
public sealed record ProjectDecisions : IReadTable<ProjectDecisions>
{
    /// <summary>The decision, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The conversation that it was made in; null when none is known, or it was removed.</summary>
    public string? ConversationId { get; init; }

    /// <summary>What was decided, up to 240 characters.</summary>
    public required string Decision { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Rationale { get; init; }

    /// <summary><c>architecture</c>, <c>technology</c>, <c>design</c>, <c>product</c>, <c>process</c>, <c>scope</c>, or null.</summary>
    public string? Category { get; init; }

    /// <summary>When it was found, ISO-8601 UTC.</summary>
    public required string DecidedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ProjectDecisions> table)
    {
        table.Key(r => r.Id);
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();
        table.References<Conversations.Conversations>(r => r.ConversationId).SetNull();
        table.Index("ix_project_decisions_project", r => r.ProjectId, r => r.DecidedAt);
        table.Index("ux_project_decisions_decision", r => r.ProjectId, r => r.Decision).Unique();

        table.On<DecisionsExtracted>().Each(e => e.Decisions).Row((e, decision) => decision.Id.ToString())
            .Copy(r => r.ProjectId, r => r.ConversationId, r => r.Decision, r => r.Rationale, r => r.Category)
            .Set(r => r.DecidedAt, (e, decision, info) => Rows.Iso(info.RecordedAt));
    }
}

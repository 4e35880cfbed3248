using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Guidance;

/// <summary>Suggested next steps of projects.</summary>
public sealed record NextSteps : IReadTable<NextSteps>
{
    /// <summary>The step, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>What to do, up to 140 characters.</summary>
    public required string Title { get; init; }

    /// <summary>More about it, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Rationale { get; init; }

    /// <summary><c>feature</c>, <c>improvement</c>, <c>bug</c>, <c>refactoring</c>, <c>testing</c>, <c>documentation</c>, <c>security</c>, <c>performance</c>, <c>infrastructure</c>, <c>design</c> or <c>research</c>.</summary>
    public required string Category { get; init; }

    /// <summary>1 (first) to 3.</summary>
    public required int Priority { get; init; }

    /// <summary><c>small</c>, <c>medium</c>, <c>large</c>, or null.</summary>
    public string? Effort { get; init; }

    /// <summary><c>pending</c>, <c>accepted</c>, <c>completed</c> or <c>dismissed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How often somebody found it helpful.</summary>
    public required int HelpfulCount { get; init; }

    /// <summary>How often somebody found it not helpful.</summary>
    public required int NotHelpfulCount { get; init; }

    /// <summary>The model that suggested it; <c>built-in</c> for the rules.</summary>
    public string? Model { get; init; }

    /// <summary>When it was suggested, ISO-8601 UTC.</summary>
    public required string GeneratedAt { get; init; }

    /// <summary>When somebody last acted on it, ISO-8601 UTC; null while it is pending.</summary>
    public string? ActedOnAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<NextSteps> table)
    {
        table.Key(r => r.Id);
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();
        table.Index("ix_next_steps_status", r => r.ProjectId, r => r.Status);
        table.Index("ix_next_steps_priority", r => r.ProjectId, r => r.Priority);

        table.On<NextStepsSuggested>().Each(e => e.Steps).Row((e, step) => step.Id.ToString())
            .Copy(r => r.ProjectId, r => r.Title, r => r.Description, r => r.Rationale, r => r.Category, r => r.Priority, r => r.Effort, r => r.Model)
            .Set(r => r.Status, (e, step) => "pending")
            .Set(r => r.GeneratedAt, (e, step, info) => Rows.Iso(info.RecordedAt));

        table.On<NextStepStatusSet>().Existing(e => e.NextStepId.ToString())
            .Copy(r => r.Status)
            .Set(r => r.ActedOnAt, (e, info) => e.Status == "pending" ? null : Rows.Iso(info.RecordedAt));

        table.On<NextStepRated>(e => e.IsHelpful).Existing(e => e.NextStepId.ToString()).Increment(r => r.HelpfulCount, e => 1);
        table.On<NextStepRated>(e => !e.IsHelpful).Existing(e => e.NextStepId.ToString()).Increment(r => r.NotHelpfulCount, e => 1);
    }
}

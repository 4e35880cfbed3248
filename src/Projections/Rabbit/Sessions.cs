using EventSourced.Contracts.Rabbit;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Rabbit;

/// <summary>Sessions of children with the rabbit. Times are Unix epoch milliseconds, UTC.</summary>
public sealed record Sessions : IReadTable<Sessions>
{
    /// <summary>The session, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The child, or null.</summary>
    public string? ChildId { get; init; }

    /// <summary>Start time.</summary>
    public required long StartedAt { get; init; }

    /// <summary>Start time, then the time of receipt of the last turn.</summary>
    public required long LastActivity { get; init; }

    /// <summary>Number of recorded turns.</summary>
    public required int TurnCount { get; init; }

    /// <summary>1 until it is closed, then 0.</summary>
    public required int Active { get; init; }

    /// <summary>Information about the client, or null.</summary>
    public Json? Metadata { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Sessions> table)
    {
        table.Key(r => r.Id);
        table.Index("idx_sessions_child", r => r.ChildId);
        table.Index("idx_sessions_started", r => r.StartedAt);
        table.Index("idx_sessions_active", r => r.Active);

        table.On<SessionStarted>().Row(e => e.SessionId.ToString())
            .Set(r => r.ChildId, e => e.ChildId)
            .Set(r => r.StartedAt, e => e.StartedAt.ToUnixTimeMilliseconds())
            .Set(r => r.LastActivity, e => e.StartedAt.ToUnixTimeMilliseconds())
            .Set(r => r.Active, e => 1)
            .Set(r => r.Metadata, e => e.Metadata == null ? null : new Json(e.Metadata));

        table.On<TurnRecorded>().Existing(e => e.SessionId.ToString())
            .Set(r => r.LastActivity, e => e.ReceivedAt.ToUnixTimeMilliseconds())
            .Increment(r => r.TurnCount, e => 1);

        table.On<SessionClosed>().Existing(e => e.SessionId.ToString())
            .Set(r => r.Active, e => 0);
    }
}

using EventSourced.Contracts.Rabbit;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Rabbit;

/// <summary>What children said and the rabbit answered. Times are Unix epoch milliseconds, UTC.</summary>
public sealed record ConversationTurns : IReadTable<ConversationTurns>
{
    /// <summary>The turn, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>Time of the turn: by the client if it sent one, else the time of receipt.</summary>
    public required long Timestamp { get; init; }

    /// <summary>What the child said, verbatim; null once forgotten.</summary>
    public string? ChildInput { get; init; }

    /// <summary>The answer, after all filters; null once forgotten.</summary>
    public string? RabbitResponse { get; init; }

    /// <summary>Object key of the child's voice recording; null if there is none, or no longer.</summary>
    public string? ChildAudioR2Key { get; init; }

    /// <summary>Object key of the spoken answer, or null.</summary>
    public string? RabbitAudioR2Key { get; init; }

    /// <summary>Length of the recording in ms; null if unknown.</summary>
    public int? DurationMs { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ConversationTurns> table)
    {
        table.Key(r => r.Id);
        table.Index("idx_turns_session", r => r.SessionId);
        table.Index("idx_turns_timestamp", r => r.Timestamp);

        table.On<TurnRecorded>().Row(e => e.TurnId.ToString())
            .Set(r => r.SessionId, e => e.SessionId.ToString())
            .Set(r => r.Timestamp, e => e.Timestamp.ToUnixTimeMilliseconds())
            .Set(r => r.ChildInput, e => e.ChildInput)
            .Set(r => r.RabbitResponse, e => e.RabbitResponse)
            .Set(r => r.ChildAudioR2Key, e => e.ChildAudioKey)
            .Set(r => r.RabbitAudioR2Key, e => e.RabbitAudioKey)
            .Set(r => r.DurationMs, e => e.DurationMs);

        table.On<ChildAudioExpired>().Existing(e => e.TurnId.ToString())
            .Set(r => r.ChildAudioR2Key, e => null);

        table.On<SessionForgotten>().Each(e => e.Turns).Existing((e, turn) => turn.TurnId.ToString())
            .Set(r => r.ChildInput, (e, turn) => null)
            .Set(r => r.RabbitResponse, (e, turn) => null)
            .Set(r => r.ChildAudioR2Key, (e, turn) => null)
            .Set(r => r.RabbitAudioR2Key, (e, turn) => null);
    }
}

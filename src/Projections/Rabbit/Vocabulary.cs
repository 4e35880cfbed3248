using EventSourced.Contracts.Rabbit;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Rabbit;

/// <summary>One row for every time a child said a word. Times are Unix epoch milliseconds, UTC.</summary>
public sealed record Vocabulary : IReadTable<Vocabulary>
{
    /// <summary>Computed from the turn and the word's place in it.</summary>
    public required long Id { get; init; }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The turn.</summary>
    public required string TurnId { get; init; }

    /// <summary>The word as the tokeniser cut it; empty once forgotten.</summary>
    public required string Word { get; init; }

    /// <summary>When it was said: the turn's time.</summary>
    public required long FirstSeenAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Vocabulary> table)
    {
        table.Key(r => r.Id);
        table.Index("idx_vocabulary_session", r => r.SessionId);
        table.Index("idx_vocabulary_word", r => r.Word);
        table.Index("idx_vocabulary_first_seen", r => r.FirstSeenAt);
        // Not documented: the rows of a turn are replaced when it is analysed anew.
        table.Index("idx_vocabulary_turn", r => r.TurnId);

        table.On<TurnAnalysed>().Each(e => Rows.Of(e.WordCount)).Row((e, i) => Rows.Word(e.TurnId, i))
            .Set(r => r.SessionId, (e, i) => e.SessionId.ToString())
            .Set(r => r.TurnId, (e, i) => e.TurnId.ToString())
            .Set(r => r.Word, (e, i) => Rows.At(e.Words, i) ?? "")
            .Set(r => r.FirstSeenAt, (e, i) => e.Timestamp.ToUnixTimeMilliseconds());

        table.On<TurnReanalysed>().DeleteWhere(r => r.TurnId, e => e.TurnId.ToString());
        table.On<TurnReanalysed>().Each(e => Rows.Of(e.WordCount)).Row((e, i) => Rows.Word(e.TurnId, i))
            .Set(r => r.SessionId, (e, i) => e.SessionId.ToString())
            .Set(r => r.TurnId, (e, i) => e.TurnId.ToString())
            .Set(r => r.Word, (e, i) => Rows.At(e.Words, i) ?? "")
            .Set(r => r.FirstSeenAt, (e, i) => e.Timestamp.ToUnixTimeMilliseconds());

        table.On<SessionForgotten>().Each(Rows.Words).Existing((e, row) => Rows.Word(row.TurnId, row.Ordinal))
            .Set(r => r.Word, (e, row) => "");
    }
}

using EventSourced.Contracts.Rabbit;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Rabbit;

/// <summary>One row for every occurrence of a word in a child's turn. Times are Unix epoch milliseconds, UTC.</summary>
public sealed record Vocabulary : IReadTable<Vocabulary>
{
    /// <summary>Derived from the turn and the ordinal.</summary>
    public required long Id { get; init; }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The turn.</summary>
    public required string TurnId { get; init; }

    /// <summary>Index of the word in the turn, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The word from the tokenizer; empty once forgotten.</summary>
    public required string Word { get; init; }

    /// <summary>Time of the turn.</summary>
    public required long FirstSeenAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Vocabulary> table)
    {
        table.Key(r => r.Id);
        table.Index("idx_vocabulary_session", r => r.SessionId);
        table.Index("idx_vocabulary_word", r => r.Word);
        table.Index("idx_vocabulary_first_seen", r => r.FirstSeenAt);
        // Not in the specification: the words of a turn are replaced by this column when it is analysed again.
        table.Index("idx_vocabulary_turn", r => r.TurnId);

        table.On<ITurnAnalysis>().Replace(r => r.TurnId, e => e.TurnId.ToString()).NewOn<TurnAnalysed>()
            .Each(e => Rows.Of(e.WordCount)).Row((e, i) => Rows.Word(e.TurnId, i))
            .Copy(r => r.SessionId)
            .Set(r => r.Ordinal, (e, i) => i)
            .Set(r => r.Word, (e, i) => Rows.At(e.Words, i) ?? "")
            .Set(r => r.FirstSeenAt, (e, i) => e.Timestamp.ToUnixTimeMilliseconds());

        table.On<SessionForgotten>().Each(Rows.Words).Existing((e, row) => Rows.Word(row.TurnId, row.Ordinal))
            .Set(r => r.Word, (e, row) => "");
    }
}

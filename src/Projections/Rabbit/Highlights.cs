using EventSourced.Contracts.Rabbit;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Rabbit;

/// <summary>Remarkable moments for parents: new words, long sentences, emotions. Times are Unix epoch milliseconds, UTC.</summary>
public sealed record Highlights : IReadTable<Highlights>
{
    /// <summary>Derived from the turn and the ordinal.</summary>
    public required long Id { get; init; }

    /// <summary>The turn.</summary>
    public required string TurnId { get; init; }

    /// <summary>Index of the highlight in the turn, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The turn's time.</summary>
    public required long Timestamp { get; init; }

    /// <summary><c>new_word</c>, <c>long_sentence</c> or <c>emotional_moment</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The reason in a sentence; null once forgotten.</summary>
    public string? Description { get; init; }

    /// <summary>The first 100 characters of the child's text; null once forgotten.</summary>
    public string? Excerpt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Highlights> table)
    {
        table.Key(r => r.Id);
        table.Index("idx_highlights_session", r => r.SessionId);
        table.Index("idx_highlights_timestamp", r => r.Timestamp);
        table.Index("idx_highlights_type", r => r.Type);
        // Not in the specification: the highlights of a turn are replaced by this column when it is analysed again.
        table.Index("idx_highlights_turn", r => r.TurnId);

        table.On<ITurnAnalysis>().Replace(r => r.TurnId, e => e.TurnId.ToString()).NewOn<TurnAnalysed>()
            .Each(e => Rows.Of(e.HighlightTypes.Count)).Row((e, i) => Rows.Highlight(e.TurnId, i))
            .Copy(r => r.SessionId, r => r.Timestamp, r => r.Excerpt)
            .Set(r => r.Ordinal, (e, i) => i)
            .Set(r => r.Type, (e, i) => e.HighlightTypes[i])
            .Set(r => r.Description, (e, i) => Rows.At(e.HighlightTexts, i));

        table.On<SessionForgotten>().Each(Rows.Highlights).Existing((e, row) => Rows.Highlight(row.TurnId, row.Ordinal))
            .Set(r => r.Description, (e, row) => null)
            .Set(r => r.Excerpt, (e, row) => null);
    }
}

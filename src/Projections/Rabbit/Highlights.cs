using EventSourced.Contracts.Rabbit;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Rabbit;

/// <summary>What a parent may like to see: new words, long sentences, feelings. Times are Unix epoch milliseconds, UTC.</summary>
public sealed record Highlights : IReadTable<Highlights>
{
    /// <summary>Computed from the turn and the highlight's place in it.</summary>
    public required long Id { get; init; }

    /// <summary>The turn.</summary>
    public required string TurnId { get; init; }

    /// <summary>The highlight's place in the turn, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The turn's time.</summary>
    public required long Timestamp { get; init; }

    /// <summary><c>new_word</c>, <c>long_sentence</c> or <c>emotional_moment</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is, in a sentence; null once forgotten.</summary>
    public string? Description { get; init; }

    /// <summary>The first 100 characters of what was said; null once forgotten.</summary>
    public string? Excerpt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Highlights> table)
    {
        table.Key(r => r.Id);
        table.Index("idx_highlights_session", r => r.SessionId);
        table.Index("idx_highlights_timestamp", r => r.Timestamp);
        table.Index("idx_highlights_type", r => r.Type);
        // Not documented: the highlights of a turn are replaced when it is analysed again.
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

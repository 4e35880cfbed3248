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
        // Not documented: the rows of a turn are replaced when it is analysed anew.
        table.Index("idx_highlights_turn", r => r.TurnId);

        table.On<TurnAnalysed>().Each(e => Rows.Of(e.HighlightTypes.Count)).Row((e, i) => Rows.Highlight(e.TurnId, i))
            .Set(r => r.TurnId, (e, i) => e.TurnId.ToString())
            .Set(r => r.SessionId, (e, i) => e.SessionId.ToString())
            .Set(r => r.Timestamp, (e, i) => e.Timestamp.ToUnixTimeMilliseconds())
            .Set(r => r.Type, (e, i) => e.HighlightTypes[i])
            .Set(r => r.Description, (e, i) => Rows.At(e.HighlightTexts, i))
            .Set(r => r.Excerpt, (e, i) => e.Excerpt);

        table.On<TurnReanalysed>().DeleteWhere(r => r.TurnId, e => e.TurnId.ToString());
        table.On<TurnReanalysed>().Each(e => Rows.Of(e.HighlightTypes.Count)).Row((e, i) => Rows.Highlight(e.TurnId, i))
            .Set(r => r.TurnId, (e, i) => e.TurnId.ToString())
            .Set(r => r.SessionId, (e, i) => e.SessionId.ToString())
            .Set(r => r.Timestamp, (e, i) => e.Timestamp.ToUnixTimeMilliseconds())
            .Set(r => r.Type, (e, i) => e.HighlightTypes[i])
            .Set(r => r.Description, (e, i) => Rows.At(e.HighlightTexts, i))
            .Set(r => r.Excerpt, (e, i) => e.Excerpt);

        table.On<SessionForgotten>().Each(Rows.Highlights).Existing((e, row) => Rows.Highlight(row.TurnId, row.Ordinal))
            .Set(r => r.Description, (e, row) => null)
            .Set(r => r.Excerpt, (e, row) => null);
    }
}

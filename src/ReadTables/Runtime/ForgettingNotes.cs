using EventSourced.Contracts;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Notes that nothing of a table from before a position may be kept.</summary>
internal static class ForgettingNotes
{
    /// <summary>Notes, in the transaction of a page, that its tables have something to forget; null when they have not.</summary>
    public static NpgsqlBatchCommand? Of(IReadOnlyList<ITableProjector> tables, IReadOnlyList<ProjectedEvent> events)
    {
        List<ProjectedEvent> forgetting = [.. events.Where(e => e.EventType?.IsAssignableTo(typeof(IForgetting)) == true)];
        if (forgetting.Count == 0) return null;
        var notes = tables.Select(t => (Table: t, Last: forgetting.LastOrDefault(t.Handles))).Where(n => n.Last is not null)
            .SelectMany(n => n.Table.Advances().Select(name => (Name: name, n.Last!.Recorded.Position))).ToList();
        return notes.Count == 0 ? null : Note([.. notes.Select(n => n.Name)], [.. notes.Select(n => n.Position)]);
    }

    /// <summary>Notes that nothing of these tables from before these positions may be kept.</summary>
    public static NpgsqlBatchCommand Note(string[] tables, long[] positions) => new(
        """
        INSERT INTO es.forgettings (table_name, position, noted_at) SELECT name, position, now() FROM unnest($1::text[], $2::bigint[]) AS n (name, position) ORDER BY name
        ON CONFLICT (table_name) DO UPDATE SET position = greatest(es.forgettings.position, EXCLUDED.position), noted_at = now()
        """)
    {
        Parameters = { new() { Value = tables }, new() { Value = positions } },
    };
}

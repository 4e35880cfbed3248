using EventSourced.Contracts;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Records in es.forgettings that copies of a table from before a position must be dropped.</summary>
internal static class ForgettingRecords
{
    /// <summary>The record for the transaction of a page; null when no event of the page forgets data.</summary>
    public static NpgsqlBatchCommand? Of(IReadOnlyList<ITableProjector> tables, IReadOnlyList<ProjectedEvent> events)
    {
        List<ProjectedEvent> forgetting = [.. events.Where(e => e.EventType?.IsAssignableTo(typeof(IForgetting)) == true)];
        if (forgetting.Count == 0) return null;
        var records = tables.Select(t => (Table: t, Last: forgetting.LastOrDefault(t.Handles))).Where(n => n.Last is not null)
            .SelectMany(n => n.Table.CheckpointNames().Select(name => (Name: name, n.Last!.Recorded.Position))).ToList();
        return records.Count == 0 ? null : Insert([.. records.Select(n => n.Name)], [.. records.Select(n => n.Position)]);
    }

    /// <summary>The record that copies of these tables from before these positions must be dropped.</summary>
    public static NpgsqlBatchCommand Insert(string[] tables, long[] positions) => new(
        """
        INSERT INTO es.forgettings (table_name, position, noted_at) SELECT name, position, now() FROM unnest($1::text[], $2::bigint[]) AS n (name, position) ORDER BY name
        ON CONFLICT (table_name) DO UPDATE SET position = greatest(es.forgettings.position, EXCLUDED.position), noted_at = now()
        """)
    {
        Parameters = { new() { Value = tables }, new() { Value = positions } },
    };
}

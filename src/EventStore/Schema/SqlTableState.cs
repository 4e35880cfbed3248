using System.Text.Json;
using Weasel.Core;

namespace EventSourced.EventStore.Schema;

/// <summary>A table's state in the database.</summary>
/// <param name="Comment">Its comment.</param>
/// <param name="Columns">Its columns, by name.</param>
/// <param name="Constraints">Names of its constraints.</param>
/// <param name="Indexes">Names of its indexes.</param>
internal sealed record SqlTableState(string? Comment, IReadOnlyDictionary<string, SqlTableState.Column> Columns, IReadOnlyList<string> Constraints, IReadOnlyList<string> Indexes)
{
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public sealed record Column(string Type, string? Comment);

    /// <summary>A query for the state as one JSON value; null when the table does not exist.</summary>
    public static string Query(DbObjectName table) => $"""
        select (
            select json_build_object(
                'comment', obj_description(c.oid, 'pg_class'),
                'columns', (select coalesce(json_object_agg(a.attname, json_build_object('type', format_type(a.atttypid, a.atttypmod), 'comment', col_description(c.oid, a.attnum))), json_build_object())
                    from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
                'constraints', (select coalesce(json_agg(k.conname), json_build_array()) from pg_constraint k where k.conrelid = c.oid),
                'indexes', (select coalesce(json_agg(i.relname), json_build_array()) from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid))::text
            from pg_class c where c.oid = to_regclass({SqlText.Literal(table.QualifiedName)}));

        """;
}

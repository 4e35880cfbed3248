using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Bulk statements on one table: any number of rows in one round trip, as one array per column.</summary>
internal sealed class RowCommands<TRow>(TableDefinition<TRow> table, string schema) where TRow : class, IReadTable<TRow>
{
    private readonly string _name = SqlNames.Of(table, schema);

    private readonly string _upsert =
        $"INSERT INTO {SqlNames.Of(table, schema)} ({SqlNames.List(table.Columns)}) SELECT * FROM {Unnest(table.Columns)} AS v " +
        $"ON CONFLICT ({SqlNames.List(table.Key)}) DO " +
        (table.Columns.Except(table.Key).ToList() is { Count: > 0 } others
            ? $"UPDATE SET {string.Join(", ", others.Select(c => $"{SqlNames.Quote(c.Name)} = EXCLUDED.{SqlNames.Quote(c.Name)}"))}"
            : "NOTHING");

    private readonly string _insert =
        $"INSERT INTO {SqlNames.Of(table, schema)} ({SqlNames.List(table.Columns)}) SELECT * FROM {Unnest(table.Columns)} AS v";

    private readonly string _copy = $"COPY {SqlNames.Of(table, schema)} ({SqlNames.List(table.Columns)}) FROM STDIN (FORMAT BINARY)";

    /// <summary>Rows whose given columns equal those of one of the probes.</summary>
    public NpgsqlBatchCommand Select(IReadOnlyList<Column<TRow>> by, IReadOnlyList<TRow> probes, string orderBy = "") =>
        With($"SELECT {SqlNames.List(table.Columns, "t.")} FROM {_name} t JOIN {Unnest(by)} AS v({SqlNames.List(by)}) ON {Equal(by)}{orderBy}", by, probes);

    /// <summary>The distinct values of some columns in the rows whose given columns equal those of one of the probes. Other columns are not set.</summary>
    public NpgsqlBatchCommand SelectDistinct(IReadOnlyList<Column<TRow>> columns, IReadOnlyList<Column<TRow>> by, IReadOnlyList<TRow> probes) =>
        With($"SELECT DISTINCT {SqlNames.List(columns, "t.")} FROM {_name} t JOIN {Unnest(by)} AS v({SqlNames.List(by)}) ON {Equal(by)}", by, probes);

    public NpgsqlBatchCommand Delete(IReadOnlyList<Column<TRow>> by, IReadOnlyList<TRow> probes) =>
        With($"DELETE FROM {_name} t USING {Unnest(by)} AS v({SqlNames.List(by)}) WHERE {Equal(by)}", by, probes);

    /// <summary>Sets columns to null in the rows whose given columns equal those of one of the probes.</summary>
    public NpgsqlBatchCommand SetNull(IReadOnlyList<Column<TRow>> columns, IReadOnlyList<Column<TRow>> by, IReadOnlyList<TRow> probes) =>
        With($"UPDATE {_name} t SET {string.Join(", ", columns.Select(c => $"{SqlNames.Quote(c.Name)} = NULL"))} FROM {Unnest(by)} AS v({SqlNames.List(by)}) WHERE {Equal(by)}", by, probes);

    public NpgsqlBatchCommand Upsert(IReadOnlyList<TRow> rows) => With(_upsert, table.RowColumns, rows);

    /// <summary>Inserts rows; fails if a key exists.</summary>
    public NpgsqlBatchCommand Insert(IReadOnlyList<TRow> rows) => With(_insert, table.RowColumns, rows);

    /// <summary>Inserts many rows by COPY; fails if a key exists.</summary>
    public async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        await connection.CopyLongAsync(_name, _copy, async (stream, stop) =>
        {
            using var encoded = new CopyRows();
            foreach (var row in rows)
            {
                table.Encode(encoded, row);
                if (!encoded.IsFull) continue;
                await stream.WriteAsync(encoded.Collected, stop);
                encoded.Clear();
            }
            encoded.End();
            await stream.WriteAsync(encoded.Collected, stop);
        }, cancellationToken);
    }

    /// <summary>The rows of a <see cref="Select"/>.</summary>
    public static async Task<List<TRow>> ReadAsync(NpgsqlDataReader reader, IReadOnlyList<Column<TRow>> columns, CancellationToken cancellationToken)
    {
        var rows = new List<TRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            // Not by new(): the row type may have required members, which are set from the reader.
            var row = Activator.CreateInstance<TRow>();
            for (var i = 0; i < columns.Count; i++) columns[i].Read(reader, i, row);
            rows.Add(row);
        }
        return rows;
    }

    private static NpgsqlBatchCommand With(string sql, IReadOnlyList<Column<TRow>> columns, IReadOnlyList<TRow> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns) command.Parameters.Add(column.ToArrayParameter(rows));
        return command;
    }

    private static string Unnest(IReadOnlyList<Column> columns) =>
        $"unnest({string.Join(", ", columns.Select((c, i) => $"${i + 1}::{c.SqlType}[]"))})";

    private static string Equal(IReadOnlyList<Column<TRow>> by) =>
        string.Join(" AND ", by.Select(c => $"t.{SqlNames.Quote(c.Name)} = v.{SqlNames.Quote(c.Name)}"));
}

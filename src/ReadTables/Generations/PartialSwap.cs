using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>Replaces the rows of a scope by rebuilt rows, in one transaction. The caller has locked the tables' checkpoints.</summary>
internal static class PartialSwap
{
    /// <exception cref="InvalidOperationException">A part does not have the position of its live table, or another definition built the live table.</exception>
    public static async Task ReplaceAsync(
        NpgsqlConnection connection, ReadTableCatalog catalog, IReadOnlyList<TableCheckpoint> live, IReadOnlyList<InactiveGeneration> parts, RowScope scope, CancellationToken cancellationToken)
    {
        SwapConditions.ExpectSame(live, parts);
        foreach (var part in parts)
        {
            var own = DerivedScope.Of(catalog, part.Table, scope);
            await using (var delete = connection.CreateLongCommand())
            {
                delete.CommandText = $"DELETE FROM {SqlNames.Of(part.Table)} t WHERE {own.Condition(part.Table, "t", delete.Parameters)}";
                await delete.ExecuteNonQueryAsync(cancellationToken);
            }
            var columns = SqlNames.List(part.Table.Columns);
            await using var insert = connection.CreateLongCommand(
                $"""
                INSERT INTO {SqlNames.Of(part.Table)} ({columns}) SELECT {columns} FROM {SqlNames.Of(part.Table, part.Schema)};
                DELETE FROM es.generations WHERE table_name = {SqlNames.Literal(part.Table.QualifiedName)} AND generation = {part.Generation};
                UPDATE es.read_tables SET incarnation = incarnation + 1, updated_at = now() WHERE table_name = {SqlNames.Literal(part.Table.QualifiedName)};
                """);
            await insert.ExecuteNonQueryAsync(cancellationToken);
            await EngineSchema.DropTableAsync(connection, part.Table, part.Schema, $"The rebuilt part of {part.Table.QualifiedName}", cancellationToken);
            await EngineSchema.DropIfEmptyAsync(connection, part.Schema, cancellationToken);
        }
    }
}

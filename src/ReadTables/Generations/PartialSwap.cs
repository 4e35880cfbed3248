using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>Puts rebuilt rows in the place of those of a scope, in one transaction. The tables' checkpoints are locked by the caller.</summary>
internal static class PartialSwap
{
    /// <exception cref="InvalidOperationException">A part does not stand where its live table does, or another definition built that.</exception>
    public static async Task ReplaceAsync(
        NpgsqlConnection connection, ReadTableCatalog catalog, IReadOnlyList<TableCheckpoint> live, IReadOnlyList<Aside> parts, RowScope scope, CancellationToken cancellationToken)
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
            await using var rest = connection.CreateLongCommand(
                $"""
                INSERT INTO {SqlNames.Of(part.Table)} ({columns}) SELECT {columns} FROM {SqlNames.Of(part.Table, part.Schema)};
                DELETE FROM es.generations WHERE table_name = {SqlNames.Literal(part.Table.QualifiedName)} AND generation = {part.Generation};
                UPDATE es.read_tables SET incarnation = incarnation + 1, updated_at = now() WHERE table_name = {SqlNames.Literal(part.Table.QualifiedName)};
                """);
            await rest.ExecuteNonQueryAsync(cancellationToken);
            await OwnSchema.DropTableAsync(connection, part.Table, part.Schema, $"The rebuilt part of {part.Table.QualifiedName}", cancellationToken);
            await OwnSchema.DropIfEmptyAsync(connection, part.Schema, cancellationToken);
        }
    }
}

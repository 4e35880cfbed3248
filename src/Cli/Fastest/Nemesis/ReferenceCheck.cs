using EventSourced.Cli.Nemesis;
using EventSourced.ReadTables;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>Checks that every row belongs to something that exists. The tables declare what they refer to; the database does not enforce it.</summary>
internal static class ReferenceCheck
{
    public const string Promise = "every row refers to rows that exist, and nothing is left of deleted projects";

    public static async Task RunAsync(NemesisWorld world, string module, CancellationToken cancellation)
    {
        foreach (var table in world.Tables.Tables.Where(t => t.Module == module))
        {
            // A code may be issued to somebody who registers by using it.
            foreach (var reference in table.References.Where(_ => table.Name != "auth_codes"))
                await CheckAsync(world, table, reference.Table, [.. reference.Columns.Zip(reference.TableColumns, (column, key) => (column.Name, key.Name))], cancellation);
            if (table.Columns.Any(c => c.Name == "project_id")) await CheckAsync(world, table, $"{module}.projects", [("project_id", "id")], cancellation);
            await world.RowsAsync($"select exists (select 1 from {table.QualifiedName})", r => world.Tally.Count(r.GetBoolean(0) ? $"tables of {module} with rows" : $"{table.QualifiedName} without rows"), cancellation);
        }
    }

    private static async Task CheckAsync(NemesisWorld world, TableDefinition table, string parent, IReadOnlyList<(string Column, string Key)> columns, CancellationToken cancellation)
    {
        var isSet = string.Join(" and ", columns.Select(c => $"t.{c.Column} is not null"));
        var isThere = string.Join(" and ", columns.Select(c => $"p.{c.Key} = t.{c.Column}"));
        await world.RowsAsync($"select count(*), min(t.{columns[^1].Column}::text) from {table.QualifiedName} t where {isSet} and not exists (select 1 from {parent} p where {isThere})", r =>
        {
            if (r.GetInt64(0) is > 0 and var lost) world.Tally.Fault(Promise, $"{lost} rows of {table.QualifiedName} refer to no row of {parent}, such as {columns[^1].Column} = {r.GetString(1)}");
        }, cancellation);
    }
}

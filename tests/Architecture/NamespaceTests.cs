using EventSourced.Projections;

namespace EventSourced.Architecture.Tests;

/// <summary>A read table is in the folder of its namespace: <c>Module/Area/Table.cs</c>.</summary>
public sealed class ProjectionNamespacesTests
{
    [Fact]
    public void Namespaces_of_read_tables_follow_their_folders()
    {
        var projections = Path.Combine(Repository.Root, "src", "Projections");
        var prefix = $"{typeof(ReadTableSet).Namespace}.";
        foreach (var table in ReadTableSet.Catalog.Tables.Select(t => t.RowType))
        {
            Assert.StartsWith(prefix, table.Namespace, StringComparison.Ordinal);
            var file = Path.Combine([projections, .. table.Namespace![prefix.Length..].Split('.'), $"{table.Name}.cs"]);
            Assert.True(File.Exists(file), $"{table} is not in {file}.");
        }
    }
}

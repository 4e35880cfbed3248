using EventSourced.Projections;

namespace EventSourced.Architecture.Tests;

/// <summary>A read table is in the folder of its namespace: <c>Module/Area/Table.cs</c>.</summary>
public sealed class ProjectionNamespacesTests
{
    [Fact]
    public void Namespaces_of_read_tables_follow_their_folders()
    {
        var projections = Path.Combine(Root(), "src", "Projections");
        foreach (var table in ReadTableSet.Catalog.Tables.Select(t => t.RowType))
        {
            var file = Assert.Single(Directory.GetFiles(projections, $"{table.Name}.cs", SearchOption.AllDirectories), f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"));
            var folder = Path.GetRelativePath(projections, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            Assert.Equal($"{typeof(ReadTableSet).Namespace}.{folder}", table.Namespace);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EventSourced.sln"))) folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in the repository.");
        return folder.FullName;
    }
}

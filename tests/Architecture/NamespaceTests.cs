using System.Text.RegularExpressions;
using EventSourced.Projections;

namespace EventSourced.Architecture.Tests;

/// <summary>Namespaces follow folders.</summary>
public sealed partial class NamespaceTests
{
    // The definition language is what a read table needs of the engine, in one namespace.
    private const string Language = "ReadTables/Definition";

    // Extensions of IServiceCollection, as in all of .NET.
    private const string Registration = "Microsoft.Extensions.DependencyInjection";

    private static readonly string s_source = Path.Combine(Repository.Root, "src");

    [Fact]
    public void The_namespace_of_a_source_file_is_its_folder()
    {
        var wrong = from file in Directory.EnumerateFiles(s_source, "*.cs", SearchOption.AllDirectories)
                    let folder = Path.GetRelativePath(s_source, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '/')
                    where !folder.Split('/').Contains("obj")
                    let found = Declaration().Match(File.ReadAllText(file))
                    where found.Success && !Fits(folder, found.Groups[1].Value)
                    select $"{folder}/{Path.GetFileName(file)}: {found.Groups[1].Value}";
        Assert.Equal([], wrong);
    }

    /// <summary>A read table is in a file of its name: <c>Module/Area/Table.cs</c>.</summary>
    [Fact]
    public void A_read_table_is_in_a_file_of_its_name() =>
        Assert.All(ReadTableSet.Catalog.Tables.Select(t => t.RowType), table =>
            Assert.True(File.Exists(Path.Combine([s_source, .. table.Namespace!.Split('.').Skip(1), $"{table.Name}.cs"])), $"{table} is not in {table.Name}.cs of its namespace's folder."));

    [Theory]
    [InlineData("Commands/Bus", "EventSourced.Commands.Bus", true)]
    [InlineData("Commands/Bus", "EventSourced.Commands", false)]
    [InlineData("ReadTables/Definition", "EventSourced.ReadTables", true)]
    [InlineData("Commands/Bus", "Microsoft.Extensions.DependencyInjection", true)]
    public void A_namespace_that_does_not_follow_its_folder_is_found(string folder, string @namespace, bool fits) => Assert.Equal(fits, Fits(folder, @namespace));

    private static bool Fits(string folder, string @namespace) =>
        @namespace == $"EventSourced.{folder.Replace('/', '.')}" || @namespace == Registration || (folder == Language && @namespace is "EventSourced.ReadTables" or "EventSourced.ReadTables.Definition");

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}

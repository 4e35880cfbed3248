using System.Xml.Linq;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Testing;

/// <summary>A test project of the solution.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Path">Its file.</param>
internal sealed record TestProject(string Name, string Path)
{
    /// <summary>The built test program of xunit.v3.</summary>
    /// <param name="configuration">The build configuration.</param>
    public string Program(string configuration) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "bin", configuration, "net10.0", System.IO.Path.GetFileNameWithoutExtension(Path) + ".dll");

    /// <summary>All test projects under <c>tests/</c>.</summary>
    public static IReadOnlyList<TestProject> All() =>
    [
        .. Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Require(Hint.Es("test")), "tests"), "*.csproj", SearchOption.AllDirectories)
            .Where(p => XDocument.Load(p).Descendants("IsTestProject").Any(e => e.Value.Trim() == "true"))
            .Select(p => new TestProject(System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(p))!, p))
            .OrderBy(p => p.Name, StringComparer.Ordinal),
    ];
}

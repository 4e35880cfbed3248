using System.Text.RegularExpressions;

namespace EventSourced.Laws.Tests;

/// <summary>The examples of docs/read-tables.md must equal the source of the tracker's tables, which the laws test.</summary>
public sealed partial class PageTests
{
    [Fact]
    public void The_examples_of_the_page_are_the_regions_of_the_source()
    {
        var root = Root();
        var source = File.ReadAllText(Path.Combine(root, "tests", "Laws.Tests", "Histories", "Tracker", "Tables.cs")).ReplaceLineEndings("\n");
        var regions = Region().Matches(source).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["code"].Value);
        var examples = Example().Matches(File.ReadAllText(Path.Combine(root, "docs", "read-tables.md")).ReplaceLineEndings("\n")).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["code"].Value);
        Assert.Equal(regions.Keys.Order(), examples.Keys.Order());
        Assert.All(regions, r => Assert.Equal(r.Value, examples[r.Key]));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EventSourced.sln"))) folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
        return folder.FullName;
    }

    [GeneratedRegex(@"^#region (?<name>\w+)\n(?<code>.*?)^#endregion$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^```csharp (?<name>\w+)\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Example();
}

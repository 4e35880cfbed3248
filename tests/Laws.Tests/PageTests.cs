using System.Text.RegularExpressions;

namespace EventSourced.Laws.Tests;

/// <summary>The examples of a page must equal the source of what the tests run.</summary>
public sealed partial class PageTests
{
    [Theory]
    [InlineData("read-tables.md", "tests/Laws.Tests/Histories/Tracker")]
    [InlineData("adding-a-module.md", "tests/Garden", "tests/EndToEnd/Garden", "tests/Laws.Tests/Histories/Garden")]
    public void The_examples_of_a_page_are_the_regions_of_the_source(string page, params string[] folders)
    {
        var root = Root();
        var sources = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs")).Select(f => File.ReadAllText(f).ReplaceLineEndings("\n"));
        var regions = sources.SelectMany(s => Region().Matches(s)).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["code"].Value);
        var examples = Example().Matches(File.ReadAllText(Path.Combine(root, "docs", page)).ReplaceLineEndings("\n")).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["code"].Value);
        Assert.NotEmpty(examples);
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

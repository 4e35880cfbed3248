using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EventSourced.Commands.Modules;

namespace EventSourced.EndToEnd.Cli;

public sealed partial class DemoTests
{
    // The first view of each module.
    private static readonly string[] s_views = [.. ModuleCatalog.Default.All.Select(m => (string)JsonNode.Parse(File.ReadAllText(Path.Combine(EsProgram.Root, "samples", m.Name, "show.json")))!["views"]![0]!["title"]!)];

    [Fact]
    public async Task The_samples_have_the_counted_facts_and_nothing_is_new_the_second_time()
    {
        await using var es = await EsProgram.CreateAsync("demo");
        foreach (var again in new[] { false, true })
        {
            var demo = (await es.HereAsync("demo", "--once", "--port", "0")).Succeeds();
            var verdict = Verdict().Match(demo.Output);
            Assert.True(verdict.Success, demo.All);
            Assert.Equal(verdict.Groups[2].Value, verdict.Groups[1].Value);
            Assert.True(int.Parse(verdict.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= 77, verdict.Value);
            Assert.Equal(again, demo.All.Contains("duplicates.", StringComparison.Ordinal));
            Assert.All(s_views, title => Assert.Contains(title, demo.Output, StringComparison.Ordinal));
            Assert.DoesNotContain("\u001b[", demo.All, StringComparison.Ordinal);
            Assert.Null(es.Connection);
        }
    }

    [GeneratedRegex(@"(\d+) of (\d+) hold")]
    private static partial Regex Verdict();
}

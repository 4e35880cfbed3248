using System.Text.RegularExpressions;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

/// <summary>The examples in docs/formats.md are read as documented.</summary>
public sealed class FormatsPageTests
{
    [Fact]
    public void Every_chat_example_on_the_page_gives_the_documented_result() =>
        Assert.All(Rows("### CHAT", 10), row => Assert.Equal(row[1], Chat.Say(row[0]).Spoken));

    [Fact]
    public void Every_plain_line_on_the_page_gives_the_documented_result() => Assert.All(Rows("### Lines of", 10), row =>
    {
        var said = Assert.Single(Chat.Read(row[0]).Utterances);
        Assert.Equal((row[1], row[2]), (said.Speaker, said.Spoken));
    });

    [Fact]
    public void Every_form_of_json_on_the_page_is_read() =>
        Assert.All(Rows("### JSON", 6), row => Assert.Equal("hi", Assert.Single(Chat.Read(row[0]).Utterances).Spoken));

    /// <summary>The code in each row of the table below a heading.</summary>
    private static List<List<string>> Rows(string heading, int atLeast)
    {
        var page = File.ReadAllText(RepositoryFile.PathOf("docs", "formats.md"));
        var section = page[page.IndexOf(heading, StringComparison.Ordinal)..].Split("\n### ")[0];
        List<List<string>> rows = [.. section.Split("\n|---")[1].Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => Regex.Matches(line, "`([^`]+)`").Select(m => m.Groups[1].Value).ToList())];
        Assert.True(rows.Count >= atLeast);
        return rows;
    }
}

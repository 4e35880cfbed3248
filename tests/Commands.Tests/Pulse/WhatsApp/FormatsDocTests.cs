using System.Text.RegularExpressions;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

/// <summary>The examples in docs/formats.md are read as documented.</summary>
public sealed partial class FormatsDocTests
{
    [Fact]
    public void Each_example_gives_the_result_in_its_row()
    {
        var rows = Rows().Where(r => r.Result.StartsWith("20", StringComparison.Ordinal)).ToList();
        Assert.True(rows.Count >= 25, $"{rows.Count} rows");
        foreach (var (_, example, result) in rows)
        {
            var entry = Transcript.Only(example + "\n");
            Assert.Equal(EntryKind.Message, entry.Kind);
            Assert.Equal(result, string.Join(", ", new[] { entry.WallTime.ToString("s"), entry.Sender, entry.Text }.Where(s => s.Length > 0)));
        }
    }

    [Fact]
    public void Each_left_out_example_is_counted_as_its_row_states()
    {
        var rows = Rows().Where(r => r.Result is "notice" or "system").ToList();
        Assert.True(rows.Count >= 5, $"{rows.Count} rows");
        foreach (var (_, example, result) in rows)
        {
            var scan = Transcript.Parse("31/12/2023, 21:40 - Bob: hi\n" + example + "\n").Scan;
            Assert.Equal(result == "notice" ? (1, 1, 0) : (1, 0, 1), (scan.MessageCount, scan.NoticeCount, scan.SystemCount));
        }
    }

    private static IEnumerable<(string What, string Example, string Result)> Rows() =>
        File.ReadLines(RepositoryFile.PathOf("docs", "formats.md")).Select(l => Row().Match(l)).Where(m => m.Success).Select(m => (m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value));

    [GeneratedRegex(@"^\| (.+?) \| `(.+)` \| (.+) \|$")]
    private static partial Regex Row();
}

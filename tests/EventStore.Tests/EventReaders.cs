using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Contracts;
using EventSourced.EventStore.Log;

namespace EventSourced.EventStore.Tests;

/// <summary>A compiled reader reads what System.Text.Json reads, of the stored sample of each event and of changed ones.</summary>
public sealed class EventReaders
{
    private static readonly string Samples = Path.Combine(Path.GetDirectoryName(Here())!, "..", "Contracts.Tests", "Samples");

    public static IEnumerable<TheoryDataRow<string>> EventTypes => EventCatalog.Default.All.Select(e => new TheoryDataRow<string>(e.Name));

    [Theory, MemberData(nameof(EventTypes))]
    public void A_compiled_reader_reads_the_same(string name)
    {
        var sample = Sample(name);
        var reader = Compiled(name, sample);
        foreach (var json in Variants(sample)) AssertSame(name, reader, json);
    }

    [Fact]
    public void Most_events_have_a_compiled_reader() =>
        Assert.InRange(EventCatalog.Default.All.Count(e => Compiled(e.Name, Sample(e.Name)).IsCompiled), EventCatalog.Default.All.Count() * 9 / 10, int.MaxValue);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{} {}")]
    [InlineData("{\"sha\": 1}")]
    [InlineData("{\"sha\": \"\\ud800\"}")]
    [InlineData("{\"account_id\": 1.5}")]
    [InlineData("{\"account_id\": null}")]
    [InlineData("{\"account_id\": \"7\"}")]
    [InlineData("{\"commit_at\": \"yesterday\"}")]
    [InlineData("{\"files\": {}}")]
    [InlineData("{\"files\": [1]}")]
    [InlineData("{\"files\": null, \"parents\": [null, \"a\"]}")]
    [InlineData("{\"files\": [null, {\"filename\": \"a\", \"deletions\": 2}]}")]
    [InlineData("{\"SHA\": \"upper\", \"s\\u0068a\": \"escaped\"}")]
    [InlineData("{\"sha\": \"a\", \"sha\": \"b\"}")]
    [InlineData("{\"sha\": \"a\",}")]
    [InlineData("/* */ {\"sha\": \"a\"}")]
    public void Any_JSON_is_read_or_refused_as_before(string json)
    {
        // An event that has the members of the cases: texts, numbers, times, a list of texts and a list of records.
        var name = EventCatalog.Default.All.First(e => ((string[])["sha", "account_id", "commit_at", "files", "parents"]).All(member => e.Json!.Properties.Any(p => p.Name == member))).Name;
        AssertSame(name, Compiled(name, Sample(name)), json);
    }

    private static string Sample(string name) => File.ReadAllText(Path.Combine(Samples, $"{name}.json"));

    private static EventReader Compiled(string name, string sample)
    {
        var reader = new EventReader(EventCatalog.Default.Find(name)!.Json!);
        for (var n = 0; n < EventReader.CompiledAfter; n++) reader.Read(Encoding.UTF8.GetBytes(sample));
        return reader;
    }

    /// <summary>The sample; its members in another order, with one that no event has, each of them missing, null, and a text.</summary>
    private static IEnumerable<string> Variants(string sample)
    {
        yield return sample;
        var members = JsonNode.Parse(sample)!.AsObject().Select(m => (m.Key, Value: m.Value?.ToJsonString() ?? "null")).ToList();
        yield return Of(members.AsEnumerable().Reverse().Prepend(("no_such_member", "{\"a\": [1, {\"b\": null}]}")));
        foreach (var member in members)
        {
            yield return Of(members.Where(m => m != member));
            yield return Of(members.Select(m => m == member ? (m.Key, "null") : m));
            yield return Of(members.Select(m => m == member ? (m.Key, "\"text\"") : m));
        }
    }

    private static string Of(IEnumerable<(string Key, string Value)> members) => $"{{{string.Join(",", members.Select(m => $"{JsonSerializer.Serialize(m.Key)}:{m.Value}"))}}}";

    private static void AssertSame(string name, EventReader reader, string json)
    {
        var type = EventCatalog.Default.Find(name)!.Json!;
        var bytes = Encoding.UTF8.GetBytes(json);
        var (expected, refused) = Try(() => JsonSerializer.Deserialize(bytes, type));
        var (read, error) = Try(() => reader.Read(bytes));
        Assert.Equal(refused, error);
        Assert.Equal(expected?.GetType(), read?.GetType());
        if (expected is not null) Assert.Equal(JsonSerializer.Serialize(expected, type), JsonSerializer.Serialize(read, type));
    }

    private static (object? Read, string? Error) Try(Func<object?> read)
    {
        try
        {
            return (read(), null);
        }
        catch (Exception e)
        {
            return (null, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;
}

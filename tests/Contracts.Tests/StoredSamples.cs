using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSourced.Contracts.Tests;

/// <summary>One stored sample per event type, as a log may contain it today. If a sample can no longer be read after a change of its event, existing logs cannot be read either.</summary>
public sealed class StoredSamples
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(Here())!, "Samples");

    public static IEnumerable<TheoryDataRow<string>> EventTypes => EventCatalog.Default.All.Select(e => new TheoryDataRow<string>(e.Name));

    [Theory, MemberData(nameof(EventTypes))]
    public void every_event_type_has_a_sample_that_round_trips(string name)
    {
        var descriptor = EventCatalog.Default.Find(name)!;
        var file = Path.Combine(Folder, $"{name}.json");
        Assert.True(File.Exists(file), $"{name} has no sample: write one to tests/Contracts.Tests/Samples/{name}.json.");
        var sample = File.ReadAllBytes(file);

        var e = JsonSerializer.Deserialize(sample, descriptor.Json!);

        Assert.IsType(descriptor.Type, e);
        var again = JsonSerializer.SerializeToUtf8Bytes(e, descriptor.Json!);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(sample), JsonNode.Parse(again)),
            $"{name} is not written as it was read:\n{JsonNode.Parse(sample)!.ToJsonString()}\n{JsonNode.Parse(again)!.ToJsonString()}");
    }

    [Fact]
    public void every_sample_belongs_to_an_event_type()
    {
        var samples = Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(EventCatalog.Default.All.Select(e => $"{e.Name}.json").Order(StringComparer.Ordinal), samples);
    }

    [Fact]
    public void the_suite_covers_the_whole_catalog()
    {
        var declared = typeof(EventCatalog).Assembly.GetTypes().Count(t => typeof(IEvent).IsAssignableFrom(t) && t is { IsClass: true, IsAbstract: false });
        Assert.True(declared > 0);
        Assert.Equal(declared, EventTypes.Count());
    }

    [Fact]
    public void event_names_consist_of_module_fact_and_version() =>
        Assert.All(EventCatalog.Default.All, e => Assert.Matches(@"^[a-z]+\.[a-z]+(_[a-z0-9]+)*\.v[1-9][0-9]*$", e.Name));

    private static string Here([CallerFilePath] string path = "") => path;
}

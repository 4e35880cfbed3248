using System.Text.Json.Serialization;
using EventSourced.Contracts;
using EventSourced.ReadTables;

namespace EventSourced.Bench.Counting;

/// <summary>An event that is only counted.</summary>
[EventName("counting.thing_noticed.v1")]
public sealed record ThingNoticed(string Kind, long Amount, string Place, string Text) : IEvent;

/// <summary>JSON of the counted events.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ThingNoticed))]
public sealed partial class CountingJson : JsonSerializerContext;

/// <summary>How often each kind of thing was noticed: a minimal table.</summary>
public sealed record Counts : IReadTable<Counts>
{
    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>How often it was noticed.</summary>
    public required long Events { get; init; }

    /// <summary>Sum of the amounts.</summary>
    public required long Total { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Counts> table)
    {
        table.Key(r => r.Kind);
        table.On<ThingNoticed>().Row(e => e.Kind).Increment(r => r.Events, e => 1L).Increment(r => r.Total, e => e.Amount);
    }
}

using EventSourced.Garden;
using EventSourced.ReadTables;

[assembly: IgnoredEvent(typeof(ListPlanted), "the plants have events of their own")]

namespace EventSourced.Garden;

#region table
/// <summary>Beds and the number of their plants.</summary>
public sealed record Beds : IReadTable<Beds>
{
    /// <summary>The bed.</summary>
    public required string BedId { get; init; }

    /// <summary>Plants.</summary>
    public required long Plants { get; init; }

    /// <summary>Plants with a label.</summary>
    public required long Labels { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Beds> table)
    {
        table.Key(r => r.BedId);
        table.On<BedLaid>().Row(e => e.BedId).Set(r => r.Plants, e => 0L).Set(r => r.Labels, e => 0L);
        table.On<Planted>().Existing(e => e.BedId).Increment(r => r.Plants, e => 1L);
        table.On<Labelled>().Existing(e => e.BedId).Increment(r => r.Labels, e => 1L);
    }
}
#endregion

/// <summary>When the garden was watered.</summary>
public sealed record Waterings : IReadTable<Waterings>
{
    /// <summary>The scheduled time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How often: once for each scheduled time, even if the command was sent twice.</summary>
    public required long Times { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Waterings> table)
    {
        table.Key(r => r.At);
        table.On<Watered>().Row(e => e.At).Increment(r => r.Times, e => 1L);
    }
}

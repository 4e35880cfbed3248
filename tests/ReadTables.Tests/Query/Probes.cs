using System.Text.Json.Serialization;
using EventSourced.Contracts;
using EventSourced.ReadTables;

namespace EventSourced.QueryTests.Probe;

/// <summary>A probe was taken.</summary>
[EventName("probe.taken.v1")]
public sealed record ProbeTaken(string Text) : IEvent;

/// <summary>JSON of the test events.</summary>
[JsonSerializable(typeof(ProbeTaken))]
internal sealed partial class ProbeJson : JsonSerializerContext;

/// <summary>One column of every type, nullable and not.</summary>
public sealed record Samples : IReadTable<Samples>
{
    /// <summary>Group.</summary>
    public required string Area { get; init; }

    /// <summary>Number within the group.</summary>
    public required int Number { get; init; }

    /// <summary>Id.</summary>
    public required long Id { get; init; }

    /// <summary>Big number.</summary>
    public required long Total { get; init; }

    /// <summary>Day.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Time.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>Score.</summary>
    public double? Score { get; init; }

    /// <summary>Ratio.</summary>
    public float? Ratio { get; init; }

    /// <summary>Flag.</summary>
    public bool? Good { get; init; }

    /// <summary>Label.</summary>
    public string? Label { get; init; }

    /// <summary>Details.</summary>
    public Json? DetailsJson { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Samples> table)
    {
        table.Key(r => r.Area, r => r.Number);
        table.Index("ix_samples_day_score", r => r.Day, r => r.Score, r => r.Label);
        table.Index("ix_samples_taken_at", r => r.TakenAt);
        table.Index("ix_samples_label", r => r.Label);
        table.Index("ix_samples_ratio_good", r => r.Ratio, r => r.Good);
        table.Index("ix_samples_id", r => r.Id);
        table.Index("ix_samples_good", r => r.Good);
        table.On<ProbeTaken>().Row(e => e.Text, e => e.Text.Length)
            .Set(r => r.Id, e => e.Text.Length)
            .Set(r => r.Total, e => e.Text.Length)
            .Set(r => r.Day, e => null)
            .Set(r => r.TakenAt, e => null)
            .Set(r => r.Score, e => e.Text.Length)
            .Set(r => r.Ratio, e => null)
            .Set(r => r.Good, e => null)
            .Set(r => r.Label, e => e.Text)
            .Set(r => r.DetailsJson, e => null);
    }
}

using System.Diagnostics.Metrics;

namespace EventSourced.ReadTables.Operations;

/// <summary>Metrics of builds and verifications.</summary>
public static class ReadTablesTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "EventSourced.ReadTables";

    private static readonly Meter s_meter = new(Name);
    private static readonly Counter<long> s_rows = s_meter.CreateCounter<long>("es.verify.rows", "{row}", "Rows compared with the events.");
    private static readonly Counter<long> s_differences = s_meter.CreateCounter<long>("es.verify.differences", "{row}", "Rows that differ from the events, by kind.");
    private static readonly Counter<long> s_ended = s_meter.CreateCounter<long>("es.operations.ended", "{operation}", "Ended rebuilds, verifications and replays, by state.");

    internal static void Verified(string name, long rows, long different, long missing, long extra)
    {
        var table = new KeyValuePair<string, object?>("table", name);
        s_rows.Add(rows, table);
        foreach (var (kind, count) in new[] { ("different", different), ("missing", missing), ("extra", extra) })
            if (count > 0) s_differences.Add(count, table, new("kind", kind));
    }

    internal static void Ended(string kind, string state) => s_ended.Add(1, new("kind", kind), new KeyValuePair<string, object?>("state", state));
}

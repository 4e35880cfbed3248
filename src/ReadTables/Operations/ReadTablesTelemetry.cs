using System.Diagnostics.Metrics;
using EventSourced.ReadTables.Generations;

namespace EventSourced.ReadTables.Operations;

/// <summary>Metrics of builds and verifications.</summary>
public static class ReadTablesTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "EventSourced.ReadTables";

    private static readonly Meter s_meter = new(Name);
    private static readonly Counter<long> s_rows = s_meter.CreateCounter<long>("es.verify.rows", "{row}", "Rows compared with what the events make.");
    private static readonly Counter<long> s_differences = s_meter.CreateCounter<long>("es.verify.differences", "{row}", "Rows that were not as the events make them, by kind.");
    private static readonly Counter<long> s_ended = s_meter.CreateCounter<long>("es.operations.ended", "{operation}", "Rebuilds, verifications and replays, by how they ended.");

    internal static void Verified(TableVerdict verdict)
    {
        var table = new KeyValuePair<string, object?>("table", verdict.Table);
        s_rows.Add(verdict.Rows, table);
        foreach (var (kind, count) in new[] { ("different", verdict.Different), ("missing", verdict.Missing), ("extra", verdict.Extra) })
            if (count > 0) s_differences.Add(count, table, new("kind", kind));
    }

    internal static void Ended(string kind, string state) => s_ended.Add(1, new("kind", kind), new KeyValuePair<string, object?>("state", state));
}

using System.Text.Json.Nodes;
using EventSourced.Contracts.Pulse;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Pulse.Weeks;

/// <summary>The documented JSON of a health snapshot.</summary>
internal static class HealthSnapshot
{
    /// <summary>The snapshot of one week. Signals refer to their pillar as <c>pillarId</c>, as documented.</summary>
    public static Json Of(WeekHealthAssessed e, EventInfo info) => new(new JsonObject
    {
        ["community_id"] = e.CommunityId,
        ["period_start"] = e.WeekStart.ToString("O"),
        ["period_end"] = e.WeekEnd.ToString("O"),
        ["pillars"] = new JsonArray([.. e.Pillars.Select(Pillar)]),
        ["overall"] = e.Overall,
        ["data_confidence"] = e.DataConfidence,
        ["updated_at"] = info.RecordedAt.UtcDateTime.ToString("O"),
    }.ToJsonString());

    private static JsonObject Pillar(HealthPillar pillar) => new()
    {
        ["id"] = pillar.Id,
        ["score"] = pillar.Score,
        ["signals"] = new JsonArray([.. pillar.Signals.Select(Signal)]),
    };

    private static JsonObject Signal(HealthSignal signal) => new()
    {
        ["id"] = signal.Id,
        ["pillarId"] = signal.PillarId,
        ["label"] = signal.Label,
        ["value"] = signal.Value,
        ["unit"] = signal.Unit,
        ["directionality"] = signal.Directionality,
        ["confidence"] = signal.Confidence,
        ["explanation"] = signal.Explanation,
    };
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Pulse;

/// <summary>Recomputes the weeks of a range from the digests.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="From">A day of the first week; null for the first week with digests.</param>
/// <param name="To">A day of the last week; null for the last week with digests.</param>
/// <param name="Force">Also records unchanged weeks.</param>
/// <param name="ComparePreviousWeek">Adds the comparison with the previous week to <c>analysis_json</c>.</param>
[Command("pulse.regenerate_weekly", "POST weeks/regenerate", Scope = nameof(RegenerateWeekly.CommunityId))]
public sealed record RegenerateWeekly(
    string CommunityId, string SourceId, DateOnly? From = null, DateOnly? To = null, bool Force = false, bool ComparePreviousWeek = false) : ICommand;

/// <summary>The public summary of one week (Sunday to Saturday) was computed from its daily digests.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="WeekStart">Sunday.</param>
/// <param name="WeekEnd">Saturday.</param>
/// <param name="SentimentLabel"><c>positive</c>, <c>neutral</c> or <c>negative</c>.</param>
/// <param name="SentimentScore">−1 … +1, two decimals.</param>
/// <param name="Confidence">0 … 1, two decimals: availability of data, not accuracy.</param>
/// <param name="TopThemes">Up to 7 themes.</param>
/// <param name="Summary">The week in a sentence.</param>
/// <param name="TotalMessages">Messages of the week's days.</param>
/// <param name="UniqueSenders">Distinct senders over the week.</param>
/// <param name="Strain">The strain index of the week.</param>
/// <param name="Analysis">Additional results (<c>media</c>, <c>compare_previous_week</c>), or null.</param>
/// <param name="Model">Name and version of the analyser.</param>
[EventName("pulse.week_summarised.v1")]
public sealed record WeekSummarised(
    string CommunityId, string SourceId, DateOnly WeekStart, DateOnly WeekEnd, string SentimentLabel, double SentimentScore,
    double Confidence, IReadOnlyList<string> TopThemes, string Summary, int TotalMessages, int UniqueSenders, Strain Strain,
    JsonElement? Analysis, string Model) : IEvent;

/// <summary>The health of one week was assessed on six pillars.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="WeekStart">Sunday.</param>
/// <param name="WeekEnd">Saturday.</param>
/// <param name="Pillars">The pillars with their signals.</param>
/// <param name="Overall">Mean of the pillars with data, 0 … 100; null if there is none.</param>
/// <param name="DataConfidence">The week's confidence, 0 … 1.</param>
[EventName("pulse.week_health_assessed.v1")]
public sealed record WeekHealthAssessed(
    string CommunityId, string SourceId, DateOnly WeekStart, DateOnly WeekEnd, IReadOnlyList<HealthPillar> Pillars,
    int? Overall, double DataConfidence) : IEvent;

/// <summary>One of the six pillars of community health.</summary>
/// <param name="Id"><c>emotional_climate</c>, <c>belonging</c>, <c>mutual_support</c>, <c>equity</c>, <c>coordination</c> or <c>reliability</c>.</param>
/// <param name="Score">0 … 100, or null when its inputs are missing.</param>
/// <param name="Signals">The signals that the score is based on.</param>
public sealed record HealthPillar(string Id, int? Score, IReadOnlyList<HealthSignal> Signals);

/// <summary>One measurement of a pillar.</summary>
/// <param name="Id">Stable name of the signal.</param>
/// <param name="PillarId">The pillar it belongs to.</param>
/// <param name="Label">Display name of the signal.</param>
/// <param name="Value">The measured value, or null when its input is missing.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Directionality"><c>higher_is_better</c>, <c>lower_is_better</c> or <c>neutral</c>.</param>
/// <param name="Confidence">0 … 1.</param>
/// <param name="Explanation">One aggregate sentence.</param>
public sealed record HealthSignal(string Id, string PillarId, string Label, double? Value, string Unit, string Directionality, double Confidence, string Explanation);

/// <summary>The concept graph of one week was computed.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="WeekStart">Sunday.</param>
/// <param name="WeekEnd">Saturday.</param>
/// <param name="Nodes">Themes, heaviest first, at most 40.</param>
/// <param name="Edges">Themes of the same day, heaviest first, at most 120.</param>
/// <param name="PillarSource"><c>keyword</c> or <c>model</c>.</param>
[EventName("pulse.week_concepts_mapped.v1")]
public sealed record WeekConceptsMapped(
    string CommunityId, string SourceId, DateOnly WeekStart, DateOnly WeekEnd,
    IReadOnlyList<ConceptNode> Nodes, IReadOnlyList<ConceptEdge> Edges, string PillarSource) : IEvent;

/// <summary>A theme in the concept graph.</summary>
/// <param name="Id">Slug of the label.</param>
/// <param name="Label">The theme.</param>
/// <param name="Weight">Number of messages of the days with this theme.</param>
/// <param name="Days">Number of days with this theme.</param>
/// <param name="Sentiment">Mean sentiment of these days, weighted by messages.</param>
/// <param name="Pillar">Pillar of community health that the theme belongs to.</param>
public sealed record ConceptNode(string Id, string Label, int Weight, int Days, double Sentiment, string Pillar);

/// <summary>Two themes that share days; <paramref name="Source"/> sorts before <paramref name="Target"/>.</summary>
/// <param name="Source">Node id.</param>
/// <param name="Target">Node id.</param>
/// <param name="Weight">Number of days with both themes.</param>
/// <param name="Strength">Weight divided by the days of the rarer theme, 0 … 1.</param>
public sealed record ConceptEdge(string Source, string Target, int Weight, double Strength);

/// <summary>The public results of a week were removed: it no longer has 3 days or 20 messages, or was cleared.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="WeekStart">Sunday.</param>
[EventName("pulse.week_removed.v1")]
public sealed record WeekRemoved(string CommunityId, string SourceId, DateOnly WeekStart) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WeekSummarised))]
[JsonSerializable(typeof(WeekHealthAssessed))]
[JsonSerializable(typeof(WeekConceptsMapped))]
[JsonSerializable(typeof(WeekRemoved))]
internal sealed partial class PulseWeeksJson : JsonSerializerContext;

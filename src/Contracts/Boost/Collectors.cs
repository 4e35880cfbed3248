using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>
/// Asks GitHub what a collector is about, and records it: <c>clang</c> for issues, pull requests and commits of llvm/llvm-project; <c>created_repos</c> for counts of created
/// repositories by language; <c>usage</c> for the use of Boost in repositories that were pushed since the last run; <c>stars</c> for repositories that are not scanned yet, and the stars of
/// the others. How the server is reached is a setting, <c>Boost:GitHub</c>.
/// </summary>
/// <param name="Collector">The collector: <c>clang</c>, <c>created_repos</c>, <c>usage</c> or <c>stars</c>.</param>
[Command("boost.collect", "POST collectors/{collector}/runs", Scope = nameof(Collect.Collector))]
public sealed record Collect(string Collector) : ICommand;

/// <summary>Asks for the daily runs of the collectors of the setting, and for one that resumes an unfinished monthly one. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("boost.collect_daily")]
public sealed record CollectDaily(DateTimeOffset Now) : ICommand;

/// <summary>Asks for the weekly runs of the collectors of the setting. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("boost.collect_weekly")]
public sealed record CollectWeekly(DateTimeOffset Now) : ICommand;

/// <summary>Asks for the monthly runs of the collectors of the setting. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("boost.collect_monthly")]
public sealed record CollectMonthly(DateTimeOffset Now) : ICommand;

/// <summary>Runs a collector. It can be stopped at any point and resumes after what is recorded.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Collector">The collector.</param>
[Command("boost.run_collector")]
public sealed record RunCollector(Guid RunId, string Collector) : IFollowUp;

/// <summary>Records that a run of a collector failed after its last retry.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Collector">The collector.</param>
/// <param name="Error">The reason.</param>
[Command("boost.fail_collector")]
public sealed record FailCollector(Guid RunId, string Collector, string Error) : ICommand;

/// <summary>A run of a collector was asked for.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Collector">The collector: <c>clang</c>, <c>created_repos</c>, <c>usage</c> or <c>stars</c>.</param>
[EventName("boost.collector_run_requested.v1")]
public sealed record CollectorRunRequested(Guid RunId, string Collector) : IEvent;

/// <summary>A collector has recorded more. In one append with what it recorded, so that the next run resumes from here.</summary>
/// <param name="Collector">The collector.</param>
/// <param name="Marks">All of its marks.</param>
[EventName("boost.collector_moved.v1")]
public sealed record CollectorMoved(string Collector, IReadOnlyList<CollectorMark> Marks) : IEvent;

/// <summary>A run of a collector has ended: completely, or by a limit or an error that its notes name. What it recorded stays.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Collector">The collector.</param>
/// <param name="Requests">Requests that were answered. When a worker died, without those before.</param>
/// <param name="Entries">Entries that were recorded. When a worker died, without those before.</param>
/// <param name="Notes">What somebody should know: a limit that ended it, what was left out, an error.</param>
[EventName("boost.collector_run_ended.v1")]
public sealed record CollectorRunEnded(Guid RunId, string Collector, int Requests, long Entries, IReadOnlyList<string> Notes) : IEvent;

/// <summary>How far a part of a collector's work is recorded.</summary>
/// <param name="Name">The part, such as <c>issues</c>.</param>
/// <param name="At">The time from which it resumes.</param>
public sealed record CollectorMark(string Name, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CollectorRunRequested))]
[JsonSerializable(typeof(CollectorMoved))]
[JsonSerializable(typeof(CollectorRunEnded))]
internal sealed partial class BoostCollectorsJson : JsonSerializerContext;

using System.Globalization;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest;

/// <summary>Values that several tables of Fastest compute. If you change the meaning of one, raise the revision of the tables that use it.</summary>
internal static class Rows
{
    /// <summary>A time as the specification writes it.</summary>
    public static string Iso(DateTimeOffset time) => IsoTime.Of(time);

    /// <summary>Id of a row that has a natural key: a variable of a project, a key of a provider.</summary>
    public static string Derived(string table, Guid owner, string name) => DerivedId.Of($"fastest.{table} {owner} {name}").ToString();

    /// <summary>Id of the row of an event.</summary>
    public static string Activity(long position) => string.Create(CultureInfo.InvariantCulture, $"evt-{position:d19}");

    /// <summary>The message of a registered snapshot.</summary>
    public static string Pushed(string snapshotId) => $"Snapshot {(snapshotId.Length <= 8 ? snapshotId : snapshotId[..8])}... pushed";

    /// <summary>The message of a report with counters.</summary>
    public static string Drift(int added, int modified, int deleted) => string.Create(CultureInfo.InvariantCulture, $"Drift: +{added} ~{modified} -{deleted}");

    /// <summary>The message of a sync.</summary>
    public static string Synced(int added, int updated) => string.Create(CultureInfo.InvariantCulture, $"Synced with main: +{added} files, ~{updated} updated");

    /// <summary>The column <c>merge_history</c>: by workspace, in their order.</summary>
    public static Json MergeHistory(IReadOnlyList<WorkspaceMerge> merges) =>
        Json.Of(new SortedDictionary<string, MergedUpTo>(merges.ToDictionary(m => m.WorkspaceId.ToString(), m => new MergedUpTo(m.LastMergedSnapshot, Iso(m.MergedAt))), StringComparer.Ordinal));

    /// <summary>The column <c>metadata</c> of an action item.</summary>
    public static Json? SuggestionType(string? type) => type is null ? null : Json.Of(new ItemMetadata(type));

    private sealed record ItemMetadata(string SuggestionType);

    private sealed record MergedUpTo(string LastMergedSnapshot, string MergedAt);
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using EventSourced.Commands.Boost.GitHub.Collecting;
using EventSourced.Commands.Files;
using EventSourced.Contracts.Boost;
using static EventSourced.Commands.Boost.Commits.Formats.JsonMembers;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>A repository that a search found.</summary>
/// <param name="Scan">Its scan, without files yet.</param>
/// <param name="Branch">Its default branch.</param>
internal sealed record FoundRepository(RecordUsageScan Scan, string Branch);

/// <summary>Repositories in C++ with more than ten stars, by a time.</summary>
internal static class FoundRepositories
{
    private const string Query = "language:C++ stars:>10 is:public";

    /// <summary>The repositories of a time, from the oldest on, in parts. The time of a part ends with the part.</summary>
    /// <param name="api">Asks.</param>
    /// <param name="time">Which time: <c>pushed</c> or <c>created</c>.</param>
    /// <param name="from">Its beginning.</param>
    /// <param name="to">Its end.</param>
    /// <param name="leftOut">Gets entries and members that say nothing usable.</param>
    /// <param name="note">Takes notes for people.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async IAsyncEnumerable<(IReadOnlyList<FoundRepository> Part, DateTimeOffset To)> FindAsync(
        ApiSession api, string time, DateTimeOffset from, DateTimeOffset to, LeftOutNotes leftOut, Action<string> note, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        await foreach (var (end, found) in new Searches(api).WithinAsync(Query, time, from, to, cancellationToken))
        {
            if (found.Total > found.Items.Count)
                note($"Of {found.Total} repositories whose time ({time}) is {end:yyyy-MM-dd HH:mm:ss} UTC, {found.Total - found.Items.Count} are left out: a search gives {Searches.MaxResults} at most.");
            else if (found.IsIncomplete)
                note($"The search for repositories whose time ({time}) is up to {end:yyyy-MM-dd HH:mm:ss} UTC took the server too long: some may be left out.");
            List<FoundRepository> part = [];
            foreach (var item in found.Items)
                if (Repository(item, leftOut, ++number) is { } repository) part.Add(repository);
            // The time of a part is its repositories' own, so that it can end after each.
            yield return ([.. part.OrderBy(r => time == "created" ? r.Scan.CreatedAt : r.Scan.PushedAt)], end);
        }
    }

    private static FoundRepository? Repository(JsonElement item, LeftOutNotes leftOut, int number) =>
        UsageScansJson.Repository(item, number, leftOut) is { } scan ? new(scan, Filled(item, "default_branch") ?? "HEAD") : null;
}

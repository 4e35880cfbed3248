using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using static EventSourced.Commands.Boost.Commits.Formats.JsonMembers;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>What a search found.</summary>
/// <param name="Total">How many results there are.</param>
/// <param name="Items">Those that the server gives: at most 1,000.</param>
/// <param name="IsIncomplete">Whether the server had no time to find all.</param>
internal sealed record Found(int Total, IReadOnlyList<JsonElement> Items, bool IsIncomplete)
{
    /// <summary>Whether there are results that the server does not give.</summary>
    public bool IsPartial => IsIncomplete || Total > Items.Count;
}

/// <summary>The results of a search for repositories within a time.</summary>
/// <param name="To">End of the time.</param>
/// <param name="Results">The results.</param>
internal sealed record FoundWithin(DateTimeOffset To, Found Results);

/// <summary>Searches of GitHub's API. The client waits for their limits: with a token 30 searches a minute, and 10 in code.</summary>
/// <param name="api">Asks.</param>
internal sealed class Searches(ApiSession api)
{
    /// <summary>GitHub gives no results after these.</summary>
    public const int MaxResults = 1_000;

    // A search that took the server too long is asked for once more: the second time it often finds all.
    private const int Tries = 2;

    // A bound, because a server may claim any number.
    private const int MaxParts = 1_000;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    /// <summary>How many repositories a query finds; null when the server had no time to count them.</summary>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<int?> CountAsync(string query, CancellationToken cancellationToken)
    {
        var (found, _) = await FirstAsync(Repositories(query, 1), cancellationToken);
        return found.IsIncomplete ? null : found.Total;
    }

    /// <summary>Results in files.</summary>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Found> CodeAsync(string query, CancellationToken cancellationToken) =>
        await RestAsync(await FirstAsync(string.Create(CultureInfo.InvariantCulture, $"search/code?q={Uri.EscapeDataString(query)}&per_page={api.PageSize}"), cancellationToken), cancellationToken);

    /// <summary>
    /// Repositories by a time, from the oldest on. A time with more than one page of them is divided: what is pushed meanwhile leaves the list, and all after it would move one place to
    /// the front, over the edge of a page. Within one second pages are read, up to 1,000 results.
    /// </summary>
    /// <param name="query">What they must have besides.</param>
    /// <param name="time">Which time: <c>pushed</c> or <c>created</c>.</param>
    /// <param name="from">Its beginning.</param>
    /// <param name="to">Its end.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async IAsyncEnumerable<FoundWithin> WithinAsync(string query, string time, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Stack<(DateTimeOffset From, DateTimeOffset To)> open = new([(Whole(from), Whole(to))]);
        while (open.TryPop(out var window))
        {
            var first = await FirstAsync(Repositories($"{query} {time}:{GitHubApi.Text(window.From)}..{GitHubApi.Text(window.To)}", api.PageSize), cancellationToken);
            // Both ends belong to a time.
            var seconds = (long)(window.To - window.From).TotalSeconds + 1;
            if (first.Found.Total <= api.PageSize || seconds == 1)
            {
                yield return new(window.To, await RestAsync(first, cancellationToken));
                continue;
            }
            var parts = Math.Min(seconds, Math.Clamp(first.Found.Total / Math.Max(1, api.PageSize / 2), 2, MaxParts));
            for (var part = parts - 1; part >= 0; part--)
                open.Push((window.From.AddSeconds(seconds * part / parts), window.From.AddSeconds(seconds * (part + 1) / parts) - s_shortest));
        }
    }

    private static string Repositories(string query, int pageSize) =>
        string.Create(CultureInfo.InvariantCulture, $"search/repositories?q={Uri.EscapeDataString(query)}&sort=updated&order=asc&per_page={pageSize}");

    private async Task<(Found Found, Uri? Next)> FirstAsync(string path, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            var answer = await api.GetAsync(path, cancellationToken);
            var found = Read(answer, path.Split('?')[0]);
            if (!found.IsIncomplete || tried == Tries) return (found, answer.Next);
        }
    }

    private async Task<Found> RestAsync((Found Found, Uri? Next) first, CancellationToken cancellationToken)
    {
        var (found, next) = first;
        List<JsonElement> items = [.. found.Items];
        while (next is not null && items.Count < Math.Min(found.Total, MaxResults))
        {
            var answer = await api.GetAsync(next, cancellationToken);
            var page = Read(answer, next.AbsolutePath);
            // Without it, a server whose pages never end would be asked for ever.
            if (page.Items.Count == 0) break;
            items.AddRange(page.Items);
            found = found with { IsIncomplete = found.IsIncomplete || page.IsIncomplete };
            next = answer.Next;
        }
        return found with { Items = items };
    }

    private static Found Read(ApiAnswer answer, string path) =>
        answer.Body is { } body && Number(body, "total_count") is { } total && List(body, "items") is { } items
            ? new(total, [.. items.EnumerateArray()], body.TryGetProperty("incomplete_results", out var incomplete) && incomplete.ValueKind == JsonValueKind.True)
            : throw new GitHubApiException($"The answer of {path} is no result of a search: it has no total_count or no items.");

    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}

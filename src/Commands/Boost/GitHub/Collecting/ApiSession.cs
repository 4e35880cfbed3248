using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>The requests of one run, whose number is bounded.</summary>
/// <param name="api">Asks.</param>
/// <param name="options">Sizes and bounds.</param>
internal sealed class ApiSession(GitHubApi api, GitHubOptions options)
{
    private const string Resumes = "The next run resumes after them.";

    /// <summary>Requests that were answered.</summary>
    public int Requests { get; private set; }

    /// <summary>Whether the run may send no more.</summary>
    public bool IsSpent => Requests >= options.MaxRequests;

    /// <summary>Name of the server.</summary>
    public string Host => options.BaseUrl.Host;

    /// <summary>Entries of a page.</summary>
    public int PageSize => options.PageSize;

    /// <summary>Asks for a path of the API.</summary>
    /// <param name="path">The path, with its query.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="etag">Tag of the last answer, or null.</param>
    /// <exception cref="GitHubApiException">There is no useful answer, or the run may send no more.</exception>
    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken, string? etag = null) => GetAsync(api.Address(path), etag, cancellationToken);

    /// <summary>Asks for an address that an answer gave.</summary>
    /// <inheritdoc cref="GetAsync(string, CancellationToken, string?)"/>
    public Task<ApiAnswer> GetAsync(Uri address, CancellationToken cancellationToken) => GetAsync(address, null, cancellationToken);

    /// <summary>The pages of a list.</summary>
    /// <param name="path">Its path, with <c>?</c> and its query.</param>
    /// <param name="list">How far it is read, by the time of its entries.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="newestFirst">Null for a list in which what was changed first comes first. For one that has the newest first: what to say when it has too many pages.</param>
    /// <exception cref="GitHubApiException">There is no useful answer, or there are too many pages.</exception>
    public async IAsyncEnumerable<IReadOnlyList<JsonElement>> PagesAsync(
        string path, ChangedList list, [EnumeratorCancellation] CancellationToken cancellationToken, string? newestFirst = null)
    {
        var address = Page(path, list.UpTo);
        HashSet<string> asked = [];
        for (var pages = 1; ; pages++)
        {
            if (!asked.Add(address.AbsoluteUri)) throw new GitHubApiException($"The pages of {address.AbsolutePath} go round in a circle: page {pages} is one of those before it.");
            var answer = await GetAsync(address, null, cancellationToken);
            if (answer.Body is not { ValueKind: JsonValueKind.Array } body) throw new GitHubApiException($"The answer of {address.AbsolutePath} is no list.");
            var before = list.UpTo;
            if (body.GetArrayLength() > 0) yield return [.. body.EnumerateArray()];
            if (answer.Next is not { } next) yield break;
            if (pages == options.MaxPages)
                throw new GitHubApiException($"The list {address.AbsolutePath} has more than {options.MaxPages} pages ({GitHubOptions.Section}:MaxPages). {newestFirst ?? Resumes}");
            // What is changed meanwhile moves to the end, and all after it one place to the front, so that the next page would lack an entry. So it is asked for by time.
            var hasGrown = list.UpTo is { } last && (before is null || last > before);
            address = hasGrown && newestFirst is null ? Page(path, list.UpTo) : next;
        }
    }

    private async Task<ApiAnswer> GetAsync(Uri address, string? etag, CancellationToken cancellationToken)
    {
        if (IsSpent) throw new GitHubApiException($"The run has sent {options.MaxRequests} requests ({GitHubOptions.Section}:MaxRequests). {Resumes}");
        var answer = await api.GetAsync(address, etag, cancellationToken);
        Requests++;
        return answer;
    }

    private Uri Page(string path, DateTimeOffset? since)
    {
        var separator = path.EndsWith('?') ? "" : "&";
        var from = since is { } at ? $"&since={GitHubApi.Text(at)}" : "";
        return api.Address(string.Create(CultureInfo.InvariantCulture, $"{path}{separator}per_page={options.PageSize}{from}"));
    }
}

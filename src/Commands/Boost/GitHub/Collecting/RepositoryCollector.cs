using System.Globalization;
using System.Net;
using System.Text.Json;
using EventSourced.Contracts.Boost;
using static EventSourced.Commands.Boost.Commits.Formats.JsonMembers;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>What a run of the collector got.</summary>
/// <param name="Repository">The repository, by its present name.</param>
/// <param name="Entries">Entries of answers.</param>
/// <param name="UpTo">How far the lists are complete.</param>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="Notes">What somebody should know.</param>
internal sealed record CollectedAnswers(string Repository, long Entries, CollectedUpTo UpTo, int Requests, IReadOnlyList<string> Notes);

/// <summary>
/// Asks the API what is new in a repository and writes the answers, one entry a line, in the order in which they can be recorded. A run that is ended by a limit or an error says how
/// far each list is complete, so that the next one resumes from there.
/// </summary>
/// <param name="api">Asks.</param>
/// <param name="time">Clock.</param>
/// <param name="output">Takes the lines.</param>
internal sealed class RepositoryCollector(ApiSession api, TimeProvider time, Stream output)
{
    private readonly List<string> _notes = [];
    private readonly Dictionary<string, string> _tags = [];
    private CollectedUpTo _upTo = new(null, null, null, null, []);
    private string _repository = "";
    private long _entries;

    /// <summary>Collects.</summary>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="upTo">How far the lists are recorded.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="GitHubApiException">Nothing could be asked.</exception>
    public async Task<CollectedAnswers> CollectAsync(string owner, string name, CollectedUpTo upTo, CancellationToken cancellationToken)
    {
        (_upTo, _repository) = (upTo, $"{owner}/{name}");
        foreach (var tag in upTo.Tags) _tags[tag.Path] = tag.Tag;
        await RepositoryAsync(cancellationToken);
        try
        {
            await LanguagesAsync(cancellationToken);
            await IssuesAsync(cancellationToken);
            await ChangedAsync("issues/comments", _upTo.Comments, at => _upTo = _upTo with { Comments = at }, cancellationToken);
            await ChangedAsync("pulls/comments", _upTo.ReviewComments, at => _upTo = _upTo with { ReviewComments = at }, cancellationToken);
            await CommitsAsync(cancellationToken);
        }
        catch (GitHubApiException e)
        {
            // What came before is recorded, and the next run resumes after it.
            _notes.Add(e.Message);
        }
        return new(_repository, _entries, _upTo with { Tags = [.. _tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new AnswerTag(t.Key, t.Value))] }, api.Requests, _notes);
    }

    private async Task RepositoryAsync(CancellationToken cancellationToken)
    {
        var asked = _repository;
        // When it has not changed, its name has not either.
        if ((await TaggedAsync($"repos/{asked}", cancellationToken)).Body is not { } body) return;
        if (TextOf(body, "full_name") is not { } full || RepositoryKey.Split(full) is null)
            throw new GitHubApiException($"{api.Host} does not answer repos/{asked} as GitHub does: it names no repository.");
        if (!full.Equals(asked, StringComparison.OrdinalIgnoreCase))
        {
            _notes.Add($"{asked} is now {full}, and is recorded under that name. Write {full} in the setting.");
            // The next run must find the new name again.
            _tags.Remove($"repos/{asked}");
        }
        _repository = full;
        await WriteAsync(body, cancellationToken);
    }

    private async Task LanguagesAsync(CancellationToken cancellationToken)
    {
        var answer = await TaggedAsync($"repos/{_repository}/languages", cancellationToken);
        // A repository without code has none: an empty object, of which nothing tells what it is.
        if (answer.Body is { ValueKind: JsonValueKind.Object } languages && languages.EnumerateObject().Any()) await WriteAsync(languages, cancellationToken);
    }

    // What was changed first comes first, so that every page completes the list up to its end.
    private async Task IssuesAsync(CancellationToken cancellationToken)
    {
        var list = new ChangedList(_upTo.Issues);
        await foreach (var page in api.PagesAsync($"repos/{_repository}/issues?state=all&sort=updated&direction=asc", list, cancellationToken))
        {
            foreach (var issue in page)
            {
                // A list of issues knows little of pull requests.
                if (Member(issue, "pull_request") is null) await WriteAsync(issue, cancellationToken);
                else if (Number(issue, "number") is > 0 and var number) await PullRequestAsync(number, cancellationToken);
                else _notes.Add("The list of issues has a pull request without a number, which was left out.");
            }
            _upTo = _upTo with { Issues = list.After(page) };
        }
        _upTo = _upTo with { Issues = list.AtEnd };
    }

    private async Task PullRequestAsync(int number, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"repos/{_repository}/pulls/{number}"), cancellationToken);
            await WriteAsync(answer.Body!.Value, cancellationToken);
        }
        catch (GitHubApiException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            _notes.Add($"Pull request {number} is in the list, but its own answer is missing (status {(int)e.Status}). It was left out.");
        }
    }

    private async Task ChangedAsync(string path, DateTimeOffset? since, Action<DateTimeOffset?> save, CancellationToken cancellationToken)
    {
        var list = new ChangedList(since);
        await foreach (var page in api.PagesAsync($"repos/{_repository}/{path}?sort=updated&direction=asc", list, cancellationToken))
        {
            foreach (var entry in page) await WriteAsync(entry, cancellationToken);
            save(list.After(page));
        }
        save(list.AtEnd);
    }

    // The list has the newest first: it is complete when all of its details are there, so they are asked for from the oldest on.
    private async Task CommitsAsync(CancellationToken cancellationToken)
    {
        List<(string Sha, DateTimeOffset? At)> commits = [];
        await foreach (var page in api.PagesAsync($"repos/{_repository}/commits?", new ChangedList(_upTo.Commits), cancellationToken, newestFirst: "None of it is recorded: raise the limit, or import a clone first."))
            foreach (var commit in page)
                if (TextOf(commit, "sha") is { } sha) commits.Add((sha, ChangedList.CommittedAt(commit)));
        commits.Reverse();
        var latest = time.GetUtcNow().AddDays(1);
        foreach (var (sha, at) in commits)
        {
            var answer = await api.GetAsync($"repos/{_repository}/commits/{Uri.EscapeDataString(sha)}", cancellationToken);
            await WriteAsync(answer.Body!.Value, cancellationToken);
            // A commit from the future would keep the next run from seeing those of today.
            if (at is { } when && when <= latest && !(when <= _upTo.Commits)) _upTo = _upTo with { Commits = when };
        }
        if (commits.Count > 0 && _upTo.Commits is { } newest) _upTo = _upTo with { Commits = newest.AddSeconds(1) };
    }

    private async Task<ApiAnswer> TaggedAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(path, cancellationToken, _tags.GetValueOrDefault(path));
        if (answer.ETag is { } tag) _tags[path] = tag;
        return answer;
    }

    private async Task WriteAsync(JsonElement entry, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(output, entry, cancellationToken: cancellationToken);
        await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
        _entries++;
    }
}

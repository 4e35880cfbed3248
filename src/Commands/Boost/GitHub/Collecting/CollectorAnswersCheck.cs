using System.Net;
using EventSourced.Commands.Boost.Clang;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Boost.Usage;
using EventSourced.Commands.Files;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>Reads answers of GitHub's API as the collectors do, without a server and without recording them.</summary>
public static class CollectorAnswersCheck
{
    private const int Requests = 40;

    /// <summary>Reads the answers with every reader of the collectors.</summary>
    /// <param name="answers">Answers, one a line: those to the requests of each reader, in their order, and from the beginning again.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Entries that the readers found.</returns>
    /// <exception cref="GitHubApiException">A reader refused an answer. All readers have tried.</exception>
    public static async Task<long> CountAsync(byte[] answers, CancellationToken cancellationToken)
    {
        var (entries, refused) = (0L, (GitHubApiException?)null);
        foreach (var reader in (Func<ApiSession, CancellationToken, Task<long>>[])[SearchesAsync, FilesAsync, RepositoryAsync, ClangAsync])
        {
            using var clients = new RecordedAnswers(answers);
            var options = new GitHubOptions { Retries = 0, MaxRequests = Requests, MaxWait = TimeSpan.Zero };
            try
            {
                entries += await reader(new ApiSession(new GitHubApi(clients, options, TimeProvider.System), options), cancellationToken);
            }
            catch (GitHubApiException e)
            {
                refused = e;
            }
        }
        return refused is null ? entries : throw refused;
    }

    private static async Task<long> SearchesAsync(ApiSession api, CancellationToken cancellationToken)
    {
        var hits = await new CodeHitsSearch(new Searches(api)).FindAsync(["gull/nest", "tern/egg"], cancellationToken);
        var count = hits.Values.Sum(h => h.Hits?.Paths.Count ?? 0L);
        var to = new DateTimeOffset(2026, 3, 4, 0, 0, 0, TimeSpan.Zero);
        await foreach (var (part, _) in FoundRepositories.FindAsync(api, "pushed", to.AddDays(-1), to, new LeftOutNotes(), _ => { }, cancellationToken)) count += part.Count;
        return count;
    }

    private static async Task<long> FilesAsync(ApiSession api, CancellationToken cancellationToken)
    {
        // After the two answers to searches.
        await api.GetAsync("search/code", cancellationToken);
        await api.GetAsync("search/repositories", cancellationToken);
        var files = await RepositoryFiles.OpenAsync(api, "gull/nest", "main", cancellationToken);
        await files.CommittedAtAsync("src/quay.cpp", cancellationToken);
        var includes = Includes.In(await files.TextAsync("b1", cancellationToken)).Count();
        await files.BlobAsync("src/none.cpp", cancellationToken);
        return files.Paths.Count() + includes;
    }

    private static async Task<long> RepositoryAsync(ApiSession api, CancellationToken cancellationToken)
    {
        // After the answers about searches and files.
        for (var before = 0; before < 5; before++) await api.GetAsync("rate_limit", cancellationToken);
        using var output = new MemoryStream();
        var collected = await new RepositoryCollector(api, TimeProvider.System, output).CollectAsync("tern-harbour", "tern", new(null, null, null, null, []), cancellationToken);
        output.Position = 0;
        try
        {
            var read = 0L;
            // The import of what it wrote.
            if (output.Length > 0) await foreach (var _ in ApiFile.ReadAsync(output, "tern-harbour", "tern", new ReadingNotes(), cancellationToken)) read++;
            return collected.Entries + read;
        }
        catch (ApiAnswersException e)
        {
            throw new GitHubApiException(e.Message);
        }
    }

    private static async Task<long> ClangAsync(ApiSession api, CancellationToken cancellationToken)
    {
        var (batch, number) = (new ClangBatch(), 0);
        try
        {
            // Its lists are those of the repository.
            foreach (var (before, path) in ((int, string)[])[(7, "issues?"), (3, "commits?")])
            {
                for (var other = 0; other < before; other++) await api.GetAsync("rate_limit", cancellationToken);
                var list = new ChangedList(null);
                await foreach (var page in api.PagesAsync(path, list, cancellationToken))
                {
                    foreach (var entry in page) ClangJson.Add(entry, batch, ++number, new LeftOutNotes());
                    list.After(page);
                    _ = page.Select(ChangedList.CommittedAt).Max();
                }
                _ = list.AtEnd;
            }
        }
        catch (BoostFileException e)
        {
            throw new GitHubApiException(e.Message);
        }
        return batch.Items + batch.Commits;
    }

    /// <summary>A server that has recorded answers.</summary>
    private sealed class RecordedAnswers : HttpMessageHandler, IHttpClientFactory
    {
        private readonly List<byte[]> _answers = [];
        private int _asked;

        public RecordedAnswers(byte[] answers)
        {
            foreach (var line in answers.AsSpan().Split((byte)'\n')) _answers.Add(answers.AsSpan()[line].ToArray());
        }

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(_answers[_asked++ % _answers.Count]) });
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Boost;

/// <summary>A history that is uploaded in overlapping parts.</summary>
/// <param name="Repository">Name of its repository, without the owner.</param>
/// <param name="Uploads">The uploads.</param>
internal sealed record ImportedHistory(string Repository, List<SentCommand> Uploads)
{
    /// <summary>Number of distinct commits of all uploads.</summary>
    public int Commits { get; set; }
}

/// <summary>Uploads small histories: the first part twice, an overlapping part, and the whole history. Between them it records accounts, and proposes and accepts identities.</summary>
internal sealed class HistoryCaller(int number, NemesisWorld world, ConcurrentBag<ImportedHistory> histories)
{
    private readonly Random _random = new(unchecked(world.Seed * 503 + number));

    public async Task RunAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var made = new SyntheticHistory(_random.Next(), _random.Next(20, 120));
            var history = new ImportedHistory($"r{number}-{round}", []);
            histories.Add(history);
            var (third, n) = (made.Commits / 3, made.Commits);
            foreach (var (from, to) in new[] { (0, 2 * third), (0, 2 * third), (third, n), (0, n) })
            {
                var upload = Upload(history.Repository, made.Part(from, to));
                history.Uploads.Add(upload);
                history.Commits = Math.Max(history.Commits, to);
                if (!await world.Book.RunAsync(upload, stop)) return;
                world.Tally.Count("histories uploaded");
            }
            if (!await MergeAsync(stop)) return;
        }
    }

    private SentCommand Upload(string repository, byte[] log) =>
        world.Book.Write("boost.register_git_history", ["boost.git_history_registered.v1"], id =>
            new HttpRequestMessage(HttpMethod.Post, $"api/boost/imports/git?repository=nemesis/{repository}&filename=log.txt")
            {
                Headers = { { "Idempotency-Key", id.ToString() }, { "Prefer", "wait=5" } },
                Content = new ByteArrayContent(log),
            });

    // Two new accounts become one identity.
    private async Task<bool> MergeAsync(CancellationToken stop)
    {
        var staged = Guid.NewGuid().ToString();
        if (!await SendAsync("staged-identities", "boost.stage_identity", new() { ["staged_identity_id"] = staged, ["display_name"] = "Somebody", ["description"] = "" }, stop, "boost.identity_staged.v1")) return false;
        for (var n = 0; n < 2; n++)
        {
            var account = _random.NextInt64(1, 1L << 52);
            if (!await SendAsync("accounts", "boost.record_account", new() { ["github_account_id"] = account, ["username"] = $"u{account}" }, stop, "boost.github_account_recorded.v1", "boost.github_username_taken.v1")
                || !await SendAsync($"staged-identities/{staged}/profiles", "boost.stage_relation",
                    new() { ["staged_identity_id"] = staged, ["profile"] = $"github:{account}" }, stop, "boost.identity_relation_staged.v1")) return false;
        }
        return await SendAsync($"staged-identities/{staged}/merge", "boost.merge_identity", new() { ["staged_identity_id"] = staged }, stop, "boost.identity_merged.v1");
    }

    private Task<bool> SendAsync(string path, string name, JsonObject body, CancellationToken stop, params IReadOnlyList<string> writes) =>
        world.Book.RunAsync(world.Book.Write(HttpMethod.Post, $"api/boost/{path}", name, body, writes), stop);
}

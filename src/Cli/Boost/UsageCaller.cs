using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Boost;

/// <summary>A repository that is scanned several times.</summary>
/// <param name="Repository">Owner and name.</param>
internal sealed record ScannedRepository(string Repository)
{
    /// <summary>The scans.</summary>
    public List<SentCommand> Scans { get; } = [];

    /// <summary>Files that any scan found.</summary>
    public HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that the last scan with a result found.</summary>
    public HashSet<string> Active { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>Scans repositories, each several times with files that come and go, and once with a scan that is too old; between them it records profiles and the mirror of Clang.</summary>
internal sealed class UsageCaller(int number, NemesisWorld world, ConcurrentBag<ScannedRepository> repositories)
{
    private static readonly DateTimeOffset s_start = new(2025, 2, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_files = ["a.cpp", "b.cpp", "src/c.cpp", "src/d.hpp", "e.cpp"];
    private readonly Random _random = new(unchecked((world.Seed * 509) + number));

    public async Task RunAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            // The owner is new, so that the first scan names it.
            var repository = new ScannedRepository($"user{number}-{round}/r");
            repositories.Add(repository);
            for (var n = 0; n < 6; n++)
            {
                string[] files = [.. s_files.Where(_ => _random.Next(2) == 0)];
                // Before it is sent: its answer may be lost at the end of the run, although it is recorded.
                if (files.Length > 0)
                {
                    repository.Files.UnionWith(files);
                    repository.Active = [.. files];
                }
                if (!await ScanAsync(repository, n, files, isOld: false, stop)) return;
            }
            if (!await ScanAsync(repository, -1, s_files, isOld: true, stop) || !await PersonAsync(stop) || !await ClangAsync(stop)) return;
            world.Tally.Count("repositories scanned");
        }
    }

    private async Task<bool> ScanAsync(ScannedRepository repository, int n, string[] files, bool isOld, CancellationToken stop)
    {
        var body = new JsonObject
        {
            ["repository"] = repository.Repository,
            ["scanned_at"] = s_start.AddDays(n).ToString("O", CultureInfo.InvariantCulture),
            ["files"] = new JsonArray([.. files.Select(f => new JsonObject { ["path"] = f, ["content"] = $"#include <boost/nemesis/{Path.GetFileNameWithoutExtension(f)}.hpp>" })]),
        };
        string[] writes = isOld ? [] : n > 0 ? ["boost.usage_scanned.v1"]
            : ["boost.unknown_person_named.v1", "boost.repository_recorded.v1", "boost.repository_owned.v1", "boost.usage_scanned.v1"];
        var scan = world.Book.Write(HttpMethod.Post, "api/boost/usage/scans", "boost.record_usage_scan", body, writes);
        repository.Scans.Add(scan);
        return await world.Book.RunAsync(scan, stop);
    }

    private Task<bool> PersonAsync(CancellationToken stop) => world.Book.RunAsync(
        world.Book.Write(HttpMethod.Post, "api/boost/slack-users", "boost.record_slack_user",
            new() { ["slack_user_id"] = $"U{_random.NextInt64(1L << 52)}", ["username"] = "somebody", ["email"] = "somebody@example.org" }, "boost.slack_user_recorded.v1", "boost.email_added.v1"), stop);

    private Task<bool> ClangAsync(CancellationToken stop) => world.Book.RunAsync(
        world.Book.Write(HttpMethod.Post, "api/boost/clang", "boost.record_clang",
            new() { ["items"] = new JsonArray(new JsonObject { ["number"] = _random.Next(1, 50), ["is_pull_request"] = _random.Next(2) == 0 }) }, "boost.clang_items_recorded.v1"), stop);
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.Bench.Frame;
using EventSourced.Testing;

namespace EventSourced.Bench.Pulse;

/// <summary>
/// Imports of generated exports of 10,000 and 1,000,000 lines by the complete system: upload, broker, log, tables, on servers of its own that `es up` starts.
/// The floor is a process that reads the file and counts its lines.
/// </summary>
internal sealed class ImportBench : IBench
{
    public string Name => "import";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        var folder = RunningEs.Folder();
        try
        {
            await using var system = await RunningEs.UpAsync(folder);
            var client = system.Client;
            client.DefaultRequestHeaders.Add("Prefer", "wait=60");
            foreach (var lines in (int[])[10_000, 1_000_000])
            {
                var file = Path.Combine(folder, $"{lines}.txt");
                var chat = GeneratedChat.Write(file, lines);
                var round = 0;
                // A community for each round: one that has the messages already would import nothing.
                report.Add(string.Create(CultureInfo.InvariantCulture, $"export of {lines:N0} lines"), "lines/s", await Rounds.RunAsync(
                    () => CountAsync(file),
                    () => ImportAsync(client, file, lines, chat.Messages, $"bench-{lines}-{round++}")));
                report.Note($"peak memory of the worker after {lines:N0} lines: {PeakOf(system.Workers.Single()) >> 10} MiB");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<double> CountAsync(string file)
    {
        var watch = Stopwatch.StartNew();
        var counted = File.ReadLines(file).Count();
        return Task.FromResult(counted / watch.Elapsed.TotalSeconds);
    }

    private static async Task<double> ImportAsync(HttpClient client, string file, int lines, long messages, string community)
    {
        await PostAsync(client, "/api/pulse/communities", JsonContent.Create(new { community_id = community, name = "Bench" }));
        await PostAsync(client, "/api/pulse/sources", JsonContent.Create(new { community_id = community, source_id = "chat", name = "Chat" }));
        var watch = Stopwatch.StartNew();
        using (var content = new MultipartFormDataContent { { new StreamContent(File.OpenRead(file)), "file", "chat.txt" } })
            await PostAsync(client, $"/api/pulse/exports?community_id={community}&source_id=chat", content);
        JsonNode export;
        do
        {
            await Task.Delay(20);
            export = JsonNode.Parse(await client.GetStringAsync($"/api/pulse/exports?community_id={community}"))!["data"]!.AsArray().FirstOrDefault() ?? new JsonObject();
            if ($"{export["status"]}" == "failed") throw new InvalidOperationException($"{export["error_message"]}");
        }
        while ($"{export["status"]}" != "completed");
        var rate = lines / watch.Elapsed.TotalSeconds;
        return (long)export["new_message_count"]! == messages
            ? rate
            : throw new InvalidOperationException($"The export has {messages} messages, the table says {export["new_message_count"]}.");
    }

    private static async Task PostAsync(HttpClient client, string path, HttpContent content)
    {
        using var answer = await client.PostAsync(path, content);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>VmHWM in KiB.</summary>
    private static long PeakOf(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}

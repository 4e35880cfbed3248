using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.Testing;

namespace EventSourced.Bench;

/// <summary>
/// Generated exports of 10,000 and 1,000,000 lines through the whole system: upload, broker, log, tables. The worker's peak memory must not grow with the file.
/// The floor is the same process reading the file and doing nothing but count its lines.
/// </summary>
internal static class ImportBench
{
    public static async Task RunAsync(BenchDatabase _)
    {
        var folder = Directory.CreateTempSubdirectory("es-bench-").FullName;
        try
        {
            foreach (var lines in (int[])[10_000, 1_000_000]) await RunAsync(Path.Combine(folder, $"{lines}"), lines);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string folder, int lines)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "chat.txt");
        var chat = GeneratedChat.Write(file, lines);
        var floor = Stopwatch.StartNew();
        var counted = File.ReadLines(file).Count();
        var floorRate = counted / floor.Elapsed.TotalSeconds;

        var data = Path.Combine(folder, "data");
        await EsAsync("up", "--detach", "--port", "0", "--data", data);
        try
        {
            var connection = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(data, "connection.json")))!;
            using var client = new HttpClient { BaseAddress = new Uri($"{connection["url"]}"), Timeout = TimeSpan.FromMinutes(10) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"{connection["token"]}");
            client.DefaultRequestHeaders.Add("Prefer", "wait=60");
            await PostAsync(client, "/api/pulse/communities", JsonContent.Create(new { community_id = "bench", name = "Bench" }));
            await PostAsync(client, "/api/pulse/sources", JsonContent.Create(new { community_id = "bench", source_id = "chat", name = "Chat" }));

            var watch = Stopwatch.StartNew();
            using (var content = new MultipartFormDataContent { { new StreamContent(File.OpenRead(file)), "file", "chat.txt" } })
                await PostAsync(client, "/api/pulse/exports?community_id=bench&source_id=chat", content);
            var uploaded = watch.Elapsed;
            JsonNode export;
            do
            {
                await Task.Delay(20);
                export = JsonNode.Parse(await client.GetStringAsync("/api/pulse/exports?community_id=bench"))!["data"]!.AsArray().FirstOrDefault() ?? new JsonObject();
                if ($"{export["status"]}" == "failed") throw new InvalidOperationException($"{export["error_message"]}");
            }
            while ($"{export["status"]}" != "completed");
            var took = watch.Elapsed;
            if ((long)export["new_message_count"]! != chat.Messages)
                throw new InvalidOperationException($"The export has {chat.Messages} messages, the table says {export["new_message_count"]}.");

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{lines,9:N0} lines ({new FileInfo(file).Length >> 20} MiB, {chat.PerDay.Count} days): {took.TotalSeconds:N1} s, of which upload {uploaded.TotalSeconds:N1} s; {chat.Messages / took.TotalSeconds:N0} messages/s; " +
                $"reading lines alone {floorRate:N0}/s; peak memory of the worker {PeakOfWorker(data) >> 10} MiB"));
        }
        finally
        {
            await EsAsync("down", "--data", data);
        }
    }

    private static async Task PostAsync(HttpClient client, string path, HttpContent content)
    {
        using var answer = await client.PostAsync(path, content);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task EsAsync(params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "es.dll"), .. arguments]);
        // Servers of its own, whatever the other benchmarks use: their memory and disk are part of the figure.
        info.Environment.Remove("ES_POSTGRES");
        info.Environment.Remove("ES_RABBITMQ");
        info.Environment.Remove("ES_RABBITMQ_MANAGEMENT");
        using var process = Process.Start(info)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"es {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    /// <summary>VmHWM in KiB.</summary>
    private static long PeakOfWorker(string data)
    {
        var worker = JsonNode.Parse(File.ReadAllText(Path.Combine(data, "system.json")))!["hosts"]!.AsArray().Single(h => $"{h!["role"]}" == "workers")!;
        var line = File.ReadLines($"/proc/{worker["process"]!["pid"]}/status").Single(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}

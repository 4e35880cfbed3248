using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.Api.Tests.Fuzz;

/// <summary>Unusual requests to every operation of the OpenAPI document. ES_FUZZ_SEED and ES_FUZZ_REQUESTS choose other requests and their number.</summary>
public sealed class RequestFuzzTests(ApiWorld world, ITestOutputHelper output) : IClassFixture<ApiWorld>
{
    private static readonly int s_seed = Setting("ES_FUZZ_SEED", 20240131);
    private static readonly int s_requests = Setting("ES_FUZZ_REQUESTS", 4000);

    [Fact]
    public async Task Arbitrary_requests_cause_no_server_error_and_every_refusal_is_a_problem_document()
    {
        output.WriteLine($"ES_FUZZ_SEED={s_seed} ES_FUZZ_REQUESTS={s_requests}");
        world.Sender.Behaviour = EndAsync;
        var operations = FuzzOperation.Of(JsonSerializer.Deserialize<JsonElement>(await world.Anyone.GetStringAsync("/openapi/v1.json")));
        var requests = new FuzzRequests(operations, s_seed, world.Token, ApiWorld.Pin);
        var faults = new ConcurrentDictionary<int, string>();
        var statuses = new ConcurrentDictionary<int, int>();
        await Parallel.ForEachAsync(Enumerable.Range(0, s_requests), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
        {
            var request = requests.Make(number);
            var (status, type, text) = await SendAsync(request.Bytes);
            statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
            if (FaultOf(request, status, type) is { } fault)
                faults[number] = $"Request {number}, {fault}:\n{Shown(request.Bytes)}\nAnswer:\n{text[..Math.Min(text.Length, 1200)]}";
        });
        output.WriteLine(string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}")));
        Assert.True(faults.IsEmpty, $"Seed {s_seed}: {faults.Count} of {s_requests} requests.\n\n{string.Join("\n\n", faults.OrderBy(f => f.Key).Take(8).Select(f => f.Value))}");
        // If every request were refused, the test would prove nothing.
        Assert.True(statuses.GetValueOrDefault(200) + statuses.GetValueOrDefault(202) > s_requests / 50, "Too few requests were accepted.");
    }

    private static string? FaultOf(FuzzRequest request, int status, string? type) => status switch
    {
        0 => "no answer",
        >= 500 => $"{status}",
        // Invalid HTTP is refused by the server before the API sees it, without a body.
        400 when type is null && !request.IsHttp => null,
        >= 400 when type is null || !request.Operation.ErrorTypes.Contains(type) => $"{status} with a body of type \"{type}\"",
        _ => null,
    };

    // Commands passed to the bus must be storable, which PostgreSQL itself checks. Then the command is completed, so that no caller waits for it.
    private async Task EndAsync(CommandEnvelope envelope)
    {
        List<string> texts = [envelope.Body.GetRawText()];
        if (envelope.Body.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.String) texts.Add(metadata.GetString()!);
        foreach (var text in texts)
        {
            await using var store = world.Source.CreateCommand("select $1");
            store.Parameters.Add(new NpgsqlParameter { Value = text, NpgsqlDbType = NpgsqlDbType.Jsonb });
            await store.ExecuteScalarAsync();
        }
        await world.Services.GetRequiredService<CommandLedger>().FinishAsync(new CommandOutcome(envelope.CommandId, CommandStatus.Rejected, OutcomeJson.Of(new Problem(422, "not_done", "Nobody does this."))));
    }

    private async Task<(int Status, string? Type, string Text)> SendAsync(byte[] request)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(world.Address.Host, world.Address.Port);
        await using var stream = client.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request);
        }
        catch (IOException)
        {
            // Refused before it was read to the end; the answer may still have arrived.
        }
        try
        {
            var buffer = new byte[8192];
            while (await stream.ReadAsync(buffer) is > 0 and var n)
            {
                answer.Write(buffer, 0, n);
                // An event stream does not end: its head is enough.
                if (answer.Length > 64 * 1024 || Encoding.Latin1.GetString(answer.GetBuffer(), 0, (int)answer.Length).Contains("text/event-stream", StringComparison.Ordinal)) break;
            }
        }
        catch (IOException)
        {
            // Reset after the answer, because the rest of the body was not read.
        }
        var text = Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length);
        if (!text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)) return (0, null, text);
        var head = text.Split("\r\n\r\n", 2)[0].Split("\r\n");
        var type = head.FirstOrDefault(h => h.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase))?[13..].Split(';')[0].Trim();
        return (int.Parse(head[0].AsSpan(9, 3), CultureInfo.InvariantCulture), type, text);
    }

    private static string Shown(byte[] request)
    {
        var text = new StringBuilder();
        foreach (var b in request.Take(1500)) text.Append(b is >= 32 and < 127 or 10 ? ((char)b).ToString() : b == 13 ? "" : $"\\x{b:x2}");
        return text.ToString();
    }

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}

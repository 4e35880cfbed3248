using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace EventSourced.Bench.Commands;

/// <summary>
/// The least program that does the work of a command: HTTP, a durable quorum queue with confirms, then in one transaction an event with its expected version, which is
/// idempotent by the command's id, and one row of a table. It validates nothing, and has no retries, no schedule, no second table and no administration.
/// </summary>
internal static class BareProgram
{
    /// <summary>First argument of the process.</summary>
    public const string Name = "bare-program";

    /// <summary>Variables with the addresses of its servers.</summary>
    public const string Postgres = "ES_BENCH_POSTGRES", RabbitMq = "ES_BENCH_RABBITMQ";

    private const string Queue = "bench-bare";
    private const ushort Prefetch = 256, Consumers = 16;

    /// <summary>The tables that it needs.</summary>
    public const string Schema = """
        CREATE TABLE streams (id text PRIMARY KEY, version bigint NOT NULL);
        CREATE TABLE events (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream_id text NOT NULL, version bigint NOT NULL, command_id uuid NOT NULL UNIQUE,
            data jsonb NOT NULL, UNIQUE (stream_id, version));
        CREATE TABLE things (id text PRIMARY KEY, name text NOT NULL, description text NOT NULL, created_at timestamptz NOT NULL);
        """;

    /// <summary>Runs until the standard input ends. Writes its address as the first line.</summary>
    public static async Task<int> RunAsync()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(Postgres)!) { MaxAutoPrepare = 20, AutoPrepareMinUsages = 1, NoResetOnClose = true }.ConnectionString);
        await using var broker = await new ConnectionFactory { Uri = new Uri(Environment.GetEnvironmentVariable(RabbitMq)!) }.CreateConnectionAsync();
        await using var sending = await broker.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await sending.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        var waiting = new ConcurrentDictionary<Guid, TaskCompletionSource>();
        await using var receiving = await broker.CreateChannelAsync(new CreateChannelOptions(false, false, consumerDispatchConcurrency: Consumers));
        await ConsumeAsync(receiving, source, waiting);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost("/things", async (HttpContext http) =>
        {
            var id = Guid.Parse(http.Request.Headers["Idempotency-Key"]!);
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var done = http.Request.Headers.ContainsKey("Prefer") ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            if (done is not null) waiting[id] = done;
            var properties = new BasicProperties { MessageId = id.ToString(), DeliveryMode = DeliveryModes.Persistent };
            await sending.BasicPublishAsync("", Queue, mandatory: true, properties, body.ToArray());
            if (done is not null) await done.Task;
            return Results.StatusCode(done is null ? 202 : 200);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        await sending.QueueDeleteAsync(Queue);
        await app.StopAsync();
        return 0;
    }

    private static async Task ConsumeAsync(IChannel channel, NpgsqlDataSource source, ConcurrentDictionary<Guid, TaskCompletionSource> waiting)
    {
        await channel.BasicQosAsync(0, Prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            var id = Guid.Parse(message.BasicProperties.MessageId!);
            await RecordAsync(source, id, message.Body);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
            if (waiting.TryRemove(id, out var done)) done.SetResult();
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
    }

    // A batch is one transaction. A second delivery of the command changes nothing.
    private static async Task RecordAsync(NpgsqlDataSource source, Guid commandId, ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var (thing, name, description) = (json.RootElement.GetProperty("community_id").GetString()!, json.RootElement.GetProperty("name").GetString()!, json.RootElement.GetProperty("description").GetString()!);
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("INSERT INTO streams AS s VALUES ($1, 1) ON CONFLICT (id) DO NOTHING") { Parameters = { new() { Value = thing } } },
                new("INSERT INTO events (stream_id, version, command_id, data) VALUES ($1, 1, $2, $3::jsonb) ON CONFLICT (command_id) DO NOTHING")
                {
                    Parameters = { new() { Value = thing }, new() { Value = commandId }, new() { Value = System.Text.Encoding.UTF8.GetString(body.Span) } },
                },
                new("INSERT INTO things VALUES ($1, $2, $3, now()) ON CONFLICT (id) DO NOTHING")
                {
                    Parameters = { new() { Value = thing }, new() { Value = name }, new() { Value = description } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync();
    }
}

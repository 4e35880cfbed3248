using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Commands.Rabbit.Speech;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using EventSourced.EventStore.Signals;
using EventSourced.Projections;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Runtime;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Api.Tests.Rabbit;

/// <summary>Processes the rabbit's commands like a worker, as far as the routes can observe it, and runs the projections.</summary>
internal sealed class FakeWorker(ApiWorld world)
{
    private static readonly IReadOnlyList<IValidator<RecordTurn>> s_validators =
        [.. new ServiceCollection().AddCommandPipeline().BuildServiceProvider().GetServices<IValidator<RecordTurn>>()];

    private readonly ConcurrentDictionary<Guid, StartSession> _sessions = new();

    public ConcurrentQueue<RecordTurn> Turns { get; } = new();

    /// <summary>Whether it accepts commands without executing them.</summary>
    public bool Asleep { get; set; }

    private IEventStore Store => world.Services.GetRequiredService<IEventStore>();

    public async Task HandleAsync(CommandEnvelope envelope)
    {
        if (Asleep) return;
        var type = CommandCatalog.Default.Find(envelope.Name)!.Type;
        if ((await world.Services.GetRequiredService<PersonalData>().UnprotectAsync(type, envelope.Body)).Body.Deserialize(type, CommandCatalog.Json) is not { } command) return;
        var now = DateTimeOffset.UtcNow;
        switch (command)
        {
            case StartSession start:
                _sessions[start.SessionId] = start;
                await AppendAsync(envelope.CommandId, now, RabbitStreams.Session(start.SessionId), new SessionStarted(start.SessionId, start.ChildId, start.Language, start.Tokenizer, now, null));
                break;
            case RecordTurn turn when s_validators.Any(v => !v.Validate(turn).IsValid):
                await RejectAsync(envelope.CommandId, new Problem(422, "validation_failed", "A field is not valid."));
                break;
            case RecordTurn turn when !_sessions.ContainsKey(turn.SessionId):
                await RejectAsync(envelope.CommandId, new Problem(404, "session_not_found", $"There is no session {turn.SessionId}."));
                break;
            case RecordTurn turn:
                Turns.Enqueue(turn);
                var answer = turn.RabbitResponse ?? $"「{turn.ChildInput}」っていったね！";
                await AppendAsync(envelope.CommandId, now, RabbitStreams.Session(turn.SessionId), new TurnRecorded(
                    turn.SessionId, turn.TurnId, $"session/{turn.SessionId}", turn.ChildInput, answer, turn.ChildAudioKey,
                    turn.RabbitResponse is null ? await world.Services.GetRequiredService<ISpeechCache>().KeyOfAsync(answer, "ja", default) : null,
                    turn.Timestamp ?? now, now, turn.DurationMs, turn.Source, Guid.NewGuid()));
                break;
        }
    }

    public Task<long> AppendAsync(string stream, params IEvent[] events) => AppendAsync(null, DateTimeOffset.UtcNow, stream, events);

    /// <summary>Projects until every table has a position.</summary>
    public async Task ProjectAsync(long position)
    {
        using var runtime = new ProjectionRuntime(ReadTableSet.Catalog, Store, world.Services.GetRequiredService<EventCodec>(), world.Source, new LogSignal(), new StateChanges(new Notifications(world.Source, NullLogger<Notifications>.Instance)),
            new ProjectionOptions { PollInterval = TimeSpan.FromMilliseconds(20) }, NullLoggerFactory.Instance);
        await runtime.StartAsync(default);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var behind = world.Source.CreateCommand($"select count(*) from es.read_tables where state = 'running' and position < {position}");
        while (await behind.ExecuteScalarAsync(limit.Token) is not 0L) await Task.Delay(10, limit.Token);
        await runtime.StopAsync(default);
    }

    /// <summary>Returns an answer of the module's own routes after checking its status.</summary>
    public static async Task<JsonElement> AnswerAsync(HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return await ApiWorld.JsonAsync(response, expected);
    }

    /// <summary>Checks that an answer is an error in the module's envelope, and returns it.</summary>
    public static async Task<JsonElement> ErrorAsync(HttpResponseMessage response, int status, string code)
    {
        var body = await AnswerAsync(response, (HttpStatusCode)status);
        var error = Assert.Single(body.EnumerateObject());
        Assert.Equal("error", error.Name);
        Assert.Equal(code, error.Value.GetProperty("code").GetString());
        Assert.NotEmpty(error.Value.GetProperty("message").GetString()!);
        return error.Value;
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    /// <summary>The multipart form of a spoken turn.</summary>
    public static MultipartFormDataContent Form(Guid session, byte[] voice, params (string Name, string Value)[] parts)
    {
        var audio = new ByteArrayContent(voice) { Headers = { ContentType = new MediaTypeHeaderValue("audio/webm") } };
        var form = new MultipartFormDataContent { { new StringContent($"{session}"), "sessionId" }, { audio, "audio", "voice.webm" } };
        foreach (var (name, value) in parts) form.Add(new StringContent(value), name);
        return form;
    }

    private Task RejectAsync(Guid command, Problem problem) =>
        world.Services.GetRequiredService<CommandLedger>().FinishAsync(new CommandOutcome(command, CommandStatus.Rejected, OutcomeJson.Of(problem)));

    private async Task<long> AppendAsync(Guid? command, DateTimeOffset now, string stream, params IEvent[] events) => (await Store.AppendAsync(new Append(
        [new StreamAppend(stream, ExpectedVersion.Any, events)], new EventMetadata(command ?? Guid.NewGuid(), "test", now),
        command is { } id ? new CommandOutcome(id, CommandStatus.Completed, """{"turn_id":"x"}""") : null))).Position;
}

using System.Collections.Concurrent;
using System.Net;
using EventSourced.Api.Rabbit;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Tests.Rabbit;

public sealed class ParentPinTests : IClassFixture<ApiWorld>
{
    private readonly ApiWorld _world;
    private readonly FakeWorker _worker;

    public ParentPinTests(ApiWorld world)
    {
        (_world, _worker) = (world, new FakeWorker(world));
        world.Sender.Behaviour = _worker.HandleAsync;
    }

    [Fact]
    public async Task The_pin_of_a_child_gives_access_to_this_child_only()
    {
        var (mine, theirs) = ($"c-{Guid.NewGuid():N}", $"c-{Guid.NewGuid():N}");
        await TalkAsync(mine, "りんご");
        var theirTurn = await TalkAsync(theirs, "みかん");
        Assert.Equal(HttpStatusCode.NoContent, (await _world.Admin.PutAsync($"/api/rabbit/children/{mine}/pin", FakeWorker.Json("""{"pin":"my own pin"}"""))).StatusCode);

        var logs = (await FakeWorker.AnswerAsync(await GetAsync($"logs?childId={mine}", "my own pin"))).GetRawText();
        Assert.Contains("りんご", logs);
        Assert.DoesNotContain("みかん", logs);
        foreach (var refused in new[] { "logs", $"logs?childId={theirs}", $"vocabulary?childId={theirs}", $"audio/{theirTurn}", $"audio/{theirTurn}?childId={theirs}" })
            await FakeWorker.ErrorAsync(await GetAsync(refused, "my own pin"), 401, "PIN_INVALID");
        await FakeWorker.ErrorAsync(await GetAsync($"audio/{theirTurn}?childId={mine}", "my own pin"), 404, "NOT_FOUND");
        await FakeWorker.ErrorAsync(await GetAsync($"logs?childId={mine}", "my own PIN"), 401, "PIN_INVALID");
        Assert.Contains("みかん", (await FakeWorker.AnswerAsync(await GetAsync("logs", ApiWorld.Pin))).GetRawText());

        await using var stored = _world.Source.CreateCommand("select concat_ws(' ', encode(derived, 'escape'), encode(salt, 'escape')) from es.child_pins limit 1");
        Assert.DoesNotContain("my own pin", (string)(await stored.ExecuteScalarAsync())!);
        Assert.Equal(HttpStatusCode.NoContent, (await _world.Admin.DeleteAsync($"/api/rabbit/children/{mine}/pin")).StatusCode);
        await FakeWorker.ErrorAsync(await GetAsync($"logs?childId={mine}", "my own pin"), 401, "PIN_INVALID");
        await ApiWorld.ProblemAsync(await _world.Admin.DeleteAsync($"/api/rabbit/children/{mine}/pin"), 404, "pin_not_found");
    }

    [Fact]
    public async Task A_pin_of_a_child_is_set_by_an_admin_and_long_enough()
    {
        await ApiWorld.ProblemAsync(await _world.Anyone.PutAsync("/api/rabbit/children/c1/pin", FakeWorker.Json("""{"pin":"123456"}""")), 401, "token_missing");
        var (_, problem) = await ApiWorld.ProblemAsync(await _world.Admin.PutAsync("/api/rabbit/children/c1/pin", FakeWorker.Json("""{"pin":"12345"}""")), 400, "validation_failed");
        Assert.DoesNotContain("12345", problem.GetRawText());
    }

    [Theory]
    [InlineData("logs?child_id=c1")]
    [InlineData("logs?childid=c1")]
    [InlineData("vocabulary?child=c1")]
    [InlineData("logs?childId=c1&childId=c2")]
    public async Task A_misspelt_child_does_not_return_the_rows_of_all_children(string path) =>
        await FakeWorker.ErrorAsync(await GetAsync(path, ApiWorld.Pin), 400, "INVALID_REQUEST");

    [Fact]
    public void Guesses_from_many_addresses_lock_out_only_addresses_without_a_correct_pin()
    {
        var world = new GuardWorld();
        var parent = IPAddress.Parse("198.51.100.1");
        world.Guard.Begin(parent);
        world.Guard.Right(parent);
        var heard = 0;
        for (var i = 0; i < 1190; i++)
        {
            var address = IPAddress.Parse($"203.0.113.{i % 119}");
            if (!world.TryBegin(address)) continue;
            heard++;
            world.Guard.Wrong(address);
        }
        Assert.Equal(60, heard);
        Assert.True(world.TryBegin(parent));
        Assert.False(world.TryBegin(IPAddress.Parse("192.0.2.7")));
        Assert.Single(world.Lines, l => l.Contains("in all", StringComparison.Ordinal));
        world.Time.Now += TimeSpan.FromMinutes(1);
        Assert.True(world.TryBegin(IPAddress.Parse("192.0.2.7")));
    }

    [Fact]
    public void Each_lockout_of_an_address_lasts_twice_as_long_and_is_logged_once()
    {
        var world = new GuardWorld();
        var address = IPAddress.Parse("203.0.113.5");
        foreach (var minutes in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            world.Lines.Clear();
            for (var i = 0; i < 10; i++)
            {
                Assert.True(world.TryBegin(address));
                world.Guard.Wrong(address);
            }
            Assert.Equal(2, world.Lines.Count);
            world.Time.Now += TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1);
            Assert.False(world.TryBegin(address));
            world.Time.Now += TimeSpan.FromSeconds(1);
        }
        Assert.True(world.TryBegin(address));
        world.Guard.Right(address);
        Assert.True(world.TryBegin(address));
    }

    private async Task<Guid> TalkAsync(string child, string text)
    {
        var session = (await FakeWorker.AnswerAsync(await _world.Anyone.PostAsync("/api/session/start", FakeWorker.Json($$"""{"childId":"{{child}}"}""")))).GetProperty("sessionId").GetGuid();
        var answer = await FakeWorker.AnswerAsync(await _world.Anyone.PostAsync("/api/conversation/audio", FakeWorker.Form(session, "voice"u8.ToArray(), ("transcription", text))));
        await _worker.ProjectAsync(await _worker.AppendAsync(RabbitStreams.Session(session), new SessionClosed(session, "asked")));
        return answer.GetProperty("turnId").GetGuid();
    }

    private Task<HttpResponseMessage> GetAsync(string path, string pin) => ApiWorld.SendAsync(_world.Anyone, HttpMethod.Get, $"/api/parent/{path}", null, ("x-parent-pin", pin));

    private sealed class GuardWorld : ILogger<PinGuard>
    {
        public GuardWorld() => Guard = new PinGuard(new RabbitHttpOptions(), Time, this);

        public PinGuard Guard { get; }

        public Clock Time { get; } = new();

        public ConcurrentBag<string> Lines { get; } = [];

        public bool TryBegin(IPAddress address)
        {
            try
            {
                Guard.Begin(address);
                return true;
            }
            catch (RabbitException e)
            {
                Assert.Equal(429, e.Status);
                Assert.True(e.RetryAfter > TimeSpan.Zero);
                return false;
            }
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

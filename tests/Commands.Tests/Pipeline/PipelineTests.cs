using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using EventSourced.Testing;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Tests.Pipeline;

/// <summary>The pipeline on a real ledger, without a bus.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private readonly Desk _desk = new();
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    private CommandDispatcher Dispatcher => _services.GetRequiredService<CommandDispatcher>();

    private CommandLedger Ledger => _services.GetRequiredService<CommandLedger>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("pipeline");
        await EventStoreSchema.ApplyAsync(_database.DataSource);
        var services = new ServiceCollection();
        services.AddSingleton(_database.DataSource);
        services.AddEventStore(new EventStoreOptions());
        services.AddSingleton(CommandCatalog.Scan(typeof(Stamp).Assembly));
        services.AddSingleton(_desk);
        services.AddCommandPipeline(typeof(Stamp).Assembly);
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Validation_lists_all_faults_by_their_json_names()
    {
        var id = Guid.CreateVersion7();

        var result = await Dispatcher.DispatchAsync(Envelope(id, """{"paper_name":"","copies":0,"lines":[{"line_text":"ok"},{"line_text":""}]}"""));

        var problem = Assert.IsType<CommandResult.Rejected>(result).Problem;
        Assert.Equal((422, "validation_failed"), (problem.Status, problem.Code));
        Assert.Equal(["copies", "lines[1].line_text", "paper_name"], problem.Errors!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, problem.Errors["paper_name"].Length);
        Assert.Empty(_desk.Runs);
        Assert.Equal(CommandStatus.Rejected, (await Ledger.FindAsync(id))!.Status);
    }

    [Fact]
    public async Task A_command_whose_sender_lacks_its_permission_is_refused_and_not_run()
    {
        var (denied, allowed) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        var problem = Assert.IsType<CommandResult.Rejected>(await Dispatcher.DispatchAsync(Envelope(denied) with { Permissions = ["desk.look"] })).Problem;

        Assert.Equal((403, "permission_missing"), (problem.Status, problem.Code));
        Assert.Contains("desk.stamp", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(_desk.Runs);
        Assert.IsType<CommandResult.Completed>(await Dispatcher.DispatchAsync(Envelope(allowed) with { Permissions = ["desk.use"] }));
        Assert.Equal([allowed], _desk.Runs);
    }

    [Theory]
    [InlineData("""{"paper_name":"a\u0000","copies":1,"lines":[]}""", "paper_name")]
    [InlineData("""{"paper_name":"a","copies":1,"lines":[{"line_text":"\ud800"}]}""", "lines[0].line_text")]
    public async Task A_command_from_the_bus_that_cannot_be_stored_is_refused_and_not_run(string body, string place)
    {
        var id = Guid.CreateVersion7();

        var problem = Assert.IsType<CommandResult.Rejected>(await Dispatcher.DispatchAsync(Envelope(id, body))).Problem;

        Assert.Equal((400, "malformed_command"), (problem.Status, problem.Code));
        Assert.Contains(place, problem.Detail);
        Assert.Empty(_desk.Runs);
        Assert.Equal(CommandStatus.Rejected, (await Ledger.FindAsync(id))!.Status);
    }

    [Fact]
    public async Task A_message_whose_name_or_actor_cannot_be_stored_is_refused_too()
    {
        foreach (var envelope in new[] { Envelope(Guid.CreateVersion7()) with { Actor = "a\0b" }, Envelope(Guid.CreateVersion7()) with { Name = "desk.\0" } })
        {
            Assert.Equal("malformed_command", Assert.IsType<CommandResult.Rejected>(await Dispatcher.DispatchAsync(envelope)).Problem.Code);
            Assert.Equal(CommandStatus.Rejected, (await Ledger.FindAsync(envelope.CommandId))!.Status);
        }
    }

    [Fact]
    public async Task A_stored_refusal_is_returned_without_running_the_command_again()
    {
        var id = Guid.CreateVersion7();
        _desk.Answer = _ => new CommandResult.Rejected(new Problem(409, "taken", "It is taken."));
        await Dispatcher.DispatchAsync(Envelope(id));
        _desk.Answer = _ => new CommandResult.Completed(0);

        var again = Assert.IsType<CommandResult.Rejected>(await Dispatcher.DispatchAsync(Envelope(id)));

        Assert.Equal(new Problem(409, "taken", "It is taken."), again.Problem);
        Assert.Single(_desk.Runs);
    }

    [Fact]
    public async Task A_command_without_events_is_stored_with_its_result()
    {
        var id = Guid.CreateVersion7();
        _desk.Answer = _ => new CommandResult.Completed(17, new { StampedPages = 3 });
        await Dispatcher.DispatchAsync(Envelope(id));

        var record = (await Ledger.FindAsync(id))!;
        var again = Assert.IsType<CommandResult.Completed>(await Dispatcher.DispatchAsync(Envelope(id)));

        Assert.Equal((CommandStatus.Completed, 17L, "desk.stamp"), (record.Status, record.Position, record.Type));
        Assert.Equal(3, JsonDocument.Parse(record.Result!).RootElement.GetProperty("stamped_pages").GetInt32());
        Assert.Equal(17, again.Position);
        Assert.Equal(3, ((JsonElement)again.Result!).GetProperty("stamped_pages").GetInt32());
    }

    [Fact]
    public async Task A_failed_command_is_not_run_again()
    {
        var envelope = Envelope(Guid.CreateVersion7());
        await Dispatcher.FailAsync(envelope, new InvalidOperationException("broken"));

        var e = await Assert.ThrowsAsync<CommandFailedException>(() => Dispatcher.DispatchAsync(envelope));

        Assert.Contains("InvalidOperationException: broken", e.Message);
        Assert.Empty(_desk.Runs);
    }

    [Fact]
    public async Task A_version_conflict_is_retried_a_limited_number_of_times()
    {
        _desk.Answer = run => run < 6 ? throw new ConcurrencyException("s", ExpectedVersion.Exactly(1), 2) : new CommandResult.Completed(0);
        Assert.IsType<CommandResult.Completed>(await Dispatcher.DispatchAsync(Envelope(Guid.CreateVersion7())));
        Assert.Equal(6, _desk.Runs.Count);

        _desk.Answer = _ => throw new ConcurrencyException("s", ExpectedVersion.Exactly(1), 2);
        await Assert.ThrowsAsync<ConcurrencyException>(() => Dispatcher.DispatchAsync(Envelope(Guid.CreateVersion7())));
        Assert.Equal(12, _desk.Runs.Count);
    }

    [Theory]
    [InlineData("desk.burn", "{}", "unknown_command", "desk.burn")]
    [InlineData("desk.stamp", "[]", "malformed_command", "not a JSON object")]
    [InlineData("desk.stamp", """{"paper_name":"a","copies":"many"}""", "malformed_command", "copies")]
    [InlineData("desk.stamp", """{"paper_name":"a","copies":1,"lines":[],"colour":"red"}""", "malformed_command", "colour")]
    [InlineData("desk.stamp", """{"copies":1}""", "malformed_command", "paper_name")]
    public async Task A_malformed_or_unknown_command_is_rejected(string name, string body, string code, string says)
    {
        var id = Guid.CreateVersion7();

        var result = await Dispatcher.DispatchAsync(Envelope(id, body, name));

        var problem = Assert.IsType<CommandResult.Rejected>(result).Problem;
        Assert.Equal((400, code), (problem.Status, problem.Code));
        Assert.Contains(says, problem.Detail);
        Assert.Equal(CommandStatus.Rejected, (await Ledger.FindAsync(id))!.Status);
    }

    [Fact]
    public async Task Not_found_is_returned_at_once_even_if_an_earlier_command_is_open()
    {
        var earlier = Guid.CreateVersion7();
        await Ledger.AcceptAsync(earlier, "desk.stamp", "tester", new byte[32]);
        var runs = 0;
        _desk.Answer = _ =>
        {
            runs++;
            return new CommandResult.Rejected(new Problem(404, "no_paper", "There is none."));
        };

        Assert.IsType<CommandResult.Rejected>(await Dispatcher.DispatchAsync(Envelope(Guid.CreateVersion7())));

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task The_span_of_a_command_belongs_to_the_trace_of_its_caller()
    {
        ConcurrentBag<Activity> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CommandTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var id = Guid.CreateVersion7();

        await Dispatcher.DispatchAsync(Envelope(id) with { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" });

        var span = Assert.Single(spans, s => id.Equals(s.GetTagItem("es.command.id")));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", span.TraceId.ToHexString());
        Assert.Equal("b7ad6b7169203331", span.ParentSpanId.ToHexString());
        Assert.Equal(("desk.stamp", "completed"), (span.OperationName, span.GetTagItem("es.command.outcome")));
    }

    [Fact]
    public async Task Personal_data_reaches_the_handler_but_is_not_stored_in_plain_text()
    {
        var person = Guid.NewGuid();
        var envelope = await PersonalAsync(person, "Mia cried");
        Assert.DoesNotContain("Mia", envelope.Body.GetRawText());

        Assert.IsType<CommandResult.Completed>(await Dispatcher.DispatchAsync(envelope));

        Assert.Equal("Mia cried", Assert.Single(_desk.Told));
        Assert.NotNull(await Ledger.FindAsync(envelope.CommandId));
        Assert.NotEqual(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new Tell(person, "Mia cried"), CommandCatalog.Json)), await HashAsync(envelope.CommandId));
        // The hash of a repeated request equals the stored one.
        Assert.Equal(Acceptance.AlreadyKnown, (await Ledger.AcceptAsync(envelope.CommandId, envelope.Name, "tester", _services.GetRequiredService<PersonalData>()
            .HashOf(typeof(Tell), JsonSerializer.SerializeToUtf8Bytes(new Tell(person, "Mia cried"), CommandCatalog.Json)))).Acceptance);
    }

    [Fact]
    public async Task A_queued_command_about_a_forgotten_person_is_rejected()
    {
        var person = Guid.NewGuid();
        var envelope = await PersonalAsync(person, "Mia cried");
        await _services.GetRequiredService<PersonalKeys>().DestroyAsync([$"person/{person}"]);

        var problem = Assert.IsType<CommandResult.Rejected>(await Dispatcher.DispatchAsync(envelope)).Problem;

        Assert.Equal((410, "forgotten"), (problem.Status, problem.Code));
        Assert.Empty(_desk.Told);
        Assert.Equal(CommandStatus.Rejected, (await Ledger.FindAsync(envelope.CommandId))!.Status);
    }

    [Fact]
    public async Task A_failure_is_stored_without_personal_data()
    {
        var envelope = await PersonalAsync(Guid.NewGuid(), "Mia cried");
        await Dispatcher.FailAsync(envelope, new FormatException("\"Mia cried\" is no number"));
        var stored = (await Ledger.FindAsync(envelope.CommandId))!.Result!;
        Assert.Contains("FormatException", stored);
        Assert.DoesNotContain("Mia", stored);
    }

    [Fact]
    public async Task A_result_with_personal_members_is_refused()
    {
        _desk.Answer = _ => new CommandResult.Completed(0, new Tell(Guid.NewGuid(), "Mia cried"));
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => Dispatcher.DispatchAsync(Envelope(Guid.CreateVersion7())));
        Assert.Contains("Tell has [Personal] members", e.Message);
    }

    private async Task<byte[]> HashAsync(Guid id)
    {
        await using var command = _database.DataSource.CreateCommand($"select body_sha256 from es.commands where command_id = '{id}'");
        return (byte[])(await command.ExecuteScalarAsync())!;
    }

    private async Task<CommandEnvelope> PersonalAsync(Guid person, string words)
    {
        var plain = JsonSerializer.SerializeToElement(new Tell(person, words), CommandCatalog.Json);
        return Envelope(Guid.CreateVersion7(), name: "desk.tell") with { Body = await _services.GetRequiredService<PersonalData>().ProtectAsync(typeof(Tell), plain) };
    }

    private static CommandEnvelope Envelope(Guid id, string body = """{"paper_name":"form","copies":1,"lines":[]}""", string name = "desk.stamp") => new()
    {
        CommandId = id,
        Name = name,
        Body = JsonSerializer.Deserialize<JsonElement>(body),
        Actor = "tester",
        AcceptedAt = DateTimeOffset.UtcNow,
    };
}

/// <summary>Stamps a paper.</summary>
[Command("desk.stamp", Allow = "desk.use")]
public sealed record Stamp(string PaperName, int Copies, IReadOnlyList<Line> Lines) : ICommand;

public sealed record Line(string LineText);

/// <summary>Tells something about a person.</summary>
[Command("desk.tell")]
public sealed record Tell(Guid PersonId, [property: Personal(nameof(Tell.PersonId), Prefix = "person/")] string? Words) : ICommand;

/// <summary>Scripts the handler's results and records its calls.</summary>
public sealed class Desk
{
    public ConcurrentQueue<Guid> Runs { get; } = [];

    /// <summary>The personal texts that the handler received.</summary>
    public ConcurrentQueue<string?> Told { get; } = [];

    public Func<int, CommandResult> Answer { get; set; } = _ => new CommandResult.Completed(0);
}

public sealed class StampHandler(Desk desk) : IRequestHandler<Handle<Stamp>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<Stamp> request, CancellationToken cancellationToken)
    {
        desk.Runs.Enqueue(request.Context.CommandId);
        return Task.FromResult(desk.Answer(desk.Runs.Count));
    }
}

public sealed class TellHandler(Desk desk) : IRequestHandler<Handle<Tell>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<Tell> request, CancellationToken cancellationToken)
    {
        desk.Told.Enqueue(request.Command.Words);
        return Task.FromResult<CommandResult>(new CommandResult.Completed(0));
    }
}

public sealed class StampValidator : AbstractValidator<Stamp>
{
    public StampValidator()
    {
        RuleFor(c => c.PaperName).NotEmpty().MinimumLength(2);
        RuleFor(c => c.Copies).GreaterThan(0);
        RuleForEach(c => c.Lines).ChildRules(line => line.RuleFor(l => l.LineText).NotEmpty());
    }
}

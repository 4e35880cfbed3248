using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using FluentValidation;
using MediatR;
using Npgsql;

namespace EventSourced.Workers.Tests;

/// <summary>Makes a thing once.</summary>
[Command("toy.make", Scope = nameof(Make.CommunityId))]
public sealed record Make(string CommunityId) : ICommand;

/// <summary>Adds a part to a thing; 404 if the thing does not exist.</summary>
[Command("toy.add_part", Scope = nameof(AddPart.CommunityId))]
public sealed record AddPart(string CommunityId, int Number) : ICommand;

/// <summary>Closes a thing; 404 if it does not exist, 409 if it is closed.</summary>
[Command("toy.close", Scope = nameof(Close.CommunityId))]
public sealed record Close(string CommunityId) : ICommand;

/// <summary>Follows from an event.</summary>
[Command("toy.work_off", Scope = nameof(WorkOff.CommunityId))]
public sealed record WorkOff(string CommunityId, string SourceId) : IFollowUp;

/// <summary>Counts in a separate stream; runs in parallel with others.</summary>
[Command("toy.count")]
public sealed record Count(string Stream) : ICommand;

/// <summary>Fails with an error that no retry can fix.</summary>
[Command("toy.explode")]
public sealed record Explode(string Why) : ICommand;

[EventName("toy.made.v1")]
public sealed record Made(string CommunityId) : IEvent;

[EventName("toy.part_added.v1")]
public sealed record PartAdded(string CommunityId, int Number) : IEvent;

[EventName("toy.closed.v1")]
public sealed record Closed(string CommunityId) : IEvent;

[EventName("toy.counted.v1")]
public sealed record Counted(Guid CommandId) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Made))]
[JsonSerializable(typeof(PartAdded))]
[JsonSerializable(typeof(Closed))]
[JsonSerializable(typeof(Counted))]
public sealed partial class ToyJson : JsonSerializerContext;

/// <summary>Lets tests observe and delay the handlers of one host.</summary>
public sealed class Watch
{
    private volatile TaskCompletionSource? _gate;

    public ConcurrentQueue<Guid> Runs { get; } = [];

    public TaskCompletionSource Arrived { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Close() => (_gate, Arrived) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));

    public void Open() => _gate?.TrySetResult();

    public async Task PassAsync(Guid command, CancellationToken cancellationToken)
    {
        Runs.Enqueue(command);
        Arrived.TrySetResult();
        if (_gate is { } gate) await gate.Task.WaitAsync(cancellationToken);
    }
}

public sealed class MakeHandler(IEventStore store) : IRequestHandler<Handle<Make>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<Make> request, CancellationToken cancellationToken)
    {
        var stream = $"toy-{request.Command.CommunityId}";
        if ((await store.ReadStreamsAsync([stream], cancellationToken: cancellationToken)).Count > 0)
            return new CommandResult.Rejected(new Problem(409, "exists", $"{stream} is there already."));
        var result = await store.AppendAsync(
            new([new(stream, ExpectedVersion.NoStream, [new Made(request.Command.CommunityId)])], request.Context.Metadata, request.Context.Outcome()), cancellationToken);
        return new CommandResult.Completed(result.Position);
    }
}

public sealed class AddPartHandler(IEventStore store) : IRequestHandler<Handle<AddPart>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<AddPart> request, CancellationToken cancellationToken)
    {
        var (community, number) = request.Command;
        var stream = $"toy-{community}";
        var events = await store.ReadStreamsAsync([stream], cancellationToken: cancellationToken);
        if (events.Count == 0) return new CommandResult.Rejected(new Problem(404, "not_found", $"There is no {stream}."));
        if (events[^1].Type == "toy.closed.v1") return new CommandResult.Rejected(new Problem(409, "closed", $"{stream} is closed."));
        var result = await store.AppendAsync(
            new([new(stream, ExpectedVersion.Exactly(events[^1].Version), [new PartAdded(community, number)])], request.Context.Metadata, request.Context.Outcome()), cancellationToken);
        return new CommandResult.Completed(result.Position);
    }
}

public sealed class CloseHandler(IEventStore store) : IRequestHandler<Handle<Close>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<Close> request, CancellationToken cancellationToken)
    {
        var stream = $"toy-{request.Command.CommunityId}";
        var events = await store.ReadStreamsAsync([stream], cancellationToken: cancellationToken);
        if (events.Count == 0) return new CommandResult.Rejected(new Problem(404, "not_found", $"There is no {stream}."));
        if (events[^1].Type == "toy.closed.v1") return new CommandResult.Rejected(new Problem(409, "closed", $"{stream} is closed."));
        var result = await store.AppendAsync(
            new([new(stream, ExpectedVersion.Exactly(events[^1].Version), [new Closed(request.Command.CommunityId)])], request.Context.Metadata, request.Context.Outcome()), cancellationToken);
        return new CommandResult.Completed(result.Position);
    }
}

public sealed class WorkOffHandler(WorkOffHandler.Work work) : IRequestHandler<Handle<WorkOff>, CommandResult>
{
    public delegate Task Work(WorkOff command, CancellationToken cancellationToken);

    public async Task<CommandResult> Handle(Handle<WorkOff> request, CancellationToken cancellationToken)
    {
        await work(request.Command, cancellationToken);
        return new CommandResult.Completed(0);
    }
}

public sealed class AddPartValidator : AbstractValidator<AddPart>
{
    public AddPartValidator()
    {
        RuleFor(c => c.CommunityId).Matches("^[a-z0-9-]{1,64}$");
        RuleFor(c => c.Number).GreaterThan(0);
    }
}

public sealed class CountHandler(IEventStore store, Watch watch) : IRequestHandler<Handle<Count>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<Count> request, CancellationToken cancellationToken)
    {
        await watch.PassAsync(request.Context.CommandId, cancellationToken);
        var result = await store.AppendAsync(
            new([new(request.Command.Stream, ExpectedVersion.Any, [new Counted(request.Context.CommandId)])], request.Context.Metadata, request.Context.Outcome()), cancellationToken);
        return new CommandResult.Completed(result.Position);
    }
}

public sealed class ExplodeHandler(Watch watch) : IRequestHandler<Handle<Explode>, CommandResult>
{
    public const string Away = "the database is away";
    public const string Overtaken = "others are faster";

    public async Task<CommandResult> Handle(Handle<Explode> request, CancellationToken cancellationToken)
    {
        await watch.PassAsync(request.Context.CommandId, cancellationToken);
        // A database that is unavailable for longer than all retries, and then returns.
        if (request.Command.Why == Away)
            return watch.Runs.Count < 5 ? throw new NpgsqlException("away", new IOException()) : new CommandResult.Completed(0);
        // More often than all attempts of the pipeline and the queue together.
        if (request.Command.Why == Overtaken)
            return watch.Runs.Count < 30 ? throw new ConcurrencyException("a stream", ExpectedVersion.NoStream, 1) : new CommandResult.Completed(0);
        throw new InvalidOperationException(request.Command.Why);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Workers.Consumers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace EventSourced.Workers.Relaying;

/// <summary>
/// Moves messages out of queues that no worker consumes: queues of earlier versions, partitions above the configured number, and the queue of commands that a worker of an
/// earlier version did not know. The worker that consumes the first partition moves them, so that they keep their order. A message is acknowledged after the broker has confirmed its copy, so none is lost; a message that is
/// moved twice keeps its id.
/// </summary>
/// <param name="link">The connection to the broker.</param>
/// <param name="keeper">The partitions that this process consumes.</param>
/// <param name="options">Names of the queues.</param>
/// <param name="commands">Sends commands.</param>
/// <param name="sender">Sends follow-ups.</param>
/// <param name="reactions">Maps messages of earlier versions to commands.</param>
/// <param name="catalog">The commands of this build with their scopes.</param>
/// <param name="unknown">Commands that a worker did not know.</param>
/// <param name="dispatcher">Rejects those that nobody knows.</param>
/// <param name="logger">Log.</param>
public sealed partial class FormerQueues(
    BrokerLink link, PartitionKeeper keeper, BusOptions options, ICommandSender commands, IBusSender sender, ReactionCatalog reactions, CommandCatalog catalog, UnknownCommands unknown,
    CommandDispatcher dispatcher, ILogger<FormerQueues> logger) : BackgroundService
{
    // During a rolling upgrade, processes of the earlier version still send to the former queues.
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_idlePollInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_idleLimit = TimeSpan.FromSeconds(1);
    private bool _ownsFirst;
    private long _lookedAt;
    private bool _anyFormer;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await link.WaitUntilUpAsync(stoppingToken);
                if (!keeper.Owned.Contains(0)) _ownsFirst = false;
                else if (link.Connection is { } connection) await MoveDueAsync(connection, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (e is not (BusUnavailableException or RabbitMQClientException or IOException or OperationCanceledException)) Interrupted(e);
            }
            await Task.Delay(s_pollInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MoveDueAsync(IConnection connection, CancellationToken cancellationToken)
    {
        await MoveAsync(connection, options.UnknownCommands, MoveUnknownAsync, cancellationToken);
        if (_ownsFirst && !_anyFormer && Stopwatch.GetElapsedTime(_lookedAt) < s_idlePollInterval) return;
        _anyFormer = await MoveFormerAsync(connection, cancellationToken);
        (_ownsFirst, _lookedAt) = (true, Stopwatch.GetTimestamp());
    }

    /// <returns>Whether any former queue exists.</returns>
    private async Task<bool> MoveFormerAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var any = await MoveAsync(connection, options.Commands, MoveCommandAsync, cancellationToken);
        any |= await MoveAsync(connection, options.FollowUps, MoveFollowUpAsync, cancellationToken);
        for (var beyond = options.CommandPartitions; await MoveAsync(connection, options.CommandQueue(beyond), MoveCommandAsync, cancellationToken); beyond++) any = true;
        for (var beyond = options.CommandPartitions; await MoveAsync(connection, options.FollowUpQueue(beyond), MoveFollowUpAsync, cancellationToken); beyond++) any = true;
        foreach (var (name, command) in reactions.FormerQueues)
            any |= await MoveAsync(connection, options.Prefix + name, (message, token) => MoveFollowUpAsync(name, command(message), message, token), cancellationToken);
        return any;
    }

    /// <returns>Whether the queue exists.</returns>
    private async Task<bool> MoveAsync(IConnection connection, string queue, Func<JsonElement, CancellationToken, Task> moveAsync, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        long left;
        try
        {
            left = (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
        if (left == 0) return true;
        var (moved, isBusy, done) = (0L, false, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        channel.ChannelShutdownAsync += (_, _) =>
        {
            done.TrySetCanceled(CancellationToken.None);
            return Task.CompletedTask;
        };
        // One message at a time, in order. A queue with a single active consumer does not allow BasicGet.
        await channel.BasicQosAsync(0, 1, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            if (done.Task.IsCompleted) return;
            Volatile.Write(ref isBusy, true);
            try
            {
                if (await TryMoveAsync(queue, message.Body, moveAsync, cancellationToken)) await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
                else await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: false, cancellationToken);
                if (Interlocked.Increment(ref moved) == left) done.TrySetResult();
            }
            catch (Exception e)
            {
                done.TrySetException(e);
            }
            Volatile.Write(ref isBusy, false);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
        // Workers of an earlier version consume the queue too: not all of the messages that were counted arrive here.
        for (var before = -1L; !done.Task.IsCompleted && (Volatile.Read(ref isBusy) || before != Interlocked.Read(ref moved));)
        {
            before = Interlocked.Read(ref moved);
            await Task.WhenAny(done.Task, Task.Delay(s_idleLimit, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
        done.TrySetResult();
        await done.Task;
        if (moved > 0 && queue != options.UnknownCommands) Moved(moved, queue);
        return true;
    }

    /// <returns>Whether the message could be read. The queue dead-letters unreadable ones to its error queue.</returns>
    private async Task<bool> TryMoveAsync(string queue, ReadOnlyMemory<byte> body, Func<JsonElement, CancellationToken, Task> moveAsync, CancellationToken cancellationToken)
    {
        try
        {
            // Messages are JSON in MassTransit's envelope.
            using var json = JsonDocument.Parse(body);
            await moveAsync(json.RootElement.GetProperty("message"), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException)
        {
            Unreadable(e, queue);
            return false;
        }
    }

    // As many messages are read as the queue had: one that stays goes to the end, so that all keep their order.
    private async Task MoveUnknownAsync(JsonElement message, CancellationToken cancellationToken)
    {
        var waiting = message.Deserialize<UnknownCommand>(JsonSerializerOptions.Web) ?? throw new JsonException("The message is null.");
        var command = waiting.Command;
        if (unknown.Knows(command))
        {
            command = command.WithScope(catalog);
            await (catalog.Find(command.Name)!.Type.IsAssignableTo(typeof(IFollowUp)) ? SendFollowUpAsync(command, cancellationToken) : commands.SendAsync(command, cancellationToken));
            Known(command.CommandId, command.Name);
        }
        else if (unknown.IsExpired(waiting))
        {
            await dispatcher.DispatchAsync(command, cancellationToken: cancellationToken);
            NeverKnown(command.CommandId, command.Name, options.UnknownCommandLimit);
        }
        else
        {
            await sender.SendAsync(options.UnknownCommands, waiting, command.CommandId, cancellationToken);
        }
    }

    private Task MoveCommandAsync(JsonElement message, CancellationToken cancellationToken) => commands.SendAsync(Read(message), cancellationToken);

    private Task MoveFollowUpAsync(JsonElement message, CancellationToken cancellationToken)
    {
        var envelope = Read(message);
        return sender.SendAsync(options.FollowUpQueue(envelope), envelope, envelope.CommandId, cancellationToken);
    }

    private CommandEnvelope Read(JsonElement message) =>
        message.Deserialize<CommandEnvelope>(JsonSerializerOptions.Web) is { } command ? command.WithScope(catalog) : throw new JsonException("The message is null.");

    private Task MoveFollowUpAsync(string queue, IFollowUp command, JsonElement message, CancellationToken cancellationToken) =>
        SendFollowUpAsync(FollowUps.Envelope(command, string.Create(CultureInfo.InvariantCulture, $"{queue} {message.GetRawText()}"), DateTimeOffset.UtcNow), cancellationToken);

    private Task SendFollowUpAsync(CommandEnvelope envelope, CancellationToken cancellationToken) =>
        sender.SendAsync(reactions.IsJob(envelope.Name) ? options.Jobs : options.FollowUpQueue(envelope), envelope, envelope.CommandId, cancellationToken);

    [LoggerMessage(LogLevel.Information, "Command {Id} ({Name}) waited for a worker that knows it and is back in its queue.")]
    private partial void Known(Guid id, string name);

    [LoggerMessage(LogLevel.Error, "Command {Id} ({Name}) was rejected: no worker knew it for {Limit}.")]
    private partial void NeverKnown(Guid id, string name, TimeSpan limit);

    [LoggerMessage(LogLevel.Information, "Moved {Count} messages out of {Queue}, which this version does not consume.")]
    private partial void Moved(long count, string queue);

    [LoggerMessage(LogLevel.Error, "A message in {Queue} of an earlier version cannot be read; it goes to the error queue.")]
    private partial void Unreadable(Exception exception, string queue);

    [LoggerMessage(LogLevel.Warning, "Moving messages out of queues of an earlier version failed and is retried.")]
    private partial void Interrupted(Exception exception);
}

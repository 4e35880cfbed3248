using System.Globalization;
using System.Text.Json;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Workers.Consumers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace EventSourced.Workers.Relaying;

/// <summary>
/// Moves messages out of queues that are not consumed any more: queues of earlier versions, and partitions above the configured number. The worker that consumes the
/// first partition moves them, so that they keep their order. A message is acknowledged after the broker has confirmed its copy, so none is lost; a message that is
/// moved twice keeps its id.
/// </summary>
/// <param name="link">The connection to the broker.</param>
/// <param name="keeper">The partitions that this process consumes.</param>
/// <param name="options">Names of the queues.</param>
/// <param name="commands">Sends commands.</param>
/// <param name="sender">Sends follow-ups.</param>
/// <param name="reactions">Maps messages of earlier versions to commands.</param>
/// <param name="catalog">The commands of this build with their scopes.</param>
/// <param name="logger">Log.</param>
public sealed partial class FormerQueues(
    BrokerLink link, PartitionKeeper keeper, BusOptions options, ICommandSender commands, IBusSender sender, ReactionCatalog reactions, CommandCatalog catalog, ILogger<FormerQueues> logger) : BackgroundService
{
    // During a rolling upgrade, processes of the earlier version still send to the former queues.
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_idlePollInterval = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = s_pollInterval;
            try
            {
                await link.WaitUntilUpAsync(stoppingToken);
                if (keeper.Owned.Contains(0) && link.Connection is { } connection && !await MoveAsync(connection, stoppingToken)) pause = s_idlePollInterval;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (e is not (BusUnavailableException or RabbitMQClientException or IOException or OperationCanceledException)) Interrupted(e);
            }
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Whether any former queue exists.</returns>
    private async Task<bool> MoveAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var any = await MoveAsync(connection, options.Commands, MoveCommandAsync, cancellationToken);
        for (var beyond = options.CommandPartitions; await MoveAsync(connection, options.CommandQueue(beyond), MoveCommandAsync, cancellationToken); beyond++) any = true;
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
        var (count, done) = (left, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
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
            try
            {
                if (await TryMoveAsync(queue, message.Body, moveAsync, cancellationToken)) await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
                else await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: false, cancellationToken);
                if (--left == 0) done.TrySetResult();
            }
            catch (Exception e)
            {
                done.TrySetException(e);
            }
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
        await done.Task.WaitAsync(cancellationToken);
        Moved(count, queue);
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

    private Task MoveCommandAsync(JsonElement message, CancellationToken cancellationToken) =>
        commands.SendAsync(message.Deserialize<CommandEnvelope>(JsonSerializerOptions.Web) is { } command ? command.WithScope(catalog) : throw new JsonException("The message is null."), cancellationToken);

    private Task MoveFollowUpAsync(string queue, IFollowUp command, JsonElement message, CancellationToken cancellationToken)
    {
        var envelope = FollowUps.Envelope(command, string.Create(CultureInfo.InvariantCulture, $"{queue} {message.GetRawText()}"), DateTimeOffset.UtcNow);
        return sender.SendAsync(reactions.IsJob(envelope.Name) ? options.Jobs : options.FollowUps, envelope, envelope.CommandId, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Moved {Count} messages out of {Queue}, which this version does not consume.")]
    private partial void Moved(long count, string queue);

    [LoggerMessage(LogLevel.Error, "A message in {Queue} of an earlier version cannot be read; it goes to the error queue.")]
    private partial void Unreadable(Exception exception, string queue);

    [LoggerMessage(LogLevel.Warning, "Moving messages out of queues of an earlier version failed and is retried.")]
    private partial void Interrupted(Exception exception);
}

using EventSourced.Commands.Bus;
using EventSourced.Contracts;

namespace EventSourced.Workers.Relaying;

/// <summary>Which events make the system do something, and which message says so.</summary>
public sealed class Reactions
{
    private readonly Dictionary<Type, List<Func<IEvent, BusOptions, Reaction?>>> _byEvent = [];

    /// <summary>Event records that have a reaction.</summary>
    public IReadOnlyCollection<Type> Events => _byEvent.Keys;

    /// <summary>Sends a message for every event of a type. It is sent at least once: handling it twice must do no harm.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="message">The message of an event, or null for none.</param>
    public Reactions On<TEvent, TMessage>(Func<BusOptions, string> queue, Func<TEvent, TMessage?> message) where TEvent : IEvent where TMessage : class
    {
        if (!_byEvent.TryGetValue(typeof(TEvent), out var all)) _byEvent.Add(typeof(TEvent), all = []);
        all.Add((e, options) => message((TEvent)e) is { } body ? new Reaction<TMessage>(queue(options), body) : null);
        return this;
    }

    internal IEnumerable<Reaction> To(IEvent e, BusOptions options) =>
        _byEvent.TryGetValue(e.GetType(), out var all) ? all.Select(reaction => reaction(e, options)).OfType<Reaction>() : [];
}

/// <summary>A message on its way to a queue. Equal ones of a page are sent once.</summary>
internal abstract record Reaction
{
    public abstract Task SendAsync(IBusSender sender, CancellationToken cancellationToken);
}

internal sealed record Reaction<TMessage>(string Queue, TMessage Message) : Reaction where TMessage : class
{
    public override Task SendAsync(IBusSender sender, CancellationToken cancellationToken) => sender.SendAsync(Queue, Message, null, cancellationToken);
}

using System.Text.Json;
using EventSourced.Contracts;
using EventSourced.EventStore.Personal;

namespace EventSourced.Commands.Modules;

/// <summary>
/// Collects the commands that events trigger. Each is sent at least once, with an id that is derived from the event; it runs after the event is in the log, and with
/// lower priority than commands that a caller waits for. Queued follow-ups of one scope run in the order of their events.
/// </summary>
public sealed class ReactionBuilder
{
    private readonly List<Reaction> _reactions = [];
    private readonly Dictionary<string, Func<JsonElement, IFollowUp>> _formerQueues = [];

    internal IReadOnlyList<Reaction> Reactions => _reactions;

    internal IReadOnlyDictionary<string, Func<JsonElement, IFollowUp>> FormerQueues => _formerQueues;

    /// <summary>Starts a reaction.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    public Trigger<TEvent> Event<TEvent>() where TEvent : class, IEvent => new(this);

    /// <summary>Maps messages that an earlier version left in a separate queue. Workers read such a queue as long as it exists.</summary>
    /// <param name="queue">Name of the queue, without the prefix of all queues.</param>
    /// <param name="command">Makes the command from the JSON of the message.</param>
    public void FormerQueue(string queue, Func<JsonElement, IFollowUp> command) => _formerQueues.Add(queue, command);

    private void Add(Reaction reaction)
    {
        if (PersonalData.Holds(reaction.Command))
            throw new InvalidOperationException($"{reaction.Command.Name} holds personal data and would wait in a queue, where it cannot be forgotten: let its handler read the data from the log.");
        if (_reactions.Any(r => r.Event == reaction.Event && r.Command == reaction.Command))
            throw new InvalidOperationException($"{reaction.Event.Name} triggers {reaction.Command.Name} twice: both would have the same id.");
        _reactions.Add(reaction);
    }

    /// <summary>An event without its reaction yet.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    public sealed class Trigger<TEvent> where TEvent : class, IEvent
    {
        private readonly ReactionBuilder _reactions;

        internal Trigger(ReactionBuilder reactions) => _reactions = reactions;

        /// <summary>Sends a command.</summary>
        /// <param name="command">Makes it from the event, or returns null for none.</param>
        /// <typeparam name="TCommand">The command. It may run twice: its handler must detect from the stream that it has run.</typeparam>
        public FollowUp<TCommand> Send<TCommand>(Func<TEvent, TCommand?> command) where TCommand : class, IFollowUp => Add(command, isJob: false);

        /// <summary>
        /// Sends a command that may run for long and processes everything that is due. Equal jobs run one at a time in a process; a job that arrives while an equal one
        /// runs makes it run once more.
        /// </summary>
        /// <inheritdoc cref="Send"/>
        public FollowUp<TCommand> SendJob<TCommand>(Func<TEvent, TCommand?> command) where TCommand : class, IFollowUp => Add(command, isJob: true);

        private FollowUp<TCommand> Add<TCommand>(Func<TEvent, TCommand?> command, bool isJob) where TCommand : class, IFollowUp
        {
            var reaction = new Reaction(typeof(TEvent), typeof(TCommand), e => command((TEvent)e), isJob);
            _reactions.Add(reaction);
            return new FollowUp<TCommand>(reaction);
        }
    }

    /// <summary>A reaction to which options can be added.</summary>
    /// <typeparam name="TCommand">The command that it sends.</typeparam>
    public sealed class FollowUp<TCommand> where TCommand : class, IFollowUp
    {
        private readonly Reaction _reaction;

        internal FollowUp(Reaction reaction) => _reaction = reaction;

        /// <summary>Runs another command when this one has failed permanently; its message then does not go to the error queue.</summary>
        /// <param name="command">Makes the other command.</param>
        /// <typeparam name="TOther">The other command.</typeparam>
        public void OnGivenUp<TOther>(Func<TCommand, FollowUpFailure, TOther> command) where TOther : class, ICommand =>
            _reaction.GivenUp = (failed, failure) => command((TCommand)failed, failure);
    }
}

/// <summary>Why a follow-up failed permanently.</summary>
/// <param name="Reason">Type of the last exception. Its message may quote event data, so it is not passed on.</param>
/// <param name="Tries">Number of attempts.</param>
/// <param name="Detail">A message without event data, or null.</param>
public sealed record FollowUpFailure(string Reason, int Tries, string? Detail = null)
{
    /// <summary>The failure in a sentence.</summary>
    /// <param name="what">What failed: <c>The analysis</c>.</param>
    public string Describe(string what) => Detail ?? $"{what} failed {Tries} times, most recently with {Reason}.";
}

/// <summary>An event and the command that it triggers.</summary>
internal sealed record Reaction(Type Event, Type Command, Func<IEvent, IFollowUp?> Make, bool IsJob)
{
    public Func<IFollowUp, FollowUpFailure, ICommand>? GivenUp { get; set; }
}

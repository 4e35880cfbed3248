using System.Text.Json;
using EventSourced.Contracts;

namespace EventSourced.Commands.Modules;

/// <summary>The commands that events trigger.</summary>
public sealed class ReactionCatalog
{
    private readonly ILookup<Type, Reaction> _byEvent;
    private readonly Dictionary<string, Reaction> _byCommand = [];

    private ReactionCatalog(ReactionBuilder reactions)
    {
        _byEvent = reactions.Reactions.ToLookup(r => r.Event);
        foreach (var reaction in reactions.Reactions)
            if (reaction.GivenUp is not null || !_byCommand.ContainsKey(CommandCatalog.NameOf(reaction.Command)))
                _byCommand[CommandCatalog.NameOf(reaction.Command)] = reaction;
        FormerQueues = reactions.FormerQueues;
    }

    /// <summary>No reactions.</summary>
    public static ReactionCatalog Empty { get; } = Of();

    /// <summary>All reactions: event record and command record.</summary>
    public IEnumerable<(Type Event, Type Command)> All => _byEvent.SelectMany(e => e, (e, reaction) => (e.Key, reaction.Command));

    /// <summary>Event records that have a reaction.</summary>
    public IEnumerable<Type> Events => _byEvent.Select(e => e.Key);

    /// <summary>Queues of earlier versions, and the commands that their messages stand for.</summary>
    public IReadOnlyDictionary<string, Func<JsonElement, IFollowUp>> FormerQueues { get; }

    /// <summary>The reactions of some modules.</summary>
    /// <param name="reactions">Declares the reactions of each.</param>
    public static ReactionCatalog Of(params IEnumerable<Action<ReactionBuilder>> reactions)
    {
        var builder = new ReactionBuilder();
        foreach (var add in reactions) add(builder);
        return new ReactionCatalog(builder);
    }

    /// <summary>The commands that an event triggers.</summary>
    /// <param name="e">The event.</param>
    public IEnumerable<(IFollowUp Command, bool IsJob)> To(IEvent e)
    {
        foreach (var reaction in _byEvent[e.GetType()])
            if (reaction.Make(e) is { } command) yield return (command, reaction.IsJob);
    }

    /// <summary>Whether a follow-up is a job.</summary>
    /// <param name="name">Name of the command.</param>
    public bool IsJob(string name) => _byCommand.TryGetValue(name, out var reaction) && reaction.IsJob;

    /// <summary>The command to run when a follow-up has failed permanently, or null.</summary>
    /// <param name="envelope">The follow-up.</param>
    /// <param name="failure">Why.</param>
    public ICommand? GivenUp(CommandEnvelope envelope, FollowUpFailure failure) =>
        _byCommand.GetValueOrDefault(envelope.Name) is { GivenUp: { } makes } reaction
            ? makes((IFollowUp)envelope.Body.Deserialize(reaction.Command, CommandCatalog.Json)!, failure)
            : null;
}

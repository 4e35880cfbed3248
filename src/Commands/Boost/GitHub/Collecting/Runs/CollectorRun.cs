using EventSourced.Commands.Deciding;
using EventSourced.Commands.Files;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost.GitHub.Collecting.Runs;

/// <summary>A run of a collector: its requests, and what it records, each step in one append with the collector's marks.</summary>
/// <param name="state">The collector's stream.</param>
/// <param name="api">Asks.</param>
/// <param name="reader">Reads and appends.</param>
/// <param name="cache">Keeps states between steps.</param>
/// <param name="context">The command that runs it.</param>
internal sealed class CollectorRun(CollectorRunState state, ApiSession api, StateReader reader, StateCache cache, CommandContext context)
{
    private const int MaxNotes = 50;
    private const int MaxTries = 20;

    private readonly OpenRun _run = state.Open!;
    private readonly List<string> _notes = [];
    private int _moreNotes;

    /// <summary>Asks.</summary>
    public ApiSession Api => api;

    /// <summary>When the run was asked for.</summary>
    public DateTimeOffset RequestedAt => _run.At;

    /// <summary>The command that runs it.</summary>
    public CommandContext Context => context;

    /// <summary>Entries and members that say nothing usable.</summary>
    public LeftOutNotes LeftOut { get; } = new();

    /// <summary>Entries that were recorded.</summary>
    public long Entries { get; private set; }

    /// <summary>What somebody should know.</summary>
    public IReadOnlyList<string> Notes =>
        [.. _notes, .. _moreNotes > 0 ? [$"There are {_moreNotes} more notes like these."] : Array.Empty<string>(), .. LeftOut.ToList((reason, count, places) => $"{reason}: {count} left out, the first is entry {places[0]}.")];

    /// <summary>Where a part resumes; null at its beginning.</summary>
    /// <param name="part">The part.</param>
    public DateTimeOffset? Mark(string part) => state.Marks.TryGetValue(part, out var at) ? at : null;

    /// <summary>Adds a note for people.</summary>
    /// <param name="text">A sentence.</param>
    public void Note(string text)
    {
        if (_notes.Count < MaxNotes) _notes.Add(text);
        else _moreNotes++;
    }

    /// <summary>Records a step, and moves the marks with it. When another command has changed a stream meanwhile, it is decided again.</summary>
    /// <param name="entries">Entries of the step.</param>
    /// <param name="decide">Decides. A rejection is noted, and the marks move.</param>
    /// <param name="marks">The marks that move; null for a part that is complete.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ConcurrencyException">The run was ended or is run twice.</exception>
    public async Task RecordAsync(long entries, Func<CommandStates, Task<Decision>> decide, IReadOnlyDictionary<string, DateTimeOffset?> marks, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            // Of a long run, so that its states do not pile up.
            using var states = new CommandStates(cache, reader);
            var decision = await decide(states);
            try
            {
                await AppendAsync(decision.Problem is null ? decision.Appends : [], Moved(marks), cancellationToken);
                if (decision.Problem is { } problem) Note(problem.Detail);
                else Entries += entries;
                return;
            }
            catch (ConcurrencyException) when (tried < MaxTries)
            {
                var version = state.Version;
                await reader.LoadAsync(state, cancellationToken);
                if (state.Version != version) throw;
            }
        }
    }

    /// <summary>Moves marks without anything to record.</summary>
    /// <inheritdoc cref="RecordAsync"/>
    public Task MoveAsync(IReadOnlyDictionary<string, DateTimeOffset?> marks, CancellationToken cancellationToken) => AppendAsync([], Moved(marks), cancellationToken);

    private CollectorMoved Moved(IReadOnlyDictionary<string, DateTimeOffset?> marks)
    {
        var all = new SortedDictionary<string, DateTimeOffset>(state.Marks.ToDictionary(), StringComparer.Ordinal);
        foreach (var (part, at) in marks)
        {
            if (at is { } time) all[part] = time.ToUniversalTime();
            else all.Remove(part);
        }
        return new(state.Collector, [.. all.Select(m => new CollectorMark(m.Key, m.Value))]);
    }

    private async Task AppendAsync(IReadOnlyList<StreamAppend> others, CollectorMoved moved, CancellationToken cancellationToken)
    {
        var hasMoved = moved.Marks.Count != state.Marks.Count || moved.Marks.Any(m => Mark(m.Name) != m.At);
        if (!hasMoved && others.All(o => o.Events.Count == 0)) return;
        CollectorMoved[] events = hasMoved ? [moved] : [];
        var metadata = context.Metadata.NotBefore(state);
        var appended = await reader.Store.AppendAsync(new Append([.. others, new StreamAppend(state.Stream, ExpectedVersion.Exactly(state.Version), events)], metadata), cancellationToken);
        foreach (var e in events) state.Apply(new Fact(e, state.Version + 1, appended.Position, metadata.RecordedAt, context.CommandId));
    }
}

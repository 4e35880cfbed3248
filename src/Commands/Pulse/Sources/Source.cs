using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;
using FluentValidation;

namespace EventSourced.Commands.Pulse.Sources;

/// <summary>An export in the queue of its source.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="Attempt">Number of the waiting or running attempt, from 1.</param>
/// <param name="BaseAttempt">The last attempt that started from scratch: the first one, or the last replay. Retries continue its progress.</param>
/// <param name="QueuedAt">When this attempt was queued.</param>
internal sealed record QueuedExport(Guid ExportId, int Attempt, int BaseAttempt, DateTimeOffset QueuedAt)
{
    /// <summary>Number of tries since it started from scratch, this attempt included.</summary>
    public int Tries => Attempt - BaseAttempt + 1;
}

/// <summary>The values of <see cref="ExportQueued.Reason"/>.</summary>
internal static class QueueReasons
{
    public const string Uploaded = "uploaded";
    public const string SourceAssigned = "source assigned";
    public const string Retry = "retry";
    public const string Replay = "replay";
}

/// <summary>What decisions need to know about a source: whether it exists, and its queue of exports.</summary>
internal sealed class SourceState(SourceScope scope) : StreamState(scope.Stream)
{
    private readonly List<QueuedExport> _queue = [];
    private readonly Dictionary<Guid, QueuedExport> _last = [];

    public SourceScope Scope { get; } = scope;

    public bool Exists { get; private set; }

    /// <summary>Exports that wait or run, in order; the first one runs.</summary>
    public IReadOnlyList<QueuedExport> Queue => _queue;

    /// <summary>All exports that were ever queued.</summary>
    public IReadOnlyCollection<Guid> Exports => _last.Keys;

    /// <summary>The latest attempt of an export, or null if it was never queued.</summary>
    public QueuedExport? LastOf(Guid exportId) => _last.GetValueOrDefault(exportId);

    public bool IsQueued(Guid exportId) => _queue.Exists(q => q.ExportId == exportId);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case ChatSourceCreated:
                Exists = true;
                break;
            case ExportQueued e:
                var baseAttempt = e.Reason == QueueReasons.Replay ? e.Attempt : LastOf(e.ExportId)?.BaseAttempt ?? e.Attempt;
                var queued = _last[e.ExportId] = new(e.ExportId, e.Attempt, baseAttempt, fact.RecordedAt);
                if (_queue.FindIndex(q => q.ExportId == e.ExportId) is >= 0 and var at) _queue[at] = queued;
                else _queue.Add(queued);
                break;
            case ExportDequeued e:
                _queue.RemoveAll(q => q.ExportId == e.ExportId);
                break;
        }
    }
}

/// <summary>A source in the current incarnation of its community.</summary>
internal sealed record SourceContext(CommunityState Community, SourceState Source)
{
    /// <summary>The problem if the community or the source does not exist, else null.</summary>
    public Problem? Missing =>
        !Community.Exists ? PulseProblems.CommunityNotFound(Community.CommunityId)
        : !Source.Exists ? PulseProblems.SourceNotFound(Community.CommunityId, Source.Scope.SourceId)
        : null;

    public static async ValueTask<SourceContext> LoadAsync(IStateSource states, string communityId, string sourceId, CancellationToken cancellationToken)
    {
        var community = await states.LoadAsync(new CommunityState(communityId), cancellationToken);
        return new(community, await states.LoadAsync(new SourceState(community.Scope.Source(sourceId)), cancellationToken));
    }
}

/// <summary>Decides about the creation of sources.</summary>
internal sealed class SourceDecider : IJointDecider<SourceContext, CreateSource>
{
    public static ValueTask<SourceContext> LoadAsync(IStateSource source, CreateSource command, CancellationToken cancellationToken) =>
        SourceContext.LoadAsync(source, command.CommunityId, command.SourceId, cancellationToken);

    public static Decision Decide(SourceContext states, CreateSource command, CommandContext context) =>
        !states.Community.Exists ? PulseProblems.CommunityNotFound(command.CommunityId)
        : states.Source.Exists ? new Problem(409, "source_exists", $"Community \"{command.CommunityId}\" already has a source \"{command.SourceId}\". Use it, or choose another id.")
        : Decision.Of(states.Source, new ChatSourceCreated(command.CommunityId, command.SourceId, command.Name, command.Description, "whatsapp", command.Timezone))
            .While(states.Community).Answer(new { command.CommunityId, command.SourceId });
}

internal sealed class CreateSourceValidator : AbstractValidator<CreateSource>
{
    public CreateSourceValidator()
    {
        RuleFor(c => c.CommunityId).NotNull().Slug();
        RuleFor(c => c.SourceId).NotNull().Slug();
        RuleFor(c => c.Name).Name();
        RuleFor(c => c.Description).Description();
        RuleFor(c => c.Timezone).Matches("^[A-Za-z0-9+_-]+(/[A-Za-z0-9+_-]+)*\\z").MaximumLength(64)
            .WithMessage("Timezone must be the name of an IANA time zone, such as Europe/Vienna.");
    }
}

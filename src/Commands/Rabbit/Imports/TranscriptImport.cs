using EventSourced.Commands.Deciding;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>The state of an import of a conversation.</summary>
/// <param name="importId">The import.</param>
internal sealed class TranscriptImport(Guid importId) : StreamState(RabbitStreams.Import(importId))
{
    public Guid ImportId { get; } = importId;

    /// <summary>Its registration; null before.</summary>
    public TranscriptRegistered? Registered { get; private set; }

    public DateTimeOffset RegisteredAt { get; private set; }

    public bool IsRead { get; private set; }

    /// <summary>Number of turns that it has recorded so far.</summary>
    public int NewTurns { get; private set; }

    public bool HasEnded { get; private set; }

    public bool IsOpen => Registered is not null && !HasEnded;

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case TranscriptRegistered registered:
                (Registered, RegisteredAt) = (registered, fact.RecordedAt);
                break;
            case TranscriptRead:
                IsRead = true;
                break;
            case TranscriptTurnsRecorded recorded:
                NewTurns = recorded.NewTurns;
                break;
            case TranscriptImported or TranscriptFailed:
                HasEnded = true;
                break;
        }
    }
}

using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>The state of an import of a conversation.</summary>
/// <param name="importId">The import.</param>
internal sealed class TranscriptImport(Guid importId) : FileImport(importId, RabbitStreams.Import(importId)), IFileImport<TranscriptImport>
{
    public static string Root => RawTranscripts.Root;

    /// <summary>Its registration; null before.</summary>
    public TranscriptRegistered? Registered { get; private set; }

    public DateTimeOffset RegisteredAt { get; private set; }

    public bool IsRead { get; private set; }

    /// <summary>Number of turns that it has recorded so far.</summary>
    public int NewTurns { get; private set; }

    public override string? ObjectKey => Registered?.ObjectKey;

    public static TranscriptImport Of(Guid importId) => new(importId);

    public override IEvent Failed(string code, string error, int? line) => new TranscriptFailed(ImportId, Registered!.Subject, code, error, line);

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

using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>Loads and ends imports of conversations.</summary>
/// <param name="store">The log.</param>
/// <param name="codec">Reads its events.</param>
/// <param name="raw">The uploaded files.</param>
internal sealed class TranscriptImports(IEventStore store, EventCodec codec, RawTranscripts raw)
{
    public const string Forgotten = "forgotten";
    public const string WasForgotten = "The child was forgotten before its conversation was imported.";

    public async Task<TranscriptImport> LoadAsync(Guid importId, CancellationToken cancellationToken)
    {
        var import = new TranscriptImport(importId);
        foreach (var recorded in await store.ReadTailAsync(import.Stream, 0, cancellationToken: cancellationToken)) import.Apply((IEvent)codec.Decode(recorded), recorded.RecordedAt);
        return import;
    }

    /// <summary>Appends events of an import with what goes with them, all or nothing; fails when somebody else appended to the import.</summary>
    /// <exception cref="ConcurrencyException">The import or one of the other streams moved on.</exception>
    public async Task<AppendResult> AppendAsync(
        TranscriptImport import, IReadOnlyList<IEvent> events, IReadOnlyList<StreamAppend> others, EventMetadata metadata, CancellationToken cancellationToken)
    {
        // Turns first: whoever sees the progress sees what it speaks of.
        var appended = await store.AppendAsync(new Append([.. others, import.Append(events)], metadata), cancellationToken);
        foreach (var e in events) import.Apply(e, metadata.RecordedAt);
        return appended;
    }

    /// <summary>Records that an import failed.</summary>
    public Task FailAsync(TranscriptImport import, string code, string error, int? line, EventMetadata metadata, CancellationToken cancellationToken) =>
        AppendAsync(import, [new TranscriptFailed(import.ImportId, import.Registered!.Subject, code, error, line)], [], metadata, cancellationToken);

    /// <summary>
    /// Ends the imports of a child that is being forgotten, and removes its files. From then on no import records anything of the child: every append of an import
    /// depends on the import's stream.
    /// </summary>
    /// <returns>Whether the child had any import.</returns>
    public async Task<bool> ForgetAsync(string childId, EventMetadata metadata, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var recorded in await store.ReadTailAsync(RabbitStreams.Child(childId), 0, cancellationToken: cancellationToken))
        {
            if (codec.Decode(recorded) is not ChildTranscriptRegistered registered) continue;
            any = true;
            var import = await LoadAsync(registered.ImportId, cancellationToken);
            if (import.IsOpen) await FailAsync(import, Forgotten, WasForgotten, null, metadata, cancellationToken);
        }
        await raw.RemoveAllAsync(childId, cancellationToken);
        return any;
    }
}

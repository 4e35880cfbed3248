using EventSourced.Commands.Deciding;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>Loads and ends imports of conversations.</summary>
/// <param name="reader">Reads the log.</param>
/// <param name="raw">The uploaded files.</param>
internal sealed class TranscriptImports(StateReader reader, RawTranscripts raw)
{
    public const string Forgotten = "forgotten";
    public const string WasForgotten = "The child was forgotten before its conversation was imported.";

    public ValueTask<TranscriptImport> LoadAsync(Guid importId, CancellationToken cancellationToken) => reader.LoadAsync(new TranscriptImport(importId), cancellationToken);

    /// <summary>
    /// Appends events of an import together with those of other streams. Fails if anybody else has appended to the import, so ending an import stops its run.
    /// </summary>
    /// <exception cref="ConcurrencyException">The import or one of the other streams has changed.</exception>
    public async Task<AppendResult> AppendAsync(
        TranscriptImport import, IReadOnlyList<IEvent> events, IReadOnlyList<StreamAppend> others, EventMetadata metadata, CancellationToken cancellationToken)
    {
        // Turns first: a reader that sees the progress must also see the turns.
        var append = new Append([.. others, new StreamAppend(import.Stream, ExpectedVersion.Exactly(import.Version), events)], metadata);
        var appended = await reader.Store.AppendAsync(append, cancellationToken);
        foreach (var e in events) import.Apply(new Fact(e, import.Version + 1, appended.Position, metadata.RecordedAt, metadata.CommandId));
        return appended;
    }

    /// <summary>Ends an import that failed, and removes its file.</summary>
    public async Task FailAsync(TranscriptImport import, string code, string error, int? line, EventMetadata metadata, CancellationToken cancellationToken)
    {
        await AppendAsync(import, [new TranscriptFailed(import.ImportId, import.Registered!.Subject, code, error, line)], [], metadata, cancellationToken);
        await raw.RemoveAsync(import.Registered.ObjectKey, cancellationToken);
    }

    /// <summary>Ends the imports of a child that is being forgotten, and removes its files. Afterwards no import can record anything of the child.</summary>
    /// <param name="childId">The child.</param>
    /// <param name="imports">Its imports.</param>
    /// <param name="metadata">Metadata of the events.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task ForgetAsync(string childId, IEnumerable<Guid> imports, EventMetadata metadata, CancellationToken cancellationToken)
    {
        foreach (var id in imports)
            if (await LoadAsync(id, cancellationToken) is { IsOpen: true } open) await FailAsync(open, Forgotten, WasForgotten, null, metadata, cancellationToken);
        await raw.RemoveAllAsync(childId, cancellationToken);
    }
}

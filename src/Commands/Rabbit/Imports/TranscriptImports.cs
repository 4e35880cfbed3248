using EventSourced.Commands.Deciding;
using EventSourced.Commands.Rabbit.Children;
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

    /// <summary>Appends events of an import with what goes with them, all or nothing; fails when somebody else appended to the import.</summary>
    /// <exception cref="ConcurrencyException">The import or one of the other streams moved on.</exception>
    public async Task<AppendResult> AppendAsync(
        TranscriptImport import, IReadOnlyList<IEvent> events, IReadOnlyList<StreamAppend> others, EventMetadata metadata, CancellationToken cancellationToken)
    {
        // Turns first: whoever sees the progress sees what it speaks of.
        var appended = await reader.Store.AppendAsync(new Append([.. others, import.Append(events)], metadata), cancellationToken);
        await reader.LoadAsync(import, cancellationToken);
        return appended;
    }

    /// <summary>Records that an import failed.</summary>
    public Task FailAsync(TranscriptImport import, string code, string error, int? line, EventMetadata metadata, CancellationToken cancellationToken) =>
        AppendAsync(import, [new TranscriptFailed(import.ImportId, import.Registered!.Subject, code, error, line)], [], metadata, cancellationToken);

    /// <summary>
    /// Ends the imports of a child that is being forgotten, and removes its files. From then on no import records anything of the child: every append of an import
    /// depends on the import's stream.
    /// </summary>
    /// <param name="child">The child.</param>
    /// <param name="metadata">Metadata of what is recorded.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task ForgetAsync(ChildState child, EventMetadata metadata, CancellationToken cancellationToken)
    {
        foreach (var importId in child.Imports)
            if (await LoadAsync(importId, cancellationToken) is { IsOpen: true } import)
                await FailAsync(import, Forgotten, WasForgotten, null, metadata, cancellationToken);
        await raw.RemoveAllAsync(child.ChildId, cancellationToken);
    }
}

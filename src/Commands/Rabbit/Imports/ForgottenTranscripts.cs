using EventSourced.Commands.Imports;
using EventSourced.EventStore;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>Ends imports of conversations of children who are forgotten.</summary>
/// <param name="imports">The imports.</param>
/// <param name="raw">Their files.</param>
internal sealed class ForgottenTranscripts(FileImports<TranscriptImport> imports, RawTranscripts raw)
{
    public const string Forgotten = "forgotten";
    public const string WasForgotten = "The child was forgotten before its conversation was imported.";

    /// <summary>Ends the imports of a child that is being forgotten, and removes its files. Afterwards no import can record anything of the child.</summary>
    /// <param name="childId">The child.</param>
    /// <param name="importIds">Its imports.</param>
    /// <param name="metadata">Metadata of the events.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task EndAsync(string childId, IEnumerable<Guid> importIds, EventMetadata metadata, CancellationToken cancellationToken)
    {
        foreach (var id in importIds)
            if (await imports.LoadAsync(id, cancellationToken) is { IsOpen: true } open) await imports.FailAsync(open, Forgotten, WasForgotten, null, metadata, cancellationToken);
        await raw.RemoveAllAsync(childId, cancellationToken);
    }
}

using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>
/// Removes old files: those of ended imports, of uploads that were never registered, and of imports without progress. The minimum age protects uploads in progress and
/// queued commands.
/// </summary>
internal sealed partial class SweepTranscriptsHandler(TranscriptImports imports, RawTranscripts raw, ILogger<SweepTranscriptsHandler> logger)
    : IRequestHandler<Handle<SweepTranscripts>, CommandResult>
{
    /// <summary>Minimum age of a file that is removed: longer than any command waits in a queue.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(7);

    public async Task<CommandResult> Handle(Handle<SweepTranscripts> request, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var (key, importId) in raw.Find(request.Command.Now - Age))
        {
            try
            {
                var import = await imports.LoadAsync(importId, cancellationToken);
                if (import.IsOpen)
                    await imports.FailAsync(import, "abandoned", $"the import made no progress for {Age.TotalDays:0} days, and its file was removed. Upload it again.", null, request.Context.Metadata, cancellationToken);
                await raw.RemoveAsync(key, cancellationToken);
                removed++;
            }
            catch (ConcurrencyException)
            {
                // The import has made progress; the next sweep decides.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One failed removal must not block the others.
                NotRemoved(e);
            }
        }
        return new CommandResult.Completed(0, new { Removed = removed });
    }

    [LoggerMessage(LogLevel.Warning, "An expired upload of a conversation could not be removed; the next daily sweep retries it")]
    private partial void NotRemoved(Exception exception);
}

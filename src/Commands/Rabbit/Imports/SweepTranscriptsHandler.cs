using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>
/// Goes by the files that are kept: those of imports that have ended, of uploads that were never registered, and of imports that stood still. The age makes it safe
/// against uploads in flight and commands that wait in a queue.
/// </summary>
internal sealed partial class SweepTranscriptsHandler(TranscriptImports imports, RawTranscripts raw, ILogger<SweepTranscriptsHandler> logger)
    : IRequestHandler<Handle<SweepTranscripts>, CommandResult>
{
    /// <summary>How old a file is when nobody needs it: longer than any command waits in a queue.</summary>
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
                    await imports.FailAsync(import, "abandoned", $"the import has stood still for {Age.TotalDays:0} days, and its file was removed. Upload it again.", null, request.Context.Metadata, cancellationToken);
                await raw.RemoveAsync(key, cancellationToken);
                removed++;
            }
            catch (ConcurrencyException)
            {
                // It gave a sign of life; the next run decides.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One that cannot be removed must not keep the others.
                NotRemoved(e);
            }
        }
        return new CommandResult.Completed(0, new { Removed = removed });
    }

    [LoggerMessage(LogLevel.Warning, "An uploaded conversation whose time is over could not be removed; it is tried again the next day")]
    private partial void NotRemoved(Exception exception);
}

using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Imports;

/// <summary>
/// The life of imports of one kind. A command registers the file, and a reaction runs the import in batches, each with its progress in one append. It can be stopped at any point
/// and run again. Every end removes the file, and does so last, so that an interrupted end is repeated.
/// </summary>
/// <param name="reader">Reads the log.</param>
/// <param name="objects">The object store.</param>
/// <param name="logger">Logs files that cannot be removed.</param>
/// <typeparam name="TImport">The kind of import.</typeparam>
internal sealed partial class FileImports<TImport>(StateReader reader, IObjectStore objects, ILogger<FileImports<TImport>> logger) where TImport : FileImport, IFileImport<TImport>
{
    /// <summary>Minimum age of a file that a sweep removes: longer than any command waits in a queue.</summary>
    public static readonly TimeSpan SweptAfter = TimeSpan.FromDays(7);

    public ValueTask<TImport> LoadAsync(Guid importId, CancellationToken cancellationToken) => reader.LoadAsync(TImport.Of(importId), cancellationToken);

    /// <summary>Opens the file of an import.</summary>
    /// <exception cref="ObjectNotFoundException">It was removed.</exception>
    public Task<Stream> OpenAsync(TImport import, CancellationToken cancellationToken) => objects.OpenReadAsync(import.ObjectKey!, cancellationToken);

    /// <summary>Registers an upload and completes the command, which is rejected when the import exists or its file does not.</summary>
    /// <param name="states">The states of the command.</param>
    /// <param name="context">The command.</param>
    /// <param name="importId">The import.</param>
    /// <param name="objectKey">Key of the upload.</param>
    /// <param name="register">Decides about an import that is new.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<CommandResult> RegisterAsync(
        CommandStates states, CommandContext context, Guid importId, string objectKey, Func<TImport, Decision> register, CancellationToken cancellationToken)
    {
        var import = await states.LoadAsync(TImport.Of(importId), cancellationToken);
        var exists = await objects.ExistsAsync(objectKey, cancellationToken);
        var decision = import.ObjectKey is not null ? UploadProblems.Registered(importId)
            : exists ? register(import).Answer(new { ImportId = importId, Status = "queued" })
            : UploadProblems.Removed(importId);
        return await states.CompleteAsync(context, decision, cancellationToken);
    }

    /// <summary>Runs a registered import, or completes an interrupted end. A file that cannot be imported fails the import, not the command.</summary>
    /// <param name="importId">The import.</param>
    /// <param name="context">The command that runs it.</param>
    /// <param name="run">Records what is missing and ends the import; returns the position of the last event.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<CommandResult> RunAsync(Guid importId, CommandContext context, Func<TImport, Task<long>> run, CancellationToken cancellationToken)
    {
        var import = await LoadAsync(importId, cancellationToken);
        if (import.ObjectKey is not { } objectKey) return new CommandResult.Completed(0);
        var position = 0L;
        if (!import.HasEnded)
        {
            try
            {
                position = await run(import);
            }
            catch (FileImportException e)
            {
                await FailAsync(import, e.Code, e.Reason, e.Line, context.Metadata, cancellationToken);
            }
            catch (ObjectNotFoundException)
            {
                await FailAsync(import, UploadProblems.RemovedCode, "the uploaded file is no longer in the object store. Upload it again.", null, context.Metadata, cancellationToken);
            }
        }
        await RemoveAsync(objectKey, cancellationToken);
        return new CommandResult.Completed(position);
    }

    /// <summary>Appends events of an import together with those of other streams. Fails if anybody else has appended to the import, so ending an import stops its run.</summary>
    /// <returns>Position of the last event.</returns>
    /// <exception cref="ConcurrencyException">The import or one of the other streams has changed.</exception>
    public async Task<long> AppendAsync(TImport import, IReadOnlyList<IEvent> events, IReadOnlyList<StreamAppend> others, EventMetadata metadata, CancellationToken cancellationToken)
    {
        metadata = metadata.NotBefore(import);
        // The others first: a reader that sees the progress must also see what was recorded.
        var append = new Append([.. others, new StreamAppend(import.Stream, ExpectedVersion.Exactly(import.Version), events)], metadata);
        var appended = await reader.Store.AppendAsync(append, cancellationToken);
        foreach (var e in events) import.Apply(new Fact(e, import.Version + 1, appended.Position, metadata.RecordedAt, metadata.CommandId));
        return appended.Position;
    }

    /// <summary>Ends an import that failed, and removes its file. What was recorded stays.</summary>
    public async Task FailAsync(TImport import, string code, string error, long? line, EventMetadata metadata, CancellationToken cancellationToken)
    {
        await AppendAsync(import, [import.Failed(code, error, line is > int.MaxValue ? null : (int?)line)], [], metadata, cancellationToken);
        await RemoveAsync(import.ObjectKey!, cancellationToken);
    }

    /// <summary>Ends an import whose retries are exhausted, so that its caller sees the failure.</summary>
    public async Task<CommandResult> GiveUpAsync(Guid importId, string error, CommandContext context, CancellationToken cancellationToken)
    {
        if (await LoadAsync(importId, cancellationToken) is { IsOpen: true } open)
            await FailAsync(open, "internal_error", $"{error} Upload the file again; see the worker's log for details.", null, context.Metadata, cancellationToken);
        return new CommandResult.Completed(0);
    }

    /// <summary>Removes old files: those of ended imports, of uploads that were never registered, and of imports without progress, which fail.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="context">The command.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<CommandResult> SweepAsync(DateTimeOffset now, CommandContext context, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var key in objects.Find(TImport.Root, now - SweptAfter))
        {
            if (Uploads.ImportOf(key) is not { } importId) continue;
            try
            {
                var import = await LoadAsync(importId, cancellationToken);
                if (import.IsOpen)
                {
                    var error = $"the import made no progress for {SweptAfter.TotalDays:0} days, and its file was removed. Upload it again.";
                    await FailAsync(import, "abandoned", error, null, context.Metadata, cancellationToken);
                }
                await RemoveAsync(key, cancellationToken);
                removed++;
            }
            catch (ConcurrencyException)
            {
                // The import has made progress; the next sweep decides.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One failed removal must not block the others.
                NotRemoved(TImport.Root, e);
            }
        }
        return new CommandResult.Completed(0, new { Removed = removed });
    }

    private Task RemoveAsync(string objectKey, CancellationToken cancellationToken) => objects.DeleteAsync(objectKey, DateTimeOffset.MaxValue, cancellationToken);

    [LoggerMessage(LogLevel.Warning, "An expired upload of {Root} could not be removed; the next sweep retries it")]
    private partial void NotRemoved(string root, Exception exception);
}

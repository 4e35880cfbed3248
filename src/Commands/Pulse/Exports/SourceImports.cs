using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Processes the queued exports of a source one after another, in one process at a time.</summary>
public sealed partial class SourceImports
{
    private readonly StateReader _reader;
    private readonly NpgsqlDataSource _dataSource;
    private readonly ExportRunner _runner;
    private readonly ImportOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal SourceImports(
        StateReader reader, NpgsqlDataSource dataSource, ExportRunner runner, ImportOptions options, TimeProvider time, ILogger<SourceImports> logger) =>
        (_reader, _dataSource, _runner, _options, _time, _logger) = (reader, dataSource, runner, options, time, logger);

    /// <summary>
    /// Processes exports until the queue is empty. Returns at once if another process or call is already doing so: that one checks the queue again after it released its
    /// lock, so nothing queued before this call is missed. Must be called for every queued export and at the start of a worker.
    /// </summary>
    /// <param name="communityId">The community.</param>
    /// <param name="sourceId">The source.</param>
    /// <param name="cancellationToken">Stops the processing; the next call continues it.</param>
    public async Task DrainAsync(string communityId, string sourceId, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var community = await _reader.LoadAsync(new CommunityState(communityId), cancellationToken);
            if (!community.Exists) return;
            var source = community.Scope.Source(sourceId);
            if (await NextAsync(source, cancellationToken) is null) return;
            await using var held = await LockOf(_dataSource, source).TryTakeAsync(cancellationToken);
            if (held is null) return;
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Lost);
            try
            {
                while (await NextAsync(source, both.Token) is { } next) await ProcessAsync(community, source, next, both.Token);
            }
            catch (StaleRunException)
            {
                // The queue shows whether the other run has finished the export.
            }
            catch (CommunityDeletedException)
            {
                // Its community was deleted: nothing is left to do.
            }
            catch (OperationCanceledException) when (held.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                LockLost(source.Stream);
            }
        }
    }

    /// <summary>The lock for processing the exports of a source.</summary>
    internal static DatabaseLock LockOf(NpgsqlDataSource dataSource, SourceScope source) => new(dataSource, "pulse import " + source.Stream);

    private async Task<QueuedExport?> NextAsync(SourceScope source, CancellationToken cancellationToken) =>
        (await _reader.LoadAsync(new SourceState(source), cancellationToken)).Queue is [var first, ..] ? first : null;

    private async Task ProcessAsync(CommunityState community, SourceScope source, QueuedExport queued, CancellationToken cancellationToken)
    {
        for (var tried = 0; ; tried++)
        {
            try
            {
                await _runner.RunAsync(community, source, queued, cancellationToken);
                return;
            }
            catch (Exception e) when (e is not (OperationCanceledException or CommunityDeletedException or StaleRunException))
            {
                var (code, error, recoverable) = Describe(e, queued);
                if (recoverable && tried < _options.Pauses.Count)
                {
                    Retrying(queued.ExportId, tried + 1, e);
                    await Task.Delay(_options.Pauses[tried], _time, cancellationToken);
                    continue;
                }
                Failed(queued.ExportId, code, e);
                await _runner.FailAsync(community, source, queued, code, error, recoverable, cancellationToken);
                return;
            }
        }
    }

    /// <summary>Maps an exception to the failure of the export. Messages of unexpected exceptions may quote the chat, so they are only logged by the worker.</summary>
    internal static (string Code, string Error, bool Recoverable) Describe(Exception exception, QueuedExport queued)
    {
        var retry = $"[retry {queued.Tries}/{ExportDecider.MaxTries}] ";
        return exception switch
        {
            TranscriptException e => (e.Code, e.Line is { } line && !e.Message.Contains("ine ", StringComparison.Ordinal) ? $"Line {line}: {e.Message}" : e.Message, false),
            ObjectNotFoundException => ("raw_object_missing", "The raw file is no longer in the object store. Upload it again as a new export.", false),
            HashKeyMissingException e => ("hash_key_missing", e.Message, false),
            NpgsqlException or EventStoreUnavailableException or ConcurrencyException =>
                ("database_error", retry + "The database returned an error. The import is retried automatically; check the server if this continues.", true),
            TimeoutException => ("timeout", retry + "A step timed out. The import is retried automatically.", true),
            IOException or UnauthorizedAccessException =>
                ("io_error", retry + "The raw object could not be read. The import is retried automatically; check the object store if this continues.", true),
            _ => ("internal_error", $"{retry}Processing failed unexpectedly ({exception.GetType().Name}). The import is retried automatically; see the worker's log for details.", true),
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lock of {Source} was lost; its exports are processed again unless another worker has taken them over.")]
    private partial void LockLost(string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Export {ExportId} is retried ({Tried}).")]
    private partial void Retrying(Guid exportId, int tried, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Export {ExportId} failed: {Code}.")]
    private partial void Failed(Guid exportId, string code, Exception exception);
}

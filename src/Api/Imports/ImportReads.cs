using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using EventSourced.Api.Access;
using EventSourced.Api.Problems;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EventSourced.Api.Imports;

/// <summary>An import and its status.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Module">Module of the file.</param>
/// <param name="Kind">Kind of the file.</param>
/// <param name="State"><c>accepted</c>, <c>queued</c>, <c>waiting</c>, <c>running</c>, <c>completed</c>, <c>failed</c>, <c>rejected</c> or <c>deleted</c>.</param>
/// <param name="IsFinal">Whether the state is final.</param>
/// <param name="Phase">Current phase; null when none runs.</param>
/// <param name="Done">Completed items of the phase.</param>
/// <param name="Total">All items of the phase; null while unknown.</param>
/// <param name="Summary">Known facts of the file.</param>
/// <param name="LeftOut">What was left out, by reason.</param>
/// <param name="Warnings">Warnings for people.</param>
/// <param name="Error">Why it failed or was rejected, or null.</param>
/// <param name="NextStep">What somebody must do before it can continue, or null.</param>
/// <param name="RegisteredAt">When it was registered; null before.</param>
/// <param name="ChangedAt">When its last event was recorded; null before.</param>
/// <param name="Position">Position of its last event, for X-Min-Position to read its own writes. Null before.</param>
public sealed record ImportAnswer(
    Guid ImportId, string Module, string Kind, string State, bool IsFinal, string? Phase, long Done, long? Total, JsonObject Summary, IReadOnlyList<ImportLeftOut> LeftOut,
    IReadOnlyList<string> Warnings, ImportFault? Error, string? NextStep, DateTimeOffset? RegisteredAt, DateTimeOffset? ChangedAt, long? Position);

/// <summary>Reads the status of imports from the events of their streams; before there are events, from their commands.</summary>
/// <param name="modules">The kinds.</param>
/// <param name="store">The log.</param>
/// <param name="codec">Reads its events.</param>
/// <param name="claims">Maps imports to their commands.</param>
/// <param name="ledger">The status of the command.</param>
internal sealed class ImportReads(ModuleCatalog modules, IEventStore store, EventCodec codec, Claims claims, CommandLedger ledger)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>The status of an import.</summary>
    public async Task<Ok<ImportAnswer>> FindAsync(Guid id, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok((await GetAsync(id, context)).Answer);
    }

    /// <summary>The progress of an import as a stream; the last item is the end.</summary>
    public async Task<ServerSentEventsResult<ImportAnswer>> FollowAsync(Guid id, HttpContext context) =>
        TypedResults.ServerSentEvents(ProgressAsync(await GetAsync(id, context), context, context.RequestAborted));

    private async IAsyncEnumerable<SseItem<ImportAnswer>> ProgressAsync(ImportSnapshot import, HttpContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sent = (Position: (long?)-1, State: "");
        while (true)
        {
            // Only changes are sent.
            if (sent != (import.Answer.Position, import.Answer.State))
            {
                sent = (import.Answer.Position, import.Answer.State);
                yield return new SseItem<ImportAnswer>(import.Answer, import.Answer.IsFinal ? "end" : "progress");
            }
            if (import.Answer.IsFinal) yield break;
            await Task.Delay(s_pollInterval, cancellationToken);
            import = import.Events.Count == 0
                ? await GetAsync(import.Answer.ImportId, context)
                : await MoreAsync(import, cancellationToken);
        }
    }

    private async Task<ImportSnapshot> GetAsync(Guid id, HttpContext context)
    {
        var found = context.IsAdmin() || (await CommandAsync(id, context.RequestAborted) is { } command && context.Caller().MaySeeCommandsOf(command.Actor))
            ? await FromLogAsync(id, context.RequestAborted) ?? await FromLedgerAsync(id, context.RequestAborted)
            : null;
        return found ?? throw new ApiException(404, "import_not_found", $"There is no import {id}. The id is in the answer to its upload.");
    }

    private async Task<ImportSnapshot?> FromLogAsync(Guid id, CancellationToken cancellationToken)
    {
        var byStream = modules.Imports.ToDictionary(kind => kind.Stream(id));
        var recorded = await store.ReadStreamsAsync(byStream.Keys, cancellationToken: cancellationToken);
        return recorded.Count == 0 ? null : Of(id, byStream[recorded[0].StreamId], [.. recorded.Where(e => e.StreamId == recorded[0].StreamId)]);
    }

    private async Task<ImportSnapshot> MoreAsync(ImportSnapshot import, CancellationToken cancellationToken)
    {
        var more = await store.ReadTailAsync(import.Kind.Stream(import.Answer.ImportId), import.Events[^1].Version, cancellationToken: cancellationToken);
        return more.Count == 0 ? import : Of(import.Answer.ImportId, import.Kind, [.. import.Events, .. more]);
    }

    private ImportSnapshot Of(Guid id, ImportKind kind, IReadOnlyList<RecordedEvent> events)
    {
        var status = kind.StatusOf([.. events.Select(e => (IEvent)codec.Decode(e))]);
        return new(kind, events, new ImportAnswer(
            id, kind.Module, kind.Name, status.State, ImportStates.IsFinal(status.State), status.Phase, status.Done, status.Total, status.Summary, status.LeftOut, status.Warnings,
            status.Error, status.NextStep, events[0].RecordedAt, events[^1].RecordedAt, events[^1].Position));
    }

    private async Task<ImportSnapshot?> FromLedgerAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await CommandAsync(id, cancellationToken) is not { } record) return null;
        if (modules.Imports.FirstOrDefault(k => k.Command.Name == record.Type) is not { } kind) return null;
        var problem = record.Status is CommandStatus.Rejected or CommandStatus.Failed ? OutcomeJson.Problem(record.Result) ?? new Problem(500, "command_failed", "The reason was not stored.") : null;
        // A completed command has written events, which the next poll reads.
        var state = record.Status == CommandStatus.Rejected ? ImportStates.Rejected : record.Status == CommandStatus.Failed ? ImportStates.Failed : ImportStates.Accepted;
        return new(kind, [], new ImportAnswer(
            id, kind.Module, kind.Name, state, ImportStates.IsFinal(state), null, 0, null, [], [], [], problem is null ? null : new ImportFault(problem.Code, problem.Detail), null, null, null, null));
    }

    private async Task<CommandRecord?> CommandAsync(Guid id, CancellationToken cancellationToken) =>
        await claims.FindAsync(ImportUpload.ClaimOf(id), cancellationToken) is { } command ? await ledger.FindAsync(Guid.Parse(command), cancellationToken) : null;

    private sealed record ImportSnapshot(ImportKind Kind, IReadOnlyList<RecordedEvent> Events, ImportAnswer Answer);
}

using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EventSourced.Api.Access;
using EventSourced.Api.Commands;
using EventSourced.Api.Problems;
using EventSourced.Api.Queries;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Admin;

/// <summary>Tables to rebuild.</summary>
/// <param name="Tables">Names of tables.</param>
/// <param name="Module">All tables of this module, instead of names.</param>
/// <param name="All">All tables, instead of names.</param>
/// <param name="Where">Only rows whose first key columns have these values.</param>
public sealed record RebuildRequest(IReadOnlyList<string>? Tables = null, string? Module = null, bool All = false, IReadOnlyDictionary<string, string>? Where = null);

/// <summary>Tables to verify.</summary>
/// <param name="Tables">Names of tables.</param>
/// <param name="Module">All tables of this module, instead of names.</param>
/// <param name="All">All tables, instead of names.</param>
/// <param name="Where">Only rows whose first key columns have these values.</param>
/// <param name="SamplePercent">Share of the rows, chosen by a hash of the key; null for all.</param>
public sealed record VerifyRequest(
    IReadOnlyList<string>? Tables = null, string? Module = null, bool All = false, IReadOnlyDictionary<string, string>? Where = null, double? SamplePercent = null);

/// <summary>Tables to build as of an earlier position.</summary>
/// <param name="To">A position of the log, or a time with its offset: the time when events were recorded, not when a message was written. Not before the first event.</param>
/// <param name="Into">Name of the replay, for <c>asOf</c>.</param>
/// <param name="Tables">Names of tables; all when neither tables nor module are given.</param>
/// <param name="Module">All tables of this module, instead of names.</param>
/// <param name="KeepHours">Hours until they are dropped; a week by default.</param>
public sealed record ReplayRequest(string To, string Into, IReadOnlyList<string>? Tables = null, string? Module = null, double? KeepHours = null);

/// <summary>Long operations on the read tables: queued here, run by the workers.</summary>
internal static class OperationEndpoints
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(250);

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var rebuilds = Group(routes, "/admin/rebuilds", OperationKind.Rebuild, "rebuild");
        rebuilds.MapPost("", RebuildAsync).Accepts<RebuildRequest>("application/json").WithSummary("Builds new generations of tables beside the live ones and swaps them without an interruption for readers.");
        var verifications = Group(routes, "/admin/verifications", OperationKind.Verify, "verification");
        verifications.MapPost("", VerifyAsync).Accepts<VerifyRequest>("application/json").WithSummary("Builds tables separately and compares them with the live ones, row by row.");
        var replays = Group(routes, "/admin/replays", OperationKind.Replay, "replay");
        replays.MapPost("", ReplayAsync).Accepts<ReplayRequest>("application/json").WithSummary("Builds tables as of a position or a time; query them with asOf.");
        replays.MapGet("kept", ListReplaysAsync).WithSummary("The replays that can be queried.");
        replays.MapDelete("kept/{name}", DropReplayAsync).WithSummary("Drops a replay.");
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder routes, string path, string kind, string noun)
    {
        var group = routes.MapGroup(path).WithTags("Admin");
        group.MapGet("", (HttpContext context, OperationStore operations) => ListAsync(context, operations, kind))
            .Takes(QueryParameter.Integer("limit", "Maximum number, up to 1000; default 20.")).WithSummary($"The latest {noun}s, the newest first.");
        group.MapGet("{id:guid}", (Guid id, HttpContext context, OperationStore operations) => FindAsync(id, kind, context, operations)).WithSummary($"A {noun}: its progress or its result.");
        group.MapGet("{id:guid}/progress", (Guid id, HttpContext context, OperationStore operations) => FollowAsync(id, kind, context, operations))
            .WithSummary($"The progress of a {noun} as server-sent events; the last event is the end.");
        group.MapPost("{id:guid}/cancel", (Guid id, HttpContext context, OperationStore operations, AuditLog audit) => CancelAsync(id, kind, context, operations, audit))
            .WithSummary($"Cancels an unfinished {noun} and removes what it built.");
        return group;
    }

    private static async Task<Accepted<Operation>> RebuildAsync(HttpContext context, ReadTableCatalog catalog, OperationStore operations, AuditLog audit)
    {
        var request = await CommandBody.ReadAsync<RebuildRequest>(context);
        return await QueueAsync(context, operations, audit, OperationKind.Rebuild, "/admin/rebuilds", new OperationRequest
        {
            Tables = TableSelection.Of(catalog, request.Tables, request.Module, request.All),
            Where = request.Where,
        });
    }

    private static async Task<Accepted<Operation>> VerifyAsync(HttpContext context, ReadTableCatalog catalog, OperationStore operations, AuditLog audit)
    {
        var request = await CommandBody.ReadAsync<VerifyRequest>(context);
        return await QueueAsync(context, operations, audit, OperationKind.Verify, "/admin/verifications", new OperationRequest
        {
            Tables = TableSelection.Of(catalog, request.Tables, request.Module, request.All),
            Where = request.Where,
            SamplePercent = request.SamplePercent,
        });
    }

    private static async Task<Accepted<Operation>> ReplayAsync(HttpContext context, ReadTableCatalog catalog, OperationStore operations, AuditLog audit, LogTimes times)
    {
        var request = await CommandBody.ReadAsync<ReplayRequest>(context);
        return await QueueAsync(context, operations, audit, OperationKind.Replay, "/admin/replays", new OperationRequest
        {
            Tables = TableSelection.Of(catalog, request.Tables, request.Module, all: request is { Tables: null or { Count: 0 }, Module: null }),
            To = await PositionAsync(request.To, times, context.RequestAborted),
            Into = request.Into,
            KeepHours = request.KeepHours,
        });
    }

    private static async Task<long> PositionAsync(string to, LogTimes times, CancellationToken cancellationToken)
    {
        if (!long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            if (!DateTimeOffset.TryParse(to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                throw new ApiException(400, "invalid_value", $"to is \"{to}\"; expected a position, such as 4711, or a time of recording, such as 2026-01-31T12:00:00Z.");
            position = await times.PositionAtAsync(time, cancellationToken);
        }
        if (position > 0) return position;
        // Empty tables would look like an answer: chats and conversations of that time were recorded later.
        throw new ApiException(400, "before_first_event", await times.FirstAsync(cancellationToken) is { } first
            ? $"to is \"{to}\", which lies before the first event: it was recorded at {IsoTime.Of(first)}. Times are those of recording, not those of messages in a chat. Use that time or a later one, or a position from 1 on."
            : "The log holds no event yet: there is nothing to build tables from.");
    }

    private static async Task<Accepted<Operation>> QueueAsync(
        HttpContext context, OperationStore operations, AuditLog audit, string kind, string path, OperationRequest request)
    {
        var operation = await operations.CreateAsync(kind, request, context.Actor(), context.RequestAborted);
        var detail = string.Join(", ", ((IEnumerable<string>)[
            $"{operation.Id}", .. (request.Where ?? new Dictionary<string, string>()).Select(w => $"{w.Key}={w.Value}"),
            .. request.SamplePercent is { } percent ? [string.Create(CultureInfo.InvariantCulture, $"sample {percent} %")] : (string[])[],
            .. request.Into is { } name ? [$"to {request.To} into {name}"] : (string[])[]]));
        await audit.ActedAsync(kind, operation.Request.Tables, detail, context.Actor(), context.RequestAborted);
        return TypedResults.Accepted($"{path}/{operation.Id}", operation);
    }

    private static async Task<Ok<IReadOnlyList<Operation>>> ListAsync(HttpContext context, OperationStore operations, string kind)
    {
        NoStore(context);
        return TypedResults.Ok(await operations.ListAsync(kind, (int)(context.Request.Number("limit", 1, 1000) ?? 20), context.RequestAborted));
    }

    private static async Task<Ok<Operation>> FindAsync(Guid id, string kind, HttpContext context, OperationStore operations)
    {
        NoStore(context);
        return TypedResults.Ok(await GetAsync(id, kind, operations, context.RequestAborted));
    }

    private static async Task<ServerSentEventsResult<Operation>> FollowAsync(Guid id, string kind, HttpContext context, OperationStore operations)
    {
        var first = await GetAsync(id, kind, operations, context.RequestAborted);
        return TypedResults.ServerSentEvents(ProgressAsync(first, operations, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<Operation>> ProgressAsync(Operation operation, OperationStore operations, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            yield return new SseItem<Operation>(operation, operation.IsFinal ? "end" : "progress");
            if (operation.IsFinal) yield break;
            await Task.Delay(s_pollInterval, cancellationToken);
            operation = (await operations.FindAsync(operation.Id, cancellationToken))!;
        }
    }

    private static async Task<Ok<Operation>> CancelAsync(Guid id, string kind, HttpContext context, OperationStore operations, AuditLog audit)
    {
        var operation = await GetAsync(id, kind, operations, context.RequestAborted);
        if (!await operations.CancelAsync(id, context.RequestAborted))
            throw new ApiException(409, "operation_ended", $"The {kind} {id} is {operation.State} already.");
        await audit.ActedAsync("cancel", operation.Request.Tables, $"{kind} {id}", context.Actor(), context.RequestAborted);
        return TypedResults.Ok(await GetAsync(id, kind, operations, context.RequestAborted));
    }

    private static async Task<Ok<IReadOnlyList<ReplayInfo>>> ListReplaysAsync(HttpContext context, ReplayStore replays)
    {
        NoStore(context);
        return TypedResults.Ok(await replays.ListAsync(context.RequestAborted));
    }

    private static async Task<NoContent> DropReplayAsync(string name, HttpContext context, ReplayStore replays, AuditLog audit)
    {
        if (!await replays.DropAsync(name, context.RequestAborted)) throw new ApiException(404, "unknown_replay", $"There is no replay {name}.");
        await audit.ActedAsync("drop_replay", [name], null, context.Actor(), context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Operation> GetAsync(Guid id, string kind, OperationStore operations, CancellationToken cancellationToken) =>
        await operations.FindAsync(id, cancellationToken) is { } found && found.Kind == kind
            ? found
            : throw new ApiException(404, "unknown_operation", $"There is no {kind} {id}.");

    private static void NoStore(HttpContext context) => context.Response.Headers.CacheControl = "no-store";
}

using System.Text.Json;
using EventSourced.Api.Problems;
using EventSourced.Api.Queries;
using EventSourced.EventStore;
using EventSourced.ReadTables.Explain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Admin;

/// <summary>An event with its data.</summary>
/// <param name="Event">Its metadata.</param>
/// <param name="Data">Its data, as the log stores it.</param>
public sealed record EventWithData(LoggedEvent Event, JsonElement Data);

/// <summary>Events of the log.</summary>
/// <param name="Events">The events, in order.</param>
/// <param name="Next">Where the next page begins: <c>from</c> of the log, or <c>version</c> of the stream; null when there is no more.</param>
public sealed record EventList(IReadOnlyList<EventWithData> Events, long? Next);

/// <summary>Reads the event log.</summary>
internal static class EventEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    public static void MapAdminEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/admin/events", ListAsync).WithTags("Admin")
        .Takes(
            new QueryParameter("stream", "The stream. Either this or from."), QueryParameter.Integer("version", "First version of the stream."),
            QueryParameter.Integer("from", "First position of the log."), new QueryParameter("type", "Name of an event type."), QueryParameter.Integer("limit", "Most events, up to 1000; default 50."))
        .WithSummary("Events of a stream (stream, version), or of the log from a position on (from); of one type when type is given.");

    private static async Task<Ok<EventList>> ListAsync(HttpContext context, IEventStore store, EventCodec codec)
    {
        var request = context.Request;
        var most = (int)(request.Number("limit", 1, MaxLimit) ?? DefaultLimit);
        if (request.Text("type") is { } name && codec.TypeOf(name) is null)
            throw new ApiException(400, "unknown_event_type", $"This build knows no event type {name}. {Nearest.Hint(name, "Types", codec.Catalog.All.Select(t => t.Name))}");
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok((request.Text("stream"), request.Number("from", 1), request.Number("version", 1)) switch
        {
            ({ } id, null, var first) => await OfStreamAsync(store, id, first ?? 1, request.Text("type"), most, context.RequestAborted),
            (null, { } position, null) => await OfLogAsync(store, position, request.Text("type"), most, context.RequestAborted),
            _ => throw new ApiException(400, "stream_or_from", "Give either stream (and version), or from: the position to begin at, from 1."),
        });
    }

    private static async Task<EventList> OfStreamAsync(IEventStore store, string stream, long version, string? type, int limit, CancellationToken cancellationToken)
    {
        var events = new List<EventWithData>();
        await foreach (var e in store.ReadStreamAsync(stream, version, cancellationToken: cancellationToken))
        {
            if (type is not null && e.Type != type) continue;
            if (events.Count == limit) return new EventList(events, e.Version);
            events.Add(Of(e));
        }
        return events.Count > 0 || version > 1 || type is not null
            ? new EventList(events, null)
            : throw new ApiException(404, "unknown_stream", $"There is no stream {stream}. GET /admin/events?from=1 lists events with their streams.");
    }

    private static async Task<EventList> OfLogAsync(IEventStore store, long from, string? type, int limit, CancellationToken cancellationToken)
    {
        var page = await store.ReadPageAsync(from - 1, limit, types: type is null ? null : [type], cancellationToken: cancellationToken);
        return new EventList([.. page.Events.Select(Of)], page.Position < page.Watermark ? page.Position + 1 : null);
    }

    private static EventWithData Of(RecordedEvent e)
    {
        using var data = JsonDocument.Parse(e.Data);
        return new EventWithData(LoggedEvent.Of(e), data.RootElement.Clone());
    }
}

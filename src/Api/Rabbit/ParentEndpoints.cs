using System.Globalization;
using System.Numerics;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Reads of a parent.</summary>
internal static class ParentEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;
    private const long DayMs = 86_400_000;

    public static async Task<IResult> LogsAsync(HttpContext context, LogReads reads)
    {
        var request = context.Request;
        var (from, before) = (Bound(request, "startDate", inclusiveEnd: false), Bound(request, "endDate", inclusiveEnd: true));
        return Results.Ok(await reads.ReadAsync(context, Child(request), from, before, Limit(request)));
    }

    public static async Task<IResult> VocabularyAsync(HttpContext context, VocabularyReads reads, TimeProvider time)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var since = RequestText.Parameter(context.Request, "period") switch
        {
            "week" => now - 7 * DayMs,
            "all" => long.MinValue,
            _ => now - 30 * DayMs,
        };
        return Results.Ok(await reads.ReadAsync(Child(context.Request), since, context.RequestAborted));
    }

    public static async Task<IResult> HighlightsAsync(HttpContext context, HighlightReads reads) =>
        Results.Ok(await reads.ReadAsync(Child(context.Request), RequestText.Parameter(context.Request, "type"), Limit(context.Request), context.RequestAborted));

    public static async Task<IResult> SummaryAsync(HttpContext context, SummaryReads reads, TimeProvider time)
    {
        var text = RequestText.Parameter(context.Request, "date");
        var date = text is null ? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime) : RequestText.Date(text) ?? throw RabbitException.Invalid("date must be a date such as 2026-02-01.");
        return Results.Ok(await reads.ReadAsync(date, Child(context.Request), context.RequestAborted));
    }

    public static async Task<IResult> AudioAsync(string turnId, HttpContext context, LogReads reads, IObjectStore objects)
    {
        var missing = new RabbitException(404, RabbitCodes.NotFound, "There is no recording of this turn, or it has expired.");
        if (!Guid.TryParse(turnId, out var turn) || await reads.AudioKeyAsync(turn.ToString(), Child(context.Request), context.RequestAborted) is not { } key) throw missing;
        try
        {
            return Results.Stream(await objects.OpenReadAsync(key, context.RequestAborted), "audio/webm", enableRangeProcessing: true);
        }
        catch (ObjectNotFoundException)
        {
            throw missing;
        }
    }

    private static string? Child(HttpRequest request) => ParentScope.Of(request.HttpContext).Child;

    // Anything but a positive number means the default; a number of any size is capped.
    private static int Limit(HttpRequest request) =>
        BigInteger.TryParse(request.Query["limit"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? (int)BigInteger.Min(limit, MaxLimit) : DefaultLimit;

    // In epoch ms. Both ends are inclusive in the request; the returned end is exclusive.
    private static long? Bound(HttpRequest request, string name, bool inclusiveEnd)
    {
        if (RequestText.Parameter(request, name) is not { } text) return null;
        if (RequestText.Date(text) is { } date) return (date.DayNumber - new DateOnly(1970, 1, 1).DayNumber + (inclusiveEnd ? 1 : 0)) * DayMs;
        return (RequestText.Time(text)?.ToUnixTimeMilliseconds() + (inclusiveEnd ? 1 : 0)) ?? throw RabbitException.Invalid($"{name} must be a date such as 2026-02-01, or a time such as 2026-02-01T03:00:00Z.");
    }
}

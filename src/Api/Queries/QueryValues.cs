using System.Globalization;
using EventSourced.Api.Problems;
using EventSourced.Contracts;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Queries;

/// <summary>Reads and checks query parameters of product routes.</summary>
internal static class QueryValues
{
    /// <summary>A parameter as text; null without it.</summary>
    public static string? Value(this HttpRequest request, string name) => request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>A parameter as text that a table may have; null without it.</summary>
    /// <exception cref="ApiException">No table can have it.</exception>
    public static string? StorableValue(this HttpRequest request, string name) =>
        request.Value(name) is not { } text ? null : Storable.FaultOf(text) is { } fault ? throw Invalid($"{name} cannot be the value of a column. {fault}") : text;

    /// <summary>The parameters of a page, <c>limit</c> and <c>cursor</c>.</summary>
    public static (int Limit, string? Cursor) Page(this HttpRequest request, int defaultLimit = TableQuery.DefaultLimit, int max = TableQuery.MaxLimit) =>
        (request.Value("limit") is { } limit ? TableQuery.ParseLimit(limit, max) : defaultLimit, request.Value("cursor"));

    /// <summary>A date; null without the parameter.</summary>
    /// <exception cref="ApiException">It is no date after the year 1.</exception>
    public static DateOnly? Date(this HttpRequest request, string name)
    {
        if (request.Value(name) is not { } text) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year > 1
            ? date
            : throw Invalid($"{name} is \"{text}\"; expected a date such as 2024-01-31.");
    }

    /// <summary>A time, in UTC when it names no zone; null without the parameter.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public static DateTimeOffset? Instant(this HttpRequest request, string name)
    {
        if (request.Value(name) is not { } text) return null;
        string[] formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year > 1
            ? time
            : throw Invalid($"{name} is \"{text}\"; expected a time such as 2024-01-31T12:00:00Z, or a date. Write a + in a time as %2B.");
    }

    /// <summary>The days of a range, <c>from</c> and <c>to</c>; null for an open end.</summary>
    /// <exception cref="ApiException">One is no date, or the first is later than the last.</exception>
    public static (DateOnly? From, DateOnly? To) Dates(this HttpRequest request)
    {
        var (from, to) = (request.Date("from"), request.Date("to"));
        return from > to ? throw Invalid($"from is {from:yyyy-MM-dd} and to is {to:yyyy-MM-dd}; from must not be later.") : (from, to);
    }

    /// <summary>The error of a parameter that is no valid value.</summary>
    public static ApiException Invalid(string detail) => new(400, "invalid_value", detail);
}

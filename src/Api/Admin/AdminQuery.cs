using System.Globalization;
using EventSourced.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Admin;

/// <summary>Reads and checks query parameters of admin routes.</summary>
internal static class AdminQuery
{
    /// <summary>A parameter, or null when it is missing or empty.</summary>
    public static string? Text(this HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A parameter that is a whole number within bounds, or null when it is missing.</summary>
    public static long? Number(this HttpRequest request, string name, long min, long max = long.MaxValue) => request.Text(name) is { } text ? Number(name, text, min, max) : null;

    /// <summary>A whole number within bounds.</summary>
    public static long Number(string name, string text, long min, long max = long.MaxValue) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new ApiException(400, "invalid_value", $"{name} is \"{text}\"; expected a whole number from {min}{(max == long.MaxValue ? "" : $" to {max}")}.");
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using EventSourced.Contracts;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Reads and checks the values of a request.</summary>
internal static partial class RequestText
{
    /// <summary>Maximum length of the text of a turn.</summary>
    public const int MaxText = 2000;

    /// <summary>Maximum length of an id.</summary>
    public const int MaxId = 200;

    /// <summary>A text that can be stored.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Check(string? text, string name, int max) =>
        text is null ? null
        : text.Length > max ? throw RabbitException.Invalid($"{name} has {text.Length} characters; at most {max} are possible.")
        : Storable.FaultOf(text) is { } fault ? throw RabbitException.Invalid($"{name} cannot be stored. {fault}")
        : text;

    /// <summary>A session id. A malformed id is answered like an unknown session.</summary>
    public static Guid Session(string? text) =>
        string.IsNullOrWhiteSpace(text) ? throw RabbitException.Invalid("sessionId is missing.")
        : Guid.TryParse(text, out var id) && id != Guid.Empty ? id
        : throw RabbitException.NoSession();

    /// <summary>The id that the caller chose, or a new one.</summary>
    public static Guid IdOrNew(Guid? id, string name) => id == Guid.Empty ? throw NoId(name) : id ?? Guid.CreateVersion7();

    /// <summary>The id that the caller chose, or a new one.</summary>
    public static Guid IdOrNew(string? text, string name) => text is null ? Guid.CreateVersion7() : IdOrNew(Guid.TryParse(text, out var id) ? id : throw NoId(name), name);

    /// <summary>A language, or null when none is given.</summary>
    public static string? Language(string? text) => text switch
    {
        null or "ja" or "en" => text,
        _ => throw RabbitException.Invalid("language must be ja or en."),
    };

    /// <summary>An ISO-8601 time, in UTC when it has no offset; null when it is malformed.</summary>
    public static DateTimeOffset? Time(string? text) =>
        text is not null && IsoTime().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>A date, or null when it is malformed.</summary>
    public static DateOnly? Date(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>A query parameter, or null when it is missing or empty.</summary>
    public static string? Parameter(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? Check(text, name, MaxId) : null;

    private static RabbitException NoId(string name) => RabbitException.Invalid($"{name} must be a uuid, and not the empty one.");

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d")]
    private static partial Regex IsoTime();
}

using System.Globalization;
using EventSourced.Api.Access;
using EventSourced.Commands.Fastest;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest;

/// <summary>Reads and checks the values of a request.</summary>
internal static class RequestValues
{
    /// <summary>The user of the session.</summary>
    public static Guid UserId(this HttpContext context) =>
        Guid.TryParse(context.Caller().Tenant, out var user) ? user
        : throw new FastestException(403, FastestCodes.Forbidden, $"{context.Actor()} is no user: this route needs the token of a user's session.");

    /// <summary>An id of the address. A malformed id is answered like an unknown one.</summary>
    public static Guid Id(string text, string what) => Guid.TryParseExact(text, "D", out var id) ? id : throw FastestException.NotFound($"You have no {what} {text}.");

    /// <summary>A hash of the address.</summary>
    public static string Hash(string text) => TreeKeys.IsHash(text) ? text : throw FastestException.Invalid($"\"{text}\" is no hash. Use {TreeKeys.HashSentence}.");

    /// <summary>The number of rows that a request asks for.</summary>
    public static int Limit(HttpRequest request, int normal, int most) => Number(request, "limit", 1, most) ?? normal;

    /// <summary>A whole number of the query; absent is null.</summary>
    public static int? Number(HttpRequest request, string name, int least, int most)
    {
        if (request.Query[name].ToString() is not { Length: > 0 } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw FastestException.Invalid($"{name} is \"{text}\": use a whole number from {least} to {most}.");
    }

    /// <summary>A flag of the query: true or false; absent is false.</summary>
    public static bool Flag(HttpRequest request, string name) => request.Query[name].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        var text => throw FastestException.Invalid($"{name} is \"{text}\": use true or false."),
    };
}

using System.Security.Cryptography;
using System.Text;
using EventSourced.Api.Access;
using EventSourced.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Commands;

/// <summary>The id of a command, from the headers that make a retry safe.</summary>
internal static class RequestId
{
    /// <summary>
    /// <c>X-Command-Id</c> is the id itself; so is an <c>Idempotency-Key</c> that is a uuid. From any other key and the caller's name an id is derived. Without either,
    /// the id is new.
    /// </summary>
    public static Guid Of(HttpContext context)
    {
        var (id, key) = (Header(context, "X-Command-Id"), Header(context, "Idempotency-Key"));
        if (id is not null && key is not null)
            throw new ApiException(400, "invalid_header", "X-Command-Id and Idempotency-Key are both given. Send one of them.");
        if (id is not null)
            return Guid.TryParse(id, out var given) && given != Guid.Empty ? given : throw new ApiException(400, "invalid_header", $"X-Command-Id is \"{id}\"; expected a uuid.");
        if (key is null) return Guid.CreateVersion7();
        return Guid.TryParse(key, out var uuid) && uuid != Guid.Empty ? uuid : Derive("idempotency-key", context.Actor(), key);
    }

    /// <summary>A uuid (version 8) that is derived from the parts.</summary>
    public static Guid Derive(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }
        var bytes = hash.GetHashAndReset().AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static string? Header(HttpContext context, string name)
    {
        if (!context.Request.Headers.TryGetValue(name, out var values)) return null;
        var text = values.ToString().Trim();
        // In the IETF draft, the key is a structured string, in quotes.
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"') text = text[1..^1];
        return values.Count == 1 && text.Length is > 0 and <= 200
            ? text
            : throw new ApiException(400, "invalid_header", $"{name} must be one text of 1 to 200 characters.");
    }
}

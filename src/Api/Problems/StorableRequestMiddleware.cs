using System.Buffers;
using System.Globalization;
using EventSourced.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EventSourced.Api.Problems;

/// <summary>
/// Refuses addresses and headers with text that cannot be stored (<see cref="Storable"/>). The framework does not decode a %-sequence that is not UTF-8, so another
/// text than the caller meant would be looked up or stored.
/// </summary>
internal sealed class StorableRequestMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // The raw text, before the framework decodes it.
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        if (FaultOf(query < 0 ? target : target.AsSpan(0, query)) is { } inPath) throw Refused(new() { ["path"] = [inPath] });
        if (query >= 0) CheckQuery(target.AsSpan(query + 1));
        foreach (var (name, values) in context.Request.Headers)
            foreach (var value in values)
                if (Storable.FaultOf(value) is { } fault) throw Refused(new() { [name] = [fault] });
        return next(context);
    }

    private static void CheckQuery(ReadOnlySpan<char> query)
    {
        foreach (var part in query.Split('&'))
        {
            var pair = query[part];
            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            if ((FaultOf(name) ?? FaultOf(equals < 0 ? [] : pair[(equals + 1)..])) is { } fault)
                throw Refused(new() { [Storable.Replace(Uri.UnescapeDataString(name.ToString()))] = [fault] });
        }
    }

    /// <summary>Why a part of an address cannot be stored once it is decoded, or null.</summary>
    private static string? FaultOf(ReadOnlySpan<char> encoded)
    {
        if (!encoded.Contains('%')) return Storable.FaultOf(encoded);
        var bytes = ArrayPool<byte>.Shared.Rent(encoded.Length);
        try
        {
            var length = 0;
            for (var i = 0; i < encoded.Length; i++)
            {
                if (encoded[i] == '%' && i + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]))
                {
                    bytes[length++] = byte.Parse(encoded.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                    i += 2;
                }
                else if (encoded[i] is '\0' or > '\x7f')
                {
                    // Kestrel refuses these in an address.
                    return "It holds a character that must be written as a %-sequence.";
                }
                else
                {
                    bytes[length++] = (byte)encoded[i];
                }
            }
            return Storable.FaultOf(bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static ApiException Refused(Dictionary<string, string[]> errors) =>
        new(400, "invalid_value", $"{string.Join(", ", errors.Keys)} cannot be stored: {errors.Values.First()[0]}", errors);
}

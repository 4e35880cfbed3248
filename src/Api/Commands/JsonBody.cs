using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Api.Problems;
using EventSourced.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace EventSourced.Api.Commands;

/// <summary>Reads the JSON object of a body. Checks that every value can be stored: see <see cref="Storable"/>.</summary>
internal static class JsonBody
{
    /// <summary>The object; null when there is no body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ApiException">The body is not JSON in UTF-8, not an object, or holds a value that cannot be stored.</exception>
    public static async Task<JsonObject?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Read first, so that the limit also applies without a Content-Length.
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancellationToken);
        if (bytes.Length == 0) return null;
        if (!request.HasJsonContentType() || !IsUtf8(request))
            throw new ApiException(415, "unsupported_media_type", $"The body is of type \"{Storable.Replace(request.ContentType ?? "")}\". Send JSON in UTF-8 with Content-Type: application/json.");
        return Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static bool IsUtf8(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static JsonObject Parse(ReadOnlySpan<byte> body)
    {
        JsonNode? json = null;
        try
        {
            json = JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = Storable.MaxDepth });
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $" at line {line + 1}, byte {e.BytePositionInLine + 1}" : "";
            var reason = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            throw new ApiException(400, "malformed_json", $"The body is not valid JSON{place}: {Storable.Replace(reason)}");
        }
        catch (InvalidOperationException)
        {
            // A member's name is not valid text: the check below reports its path.
        }
        var faults = Storable.FaultsOfJson(body);
        if (faults.FirstOrDefault(f => f.Path.Length == 0) is { Reason: { } whole }) throw new ApiException(400, "malformed_json", $"The body cannot be read. {whole}");
        if (faults.Count > 0)
        {
            var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
            foreach (var fault in faults.GroupBy(f => f.Path)) errors[fault.Key] = [.. fault.Select(f => f.Reason).Distinct()];
            throw Invalid(errors);
        }
        return json as JsonObject
            ?? throw new ApiException(400, "malformed_json", $"The body is {json?.GetValueKind().ToString().ToLowerInvariant() ?? "null"}; expected a JSON object.");
    }

    /// <summary>The exception for an invalid body, with the faults by member.</summary>
    /// <param name="errors">The faults.</param>
    public static ApiException Invalid(IReadOnlyDictionary<string, string[]> errors) => new(400, "invalid_body",
        $"{(errors.Count == 1 ? "One member does" : $"{errors.Count} members do")} not fit: {string.Join(", ", errors.Keys)}. See errors.", errors);
}

using System.Text;
using System.Text.Json;
using EventSourced.Commands.Files;
using EventSourced.Contracts;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>What <c>meta/libraries.json</c> says.</summary>
/// <param name="Libraries">Its libraries, in its order.</param>
/// <param name="LeftOut">Entries and fields that say nothing usable, by the number of the entry.</param>
public sealed record ReadLibraries(IReadOnlyList<LibraryEntry> Libraries, LeftOutNotes LeftOut);

/// <summary>Reads <c>meta/libraries.json</c>: one library as an object, or several as an array.</summary>
public static class LibrariesJson
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Code of a file that is no valid JSON, or has no libraries.</summary>
    public const string Invalid = "invalid_libraries_json";

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <exception cref="BoostFileException">It is no JSON, or nothing of it can be a library.</exception>
    public static ReadLibraries Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        using var document = Parse(utf8);
        if (Storable.FaultsOfJson(utf8.Span) is [var fault, ..]) throw new BoostFileException(Invalid, $"libraries.json cannot be stored: {(fault.Path.Length > 0 ? fault.Path + ": " : "")}{fault.Reason}");
        IReadOnlyList<JsonElement> entries = document.RootElement.ValueKind switch
        {
            JsonValueKind.Object => [document.RootElement],
            JsonValueKind.Array => [.. document.RootElement.EnumerateArray()],
            _ => throw new BoostFileException(Invalid, "libraries.json must be an object or an array of objects, each with \"key\" and \"name\"."),
        };
        var leftOut = new LeftOutNotes();
        List<LibraryEntry> libraries = [];
        foreach (var (i, entry) in entries.Index())
            if (Entry(entry, i + 1, leftOut) is { } library) libraries.Add(library);
        return new(libraries, leftOut);
    }

    private static LibraryEntry? Entry(JsonElement entry, int number, LeftOutNotes leftOut)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            leftOut.Add("entry_is_no_object", number);
            return null;
        }
        if (Text(entry, "key", number, leftOut, BoostFields.NameLength) is not { Length: > 0 } key)
        {
            leftOut.Add("entry_without_key", number);
            return null;
        }
        return new()
        {
            Key = key,
            Name = Text(entry, "name", number, leftOut, BoostFields.NameLength) is { Length: > 0 } name ? name : key,
            Description = Text(entry, "description", number, leftOut),
            Documentation = Text(entry, "documentation", number, leftOut),
            CppVersion = Text(entry, "cxxstd", number, leftOut),
            Authors = People(entry, "authors", number, leftOut),
            Maintainers = People(entry, "maintainers", number, leftOut),
            Categories = [.. Texts(entry, "category", number, leftOut).Distinct(StringComparer.Ordinal)],
        };
    }

    private static IReadOnlyList<NamedPerson> People(JsonElement entry, string field, int number, LeftOutNotes leftOut) =>
        [.. Texts(entry, field, number, leftOut).Select(PersonText.Read).Where(p => p.Name.Length > 0 || p.Email is not null).Distinct()];

    // Texts that an index has are bounded: an index cannot hold any length. The standard is sometimes a number: 11 instead of "11".
    private static string? Text(JsonElement entry, string field, int number, LeftOutNotes leftOut, int mostCharacters = int.MaxValue)
    {
        if (!entry.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        var text = value.ValueKind switch { JsonValueKind.String => value.GetString()!.Trim(), JsonValueKind.Number => value.GetRawText(), _ => null };
        if (text?.Length <= mostCharacters) return text;
        leftOut.Add(text is null ? $"{field}_is_no_text" : $"{field}_is_too_long", number);
        return null;
    }

    private static IEnumerable<string> Texts(JsonElement entry, string field, int number, LeftOutNotes leftOut)
    {
        if (!entry.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null) yield break;
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            leftOut.Add($"{field}_is_no_text", number);
            yield break;
        }
        foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
        {
            if (item.ValueKind != JsonValueKind.String) leftOut.Add($"{field}_is_no_text", number);
            else if (item.GetString()!.Trim() is { Length: > BoostFields.NameLength }) leftOut.Add($"{field}_is_too_long", number);
            else if (item.GetString()!.Trim() is { Length: > 0 } text) yield return text;
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = Storable.MaxDepth });
        }
        catch (JsonException e)
        {
            throw new BoostFileException(Invalid, $"libraries.json is not valid JSON: {Place(utf8.Span, e)}: {Reason(e)} Correct the file, or import the one of a later commit.", e);
        }
    }

    // The exception counts lines from 0 and columns in bytes; editors count from 1, in characters.
    private static string Place(ReadOnlySpan<byte> utf8, JsonException e)
    {
        for (var line = 0L; line < (e.LineNumber ?? 0); line++) utf8 = utf8[(utf8.IndexOf((byte)'\n') + 1)..];
        var before = utf8[..(int)Math.Min(e.BytePositionInLine ?? 0, utf8.Length)];
        return $"line {(e.LineNumber ?? 0) + 1}, column {Encoding.UTF8.GetCharCount(before) + 1}";
    }

    private static string Reason(JsonException e)
    {
        var reason = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
        return reason.StartsWith("'\"' is invalid after a value", StringComparison.Ordinal) ? "a comma is missing before this text." : Storable.Replace(reason);
    }
}
